"""The jobs a worker can do: a trial, a fit for good, an errand."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from hanpan.business.metrics import metric
from hanpan.foundation.budget import CLOCK
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.estimators.scikit import load_class
from hanpan.modeling.fitting.fitting import NotFiniteError, Tried, in_larger_steps, run_trial
from hanpan.modeling.fitting.large import fit_for_good, outputs_of
from hanpan.modeling.fitting.stored import as_bytes, store_fit
from hanpan.modeling.folds.batches import HeldRows
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.ground import NOWHERE
from hanpan.modeling.listening.progress import about
from hanpan.modeling.listening.stopwatch import CalledOffError, begin, limited_to
from hanpan.modeling.workers.errands import Errand, answer_of, asked_of
from hanpan.modeling.workers.journal import array_bytes
from hanpan.modeling.workers.messages import (
    Do,
    ErrandAnswer,
    ErrandTask,
    Failed,
    Finished,
    FitAnswer,
    FitTask,
    Task,
    TrialAnswer,
    TrialTask,
)
from hanpan.modeling.workers.session import Session

ANSWERS = "answers"


class Workshop:
    """What one worker holds: the session's rows, loaded at the first job that needs them.

    Large answers are left in the folder ``answers``; in the session folder if none is named.
    """

    def __init__(self, session_folder: str, answers: str = "") -> None:
        self._session = Session(Path(session_folder))
        self._answers = Path(answers) if answers else self._session.folder / ANSWERS
        self._bench: Bench | None = None

    @property
    def kept(self) -> int:
        """Bytes of prepared folds that it keeps for the next jobs."""
        return 0 if self._bench is None else self._bench.prepared.nbytes

    def load(self, order: Do) -> str:
        """Read the rows and import what a task needs; its name, as ``Job.needs``. What fails here, the task tells."""
        begin(order.number)
        name = _algorithm(order.task)
        with contextlib.suppress(Exception):
            self.bench()
        with contextlib.suppress(Exception):
            entry = algorithm(name)
            load_class(entry.estimator).load(next(iter(entry.builders.values()), ""))
        return needs_of(name)

    def answer(self, order: Do) -> Finished | Failed:
        """Do a task."""
        begin(order.number)
        began = CLOCK.now(), CLOCK.effort()
        try:
            told = self._do(order)
            seconds, effort = CLOCK.now() - began[0], CLOCK.effort() - began[1]
            return Finished(answer=told, number=order.number, seconds=seconds, effort=effort)
        except CalledOffError:
            return Failed(kind="cancelled", number=order.number)
        except MemoryError:
            return Failed(kind="memory", number=order.number)
        except Exception as error:
            return Failed(kind=failure_kind(error), told=one_line(error), number=order.number)

    def _do(self, order: Do) -> TrialAnswer | FitAnswer | ErrandAnswer:
        match order.task:
            case TrialTask() as task:
                return self._do_trial(order.number, task)
            case FitTask() as task:
                return self._do_fit(order.number, task)
            case task:
                with about(algorithm=task.algorithm):
                    return self._do_errand(order.number, task)

    def _do_trial(self, number: int, task: TrialTask) -> TrialAnswer:
        """Score a Candidate on the folds; of one worth keeping, the fits on the folds are left too."""
        candidate = task.candidate
        with about(algorithm=candidate.algorithm, candidate=candidate.key):
            tried = run_trial(self.bench(), candidate, task.seconds, partly=task.partly)
        outputs = self._leave(number, array_bytes(tried.outputs))
        bag = self._bag(number, candidate, tried) if self._worth_keeping(task, tried.trial.score) else None
        return TrialAnswer(trial=tried.trial, outputs=outputs, bag=bag)

    def _worth_keeping(self, task: TrialTask, score: float | None) -> bool:
        if not task.keep or score is None:
            return False
        sign = 1.0 if metric(self.bench().problem.metric).greater_is_better else -1.0
        return task.better_than is None or sign * score > sign * task.better_than

    def _bag(self, number: int, candidate: Candidate, tried: Tried) -> str | None:
        try:
            fits = [as_bytes(candidate, fit, self.bench().problem.n_outputs) for fit in tried.bag]
        except Exception:  # the scores are there all the same
            return None
        return self._leave(number, msgspec.msgpack.encode(fits), "bag")

    def _do_fit(self, number: int, task: FitTask) -> FitAnswer:
        """Fit for good on ``development`` or ``all`` rows; leaves the stored part and its outputs on hold-out rows."""
        bench, held = self.bench(), self._session.rows("holdout")
        candidate, rounds = in_larger_steps(task.candidate, task.rounds, task.faster)
        holdout = [HeldRows(*held), *self._session.batches("further")] if len(held.y) else []
        beside = [*self._session.batches("rest"), *(holdout if task.rows == "all" else [])]
        places = self._session.places() if task.rows == "all" else NOWHERE
        if beside:  # all rows are coming, and want the room
            bench.prepared.clear()
        with about(algorithm=candidate.algorithm, candidate=candidate.key), limited_to(task.seconds) as watch:
            fitted = fit_for_good(bench, beside, places, candidate, rounds, task.factors)
        stored = store_fit(task.candidate, fitted, bench.problem.n_outputs, bench.frame.head(50))
        part, outputs = self._leave(number, msgspec.msgpack.encode(stored)), None
        if task.rows == "development" and holdout:
            outputs = self._leave(number, array_bytes(outputs_of(fitted, holdout)), "outputs")
        return FitAnswer(part=part, outputs=outputs, rounds=fitted.estimator.made if watch.cut else None)

    def _do_errand(self, number: int, task: ErrandTask) -> ErrandAnswer:
        asked = asked_of(task)
        if isinstance(asked, Errand):
            return answer_of(asked, asked.do(self.bench(), task.seconds))
        found, content = asked.do(self._session.folder)
        return answer_of(asked, found, None if content is None else self._leave(number, content))

    def bench(self) -> Bench:
        """The development rows."""
        if self._bench is None:
            self._bench = self._session.bench()
        return self._bench

    def _leave(self, number: int, content: bytes, name: str = "bin") -> str:
        self._answers.mkdir(exist_ok=True)
        path = self._answers / f"{number}.{name}"
        path.write_bytes(content)
        return str(path)


def _algorithm(task: Task) -> str:
    return task.algorithm if isinstance(task, ErrandTask) else task.candidate.algorithm


def needs_of(name: str) -> str:
    """What a worker must have loaded to fit an algorithm: algorithms of one library share the name."""
    return "" if not name else algorithm(name).estimator


def failure_kind(error: Exception) -> str:
    """What kind of failure an error is."""
    if isinstance(error, NetworkError) and error.key == "network_diverged":
        return "diverged"
    return "not_finite" if isinstance(error, NotFiniteError) else "error"


def one_line(error: BaseException) -> str:
    """An error of a library in one technical line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
