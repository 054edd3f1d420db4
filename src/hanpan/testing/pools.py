"""What every pool promises; ``check_pool`` tries it on a small table made for the purpose.

A pool is guarded where what misbehaves costs one job and no more. To try that its workers must know algorithms that
misbehave; whoever calls says which those are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from hanpan.foundation.budget import Deadline
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.fitting.stored import StoredFit
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.ground import Ground, recipes_of
from hanpan.modeling.workers.journal import bytes_array
from hanpan.modeling.workers.messages import Failed, Finished, FitAnswer, FitTask, Task, TrialAnswer, TrialTask
from hanpan.modeling.workers.pool import Job, Pool
from hanpan.modeling.workers.session import Session
from hanpan.testing.algorithms import small_bench

_NAMES = ("baseline", "decision_tree", "linear_regression")
_LONGEST = 120.0  # seconds that any of this may take


@dataclass(frozen=True)
class Fault:
    """An algorithm that the workers know and that misbehaves: the ``kind`` of failure it must cost, within a limit."""

    algorithm: str
    kind: str
    limit: float = 60.0


def check_pool(open_pool: Callable[[Path], Pool], folder: Path, faults: Sequence[Fault] = ()) -> None:
    """Try every promise of a pool.

    Parameters
    ----------
    open_pool
        Opens the pool of a session folder.
    folder
        An empty folder for the session.
    faults
        What must cost one job each. Of these the first is one that would take minutes, and is called off too.

    Raises
    ------
    AssertionError
        A promise is broken; the message says which.

    Examples
    --------
    >>> import tempfile
    >>> from hanpan.modeling.workers.local import LocalPool
    >>> check_pool(LocalPool, Path(tempfile.mkdtemp()) / "session")
    """
    ground = _ground()
    pool = open_pool(folder)
    try:
        Session(folder).write(ground)  # after the start, as in a run
        _check_empty(pool)
        _check_trials(pool, ground.bench)
        _check_fit(pool, ground)
        for fault in faults:
            _check_fault(pool, ground.bench, fault)
        if faults:
            _check_call_off(pool, ground.bench, faults[0])
        _check_empty(pool)
    finally:
        pool.close()


def _ground() -> Ground:
    bench = small_bench("regression")
    entries = tuple(algorithm(name) for name in _NAMES)
    recipes = recipes_of(bench, entries)
    held = np.arange(0, len(bench.y), 9)
    return Ground(
        bench=bench, holdout=bench.frame.iloc[held], holdout_y=bench.y[held], algorithms=entries, recipes=recipes
    )


def _candidate(bench: Bench, name: str) -> Candidate:
    entry = algorithm(_NAMES[0])
    recipe = recipes_of(bench, (algorithm(name) if name in _NAMES else entry,))
    return Candidate(algorithm=name, parameters={}, recipe=next(iter(recipe.values())))


def _check_empty(pool: Pool) -> None:
    waiting = Deadline.after(_LONGEST)
    while pool.idle < 1 and not waiting.over:
        assert not pool.finished(0.1), "a job came back that nobody submitted"
    assert pool.size >= 1, f"the size of the pool is {pool.size}"
    assert 1 <= pool.idle <= pool.size, f"{pool.idle} of {pool.size} are idle where nothing is done"
    assert not pool.busy, "a job is done that nobody submitted"
    assert not pool.finished(0.0), "a job came back that nobody submitted"


def _check_trials(pool: Pool, bench: Bench) -> None:
    """More jobs than places: each comes back once, with what it would be in this process, bit for bit."""
    tasks: list[Task] = [TrialTask(candidate=_candidate(bench, name), keep=True) for name in (*_NAMES, *_NAMES)]
    jobs = _all_done(pool, [Job(task, _LONGEST, tag=at) for at, task in enumerate(tasks)])
    assert sorted(job.tag for job in jobs) == list(range(len(tasks))), "jobs are lost, or came back twice"
    for job in jobs:
        name = job.task.candidate.algorithm if isinstance(job.task, TrialTask) else ""
        assert isinstance(job.answer, Finished), f"a trial of {name}: {job.answer}"
        assert isinstance(job.answer.answer, TrialAnswer), f"a trial of {name} is answered by {job.answer.answer}"
        told, (trial, outputs, _) = job.answer.answer, run_trial(bench, _candidate(bench, name))
        assert told.trial.score == trial.score, f"{name} scores {told.trial.score} there and {trial.score} here"
        assert np.array_equal(bytes_array(Path(told.outputs).read_bytes()), outputs), f"other outputs of {name}"
        assert told.bag is not None, f"the fits of {name} were not kept"
        assert msgspec.msgpack.decode(Path(told.bag).read_bytes(), type=list[StoredFit]), f"an empty bag of {name}"
        assert 0 <= job.seconds < _LONGEST, f"{name} took {job.seconds} seconds"


def _check_fit(pool: Pool, ground: Ground) -> None:
    task = FitTask(candidate=_candidate(ground.bench, "decision_tree"), rows="development")
    (job,) = _all_done(pool, [Job(task, _LONGEST)])
    assert isinstance(job.answer, Finished), f"a fit for good: {job.answer}"
    assert isinstance(job.answer.answer, FitAnswer), f"a fit is answered by {job.answer.answer}"
    assert msgspec.msgpack.decode(Path(job.answer.answer.part).read_bytes(), type=StoredFit), "no stored fit"
    assert job.answer.answer.outputs is not None, "no outputs on the hold-out"
    outputs = bytes_array(Path(job.answer.answer.outputs).read_bytes())
    assert outputs.shape == ground.holdout_y.shape, f"{outputs.shape} outputs of {ground.holdout_y.shape} rows"


def _check_fault(pool: Pool, bench: Bench, fault: Fault) -> None:
    """It costs one job, and the next one is done."""
    task = TrialTask(candidate=_candidate(bench, fault.algorithm))
    (job,) = _all_done(pool, [Job(task, fault.limit)])
    kind = job.answer.kind if isinstance(job.answer, Failed) else "none"
    assert kind == fault.kind, f"{fault.algorithm} failed by {kind}: {job.answer}"
    _check_goes_on(pool, bench, f"after {fault.algorithm}")


def _check_call_off(pool: Pool, bench: Bench, fault: Fault) -> None:
    task = TrialTask(candidate=_candidate(bench, fault.algorithm))
    pool.submit(Job(task, _LONGEST, tag="off"))
    assert not pool.finished(0.3), f"{fault.algorithm} ended at once"
    called_off = pool.call_off()
    assert [job.tag for job in called_off] == ["off"], "what was called off did not come back"
    assert isinstance(called_off[0].answer, Failed), "what was called off has an answer"
    assert called_off[0].answer.kind == "cancelled", f"called off, it failed by {called_off[0].answer.kind}"
    assert not pool.busy, "what was called off is still done"
    _check_goes_on(pool, bench, "after a job was called off")


def _check_goes_on(pool: Pool, bench: Bench, when: str) -> None:
    (job,) = _all_done(pool, [Job(TrialTask(candidate=_candidate(bench, "baseline")), _LONGEST)])
    assert job.done, f"{when} the next job is not done: {job.answer}"


def _all_done(pool: Pool, jobs: list[Job]) -> list[Job]:
    waiting, ended, until = list(jobs), [], Deadline.after(_LONGEST)
    while (waiting or pool.busy) and not until.over:
        while waiting and pool.idle:
            pool.submit(waiting.pop(0))
        assert len(pool.busy) <= pool.size, f"{len(pool.busy)} jobs are done by {pool.size}"
        ended += pool.finished(0.1)
    assert not until.over, f"{len(jobs) - len(ended)} jobs did not come back in {_LONGEST:.0f} seconds"
    return ended
