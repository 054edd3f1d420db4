"""Guarded workers: what misbehaves costs one trial, and the pool goes on."""

import time
from pathlib import Path

import psutil
import pytest
from tests.support.benches import make_bench, recipes_for

from hanpan.modeling.candidate import Candidate
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.workers.messages import TrialTask
from hanpan.modeling.workers.pool import Job
from hanpan.modeling.workers.processes import WorkerPool
from hanpan.modeling.workers.session import Session
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan

FAULTY = Path(__file__).parents[1] / "support" / "faulty"


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """A pool of two workers that know the faulty estimators, with a small table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(FAULTY))
        bench, holdout, holdout_y = make_bench(n=120)
        session = Session(tmp_path_factory.mktemp("pool") / "session")
        entries, recipes = recipes_for(bench)
        session.write(Ground(bench=bench, holdout=holdout, holdout_y=holdout_y, algorithms=entries, recipes=recipes))
        recipe = plan(bench.schema, Needs(), n_rows=90, task="binary", n_classes=2)
        pool = WorkerPool(session.folder, 2, memory_limit=1_200_000_000)
        yield pool, recipe
        pool.close()


def do(started, name, limit=60.0):
    pool, recipe = started
    job = Job(TrialTask(candidate=Candidate(algorithm=name, parameters={}, recipe=recipe)), limit)
    pool.submit(job)
    while not job.answer:
        pool.finished()
    return job


@pytest.mark.parametrize(
    ("name", "kind", "limit"),
    [
        ("Hangs", "time", 3.0),
        ("Forks", "time", 3.0),
        ("Aborts", "crash", 60.0),
        ("Crashes", "crash", 60.0),
        ("EatsMemory", "memory", 60.0),
        ("AnswersNaN", "not_finite", 60.0),
        ("Refuses", "error", 60.0),
    ],
)
def test_a_fault_costs_one_job(started, name, kind, limit):
    job = do(started, name, limit)
    assert job.answer.kind == kind
    assert do(started, "baseline").done


def test_the_reason_of_a_refusal_is_kept(started):
    assert "no such luck" in do(started, "Refuses").answer.told


def test_printing_does_not_break_the_protocol(started):
    assert do(started, "Prints").done


def test_nothing_a_worker_started_outlives_it(started):
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    do(started, "Forks", 3.0)
    time.sleep(0.2)
    after = psutil.Process().children(recursive=True)
    left = [p for p in after if p.pid not in before and "time.sleep(600)" in " ".join(p.cmdline())]
    assert not left
