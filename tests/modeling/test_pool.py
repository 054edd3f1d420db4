"""Pools: each keeps what all promise, on this machine and on a cluster; what misbehaves costs one trial, no more."""

import sys
import time
from pathlib import Path

import psutil
import pytest
from tests.support.benches import make_bench, recipes_for

from hanpan.modeling.candidate import Candidate
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.options import TlsOptions
from hanpan.modeling.workers.cluster import inside, packing
from hanpan.modeling.workers.cluster.joining import join
from hanpan.modeling.workers.local import LocalPool
from hanpan.modeling.workers.messages import TrialTask
from hanpan.modeling.workers.pool import Job
from hanpan.modeling.workers.processes import WorkerPool
from hanpan.modeling.workers.session import Session
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.testing.pools import Fault, check_pool

FAULTY = Path(__file__).parents[1] / "support" / "faulty"
FAULTS = (
    Fault("Hangs", "time", 1.0),
    Fault("Aborts", "crash"),
    Fault("EatsMemory", "memory"),
    Fault("Crashes", "crash"),
    Fault("AnswersNaN", "not_finite"),
    Fault("Refuses", "error"),
)
LITTLE = 1_200_000_000
POOLS = {
    "here": (LocalPool, ()),
    "processes": (lambda folder: WorkerPool(folder, 2, memory_limit=LITTLE), FAULTS),
    "cluster": (lambda folder: join(folder, "local:2", TlsOptions(), memory_limit=LITTLE), (FAULTS[0], FAULTS[2])),
}


@pytest.mark.parametrize("name", POOLS)
def test_a_pool_keeps_what_pools_promise(name, tmp_path, monkeypatch):
    """The workers of the cluster see no folder of this machine here: what they read is sent to them."""
    monkeypatch.setenv("PYTHONPATH", str(FAULTY))
    monkeypatch.setattr(packing, "_PIECE", 1_000)  # which reach the workers one after another
    monkeypatch.setattr(inside, "is_furnished", lambda seal, folder, dask_worker=None: False)
    opened, faults = POOLS[name]
    check_pool(opened, tmp_path / "session", faults)


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
        pool = WorkerPool(session.folder, 2)
        yield pool, recipe
        pool.close()


def do(started, name, limit=60.0):
    pool, recipe = started
    job = Job(TrialTask(candidate=Candidate(algorithm=name, parameters={}, recipe=recipe)), limit)
    pool.submit(job)
    while not job.answer:
        pool.finished()
    return job


def test_the_reason_of_a_refusal_is_kept(started):
    assert "no such luck" in do(started, "Refuses").answer.told


def test_printing_does_not_break_the_protocol(started):
    assert do(started, "Prints").done


def test_nothing_a_worker_started_outlives_it(started):
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    do(started, "Forks", 1.0)
    time.sleep(0.2)
    after = psutil.Process().children(recursive=True)
    left = [p for p in after if p.pid not in before and "time.sleep(600)" in " ".join(p.cmdline())]
    assert not left


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell what a process has for itself")
def test_a_worker_in_which_much_is_left_over_answers_and_is_replaced(started):
    pool, _ = started
    before = workers()
    assert do(started, "Prints").done
    assert workers() == before
    assert do(started, "KeepsMemory").done
    assert len(workers() & before) == pool.size - 1
    assert do(started, "Prints").done


def workers() -> set[int]:
    return {p.pid for p in psutil.Process().children() if "hanpan.modeling.workers.worker" in p.cmdline()}
