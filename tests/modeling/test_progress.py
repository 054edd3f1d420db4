"""What a network tells while it trains reaches the parent, and breaks no answer."""

import json
import time
from pathlib import Path

import numpy as np
import pytest

from hanpan.foundation.events import Event, Events
from hanpan.modeling.listening.progress import about, heard_by, relay, tell, tell_epoch
from hanpan.modeling.workers.jobs import Workshop
from hanpan.modeling.workers.local import LocalPool
from hanpan.modeling.workers.pool import Job
from hanpan.modeling.workers.processes import WorkerPool


def test_nothing_happens_where_nobody_listens() -> None:
    tell("epoch", epoch=1)
    tell_epoch(5, np.ones((1, 2)))


def test_an_epoch_names_its_losses_and_what_it_is_about() -> None:
    heard = []
    losses = np.column_stack([np.linspace(1, 0.1, 40), np.linspace(1, 0.2, 40)])
    with heard_by(heard.append), about(algorithm="network", fold=2):
        tell_epoch(100, losses)
        tell_epoch(100, losses)  # too soon after the first
    (told,) = heard
    assert told | {"course": None} == {
        "kind": "epoch",
        "algorithm": "network",
        "fold": 2,
        "epoch": 40,
        "epochs": 100,
        "loss": 0.1,
        "val_loss": 0.2,
        "course": None,
    }
    assert len(told["course"]) <= 12
    assert told["course"][-1] == 0.2


def test_a_loss_that_is_no_number_is_told_as_none() -> None:
    heard = []
    with heard_by(heard.append):
        tell_epoch(5, np.array([[1.0, 2.0], [np.nan, np.inf]]))
    assert (heard[0]["loss"], heard[0]["val_loss"]) == (None, None)


def test_a_worker_tells_before_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An unknown errand fails at once; a worker that is told to listen to itself would tell first.
    pool = WorkerPool(tmp_path, 1)
    heard: list[dict] = []
    pool.hearer = heard.append
    try:
        job = Job({"kind": "nothing"}, 60)
        pool.submit(job)
        pool._workers[0].lines.put(json.dumps({"progress": {"kind": "epoch", "epoch": 3}}).encode())
        until = time.monotonic() + 60
        while job.answer is None and time.monotonic() < until:
            pool.finished()
    finally:
        pool.close()
    assert heard == [{"kind": "epoch", "epoch": 3}]
    assert job.answer is not None
    assert job.answer["status"] == "failed"


def test_the_pool_without_processes_tells_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(self: Workshop, line: bytes) -> bytes:
        tell("epoch", epoch=1)
        return json.dumps({"id": json.loads(line)["id"], "status": "done"}).encode()

    monkeypatch.setattr(Workshop, "answer", answer)
    pool, seen = LocalPool(tmp_path), []
    pool.hearer = relay(Events(seen.append))
    pool.submit(Job({"kind": "x"}, 1))
    assert [(event.kind, event.fields) for event in seen if isinstance(event, Event)] == [("epoch", {"epoch": 1})]
