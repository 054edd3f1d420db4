"""One run: the six phases in order. Each phase calls one room and keeps its record."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from hanpan.evaluation.requirement import parse_requirements
from hanpan.foundation.events import EventLog, Events
from hanpan.foundation.files import write_whole
from hanpan.foundation.texts import default_language
from hanpan.modeling.filling import Filling, default_workers
from hanpan.modeling.journal import Journal
from hanpan.modeling.local import LocalPool
from hanpan.modeling.pool import Pool, WorkerPool
from hanpan.modeling.progress import relay
from hanpan.modeling.refit import Refits
from hanpan.modeling.session import Session
from hanpan.study.asking import Question, ask
from hanpan.study.finishing import finish, requirement_met
from hanpan.study.folder import CARD, default_folder, load_record, open_journal, save_record
from hanpan.study.networks import keep_networks, with_networks
from hanpan.study.options import RunOptions
from hanpan.study.record import Study
from hanpan.study.shipping import environment
from hanpan.study.understanding import Understood, understand

REPORT_SECONDS = 3.0  # kept back from the budget for writing the report, on top of this share of it
REPORT_SHARE = 0.03


def run_study(
    table: Any,
    *,
    options: RunOptions,
    models: Sequence[Any] = (),
    events: Events | None = None,
    language: str | None = None,
    started: float | None = None,
) -> Study:
    """The whole process, from a table to a judged model file in the study folder.

    Parameters
    ----------
    table
        A path, ``-``, ``sklearn:NAME``, or a pandas, polars or arrow table.
    options
        All options; ``options.output.config`` names a problem card.
    models
        The person's own networks: Keras models, builders ``f(n_inputs, n_outputs)`` of one, or paths.
    events
        Who listens to the progress.
    language
        ``ko`` or ``en`` for what is written.
    started
        Monotonic second at which the budget began to run (the start of the process); now if not given.

    Raises
    ------
    UsageError, DataError
        See ``foundation.errors``: what, where, what was expected, what to do.
    """
    events = events or Events()
    question = ask(table, options, networks=models)
    if question.options.output.require is not None:
        parse_requirements(question.options.output.require)  # what cannot be read is told before the table is
    folder = Path(question.options.output.out or default_folder(question.table_name, question.target))
    run = _Run(question, folder, events, language or default_language(), started or time.monotonic())
    try:
        # The workers have the cores; in this process the threads of BLAS would only get in their way.
        with threadpool_limits(1):
            return run.go(table)
    finally:
        run.close()


class _Run:
    """What one run holds open: workers, journal, clock."""

    def __init__(self, question: Question, folder: Path, events: Events, language: str, started: float) -> None:
        self.question, self.events, self.started = question, events, started
        self.options = question.options
        self.session = Session(folder / ".session")
        # Started before the table is read: workers load their libraries meanwhile.
        self.pool = _pool(self.session.folder, self.options.search.workers)
        self.pool.hearer = relay(events)
        self.journal: Journal | None = None
        self.log: EventLog | None = None
        self.study = Study(
            folder=folder, name=question.table_name, language=language, options=self.options.identity(),
            card_folder=str(question.joins.folder.absolute()),
        )  # fmt: skip

    def go(self, table: Any) -> Study:
        """The phases."""
        with self._phase("reading"):
            understood = understand(table, self.question, self.events)
            understood, self.study.findings = with_networks(
                understood, self.question.networks, self.options.search.seed
            )
            if self.options.output.require is not None:
                problem = understood.problem
                parse_requirements(self.options.output.require, problem.task, valued=problem.value is not None)
        journal = self._open(understood)
        earlier = load_record(journal)
        if earlier is not None and earlier.complete:
            earlier.folder = self.study.folder
            earlier.requirement_met = requirement_met(
                self.options, earlier.evaluation
            )  # of this command, not of the first
            return earlier
        understood.tell_into(self.study)
        self.study.environment = environment()
        keep_networks(self.study.folder, understood.bench.networks)
        self.session.write(understood.bench, understood.holdout, understood.holdout_y)
        save_record(self.study, journal)
        with self._phase("searching"), _libraries_loading(self.pool):
            filled = self._filling(understood, journal).run()
        self.study.board, self.study.interrupted = filled.board, filled.interrupted
        save_record(self.study, journal)
        with self._phase("judging"):
            finish(
                self.study, understood, filled, Refits(self.pool, journal), self.events, self._deadline(), self.options
            )
        self.study.complete = not filled.interrupted
        save_record(self.study, journal)
        self.events.tell("done")
        return self.study

    def close(self) -> None:
        """End workers and files, whatever happened."""
        self.pool.close()
        self.session.remove()
        if self.journal is not None:
            self.journal.close()
        if self.log is not None:
            self.log.close()

    def _open(self, understood: Understood) -> Journal:
        told = {**self.study.options, "card": self.question.card.identity()}
        told["network"] = sorted(understood.bench.networks)  # what a network is, not where it lies
        self.journal = open_journal(self.study.folder, understood.dataset.fingerprint, told)
        if self.question.card.path is not None:  # a row of the board saved later reads the table as this run did
            write_whole(self.study.folder / CARD, self.question.card.path.read_bytes())
        self.log = EventLog(self.study.folder / "events.jsonl")
        self.events.add(self.log)
        return self.journal

    def _filling(self, understood: Understood, journal: Journal) -> Filling:
        return Filling(
            problem=understood.problem,
            y=understood.bench.y,
            folds=understood.bench.folds,
            algorithms=understood.algorithms,
            recipes=understood.recipes,
            options=self.options.search,
            pool=self.pool,
            journal=journal,
            events=self.events,
            started=self.started,
            deadline=self._deadline(),
            kept=self._kept(understood),
        )

    def _kept(self, understood: Understood) -> float:
        """Share of the time for judging and insights; what is worked out on images takes longest."""
        if self.options.output.insights == "none":
            return 0.1
        return 0.2 if understood.schema.image is None else 0.3

    def _deadline(self) -> float | None:
        """The monotonic second by which everything but the report must be done."""
        seconds = self.options.search.seconds
        return None if seconds is None else self.started + seconds * (1 - REPORT_SHARE) - REPORT_SECONDS

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        self.events.tell("phase", name=name)
        began = time.monotonic()
        yield
        self.study.seconds[name] = round(time.monotonic() - began, 2)


def _pool(folder: Path, workers: int | None) -> Pool:
    if workers == 0:
        return LocalPool(folder)
    return WorkerPool(folder, workers or default_workers())


@contextmanager
def _libraries_loading(pool: Pool) -> Iterator[None]:
    """While the workers search this process is idle: it loads what judging will need.

    Two threads that import one library at the same time may find it half loaded: a pool that works in this very
    process goes without, and judging waits for the end of the loading.
    """
    if isinstance(pool, LocalPool):
        yield
        return
    loading = threading.Thread(target=_load_libraries, daemon=True)
    loading.start()
    yield
    loading.join()


def _load_libraries() -> None:
    for name in ("sklearn.neighbors", "lightgbm", "xgboost", "catboost", "matplotlib.figure"):
        importlib.import_module(name)
