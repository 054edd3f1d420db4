"""What a network tells while it trains reaches the parent, and breaks no answer."""

import time
from pathlib import Path

import msgspec
import numpy as np
import pytest

from hanpan.foundation.events import Event, Events
from hanpan.modeling.listening.progress import about, heard_by, relay, tell, tell_epoch
from hanpan.modeling.workers.jobs import Workshop
from hanpan.modeling.workers.local import LocalPool
from hanpan.modeling.workers.messages import Do, ErrandTask, Failed, OnTheWay, line_of
from hanpan.modeling.workers.pool import Job
from hanpan.modeling.workers.processes import WorkerPool

UNKNOWN = ErrandTask(errand="nothing", asked=msgspec.Raw(b"{}"), algorithm="network", seconds=1.0)


def test_nothing_happens_where_nobody_listens() -> None:
    tell("epoch", epoch=1)
    tell_epoch(5, np.ones((1, 2)))


def test_an_epoch_names_its_losses_and_what_it_is_about() -> None:
    heard = []
    losses = np.column_stack([np.linspace(1, 0.1, 40), np.linspace(1, 0.2, 40)])
    with heard_by(heard.append), about(algorithm="network", fold=2):
        tell_epoch(100, losses)
        tell_epoch(100, losses)  # too soon after the first
    (event,) = heard
    told = event.fields
    assert (event.kind, told | {"course": None}) == (
        "epoch",
        {
            "algorithm": "network",
            "fold": 2,
            "epoch": 40,
            "epochs": 100,
            "loss": 0.1,
            "val_loss": 0.2,
            "course": None,
        },
    )
    assert len(told["course"]) <= 12
    assert told["course"][-1] == 0.2


def test_a_loss_that_is_no_number_is_told_as_none() -> None:
    heard = []
    with heard_by(heard.append):
        tell_epoch(5, np.array([[1.0, 2.0], [np.nan, np.inf]]))
    assert (heard[0].fields["loss"], heard[0].fields["val_loss"]) == (None, None)


def test_a_worker_tells_before_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An unknown errand fails at once; a worker that is told to listen to itself would tell first.
    pool = WorkerPool(tmp_path, 1)
    heard: list[Event] = []
    pool.hearer = heard.append
    try:
        job = Job(UNKNOWN, 60)
        pool.submit(job)
        pool._places[0].worker._child.lines.put(line_of(OnTheWay(event=Event("epoch", {"epoch": 3}))))
        until = time.monotonic() + 60
        while job.answer is None and time.monotonic() < until:
            pool.finished()
    finally:
        pool.close()
    assert [(event.kind, event.fields) for event in heard] == [("epoch", {"epoch": 3})]
    assert isinstance(job.answer, Failed)


def test_the_pool_without_processes_tells_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(self: Workshop, order: Do) -> Failed:
        tell("epoch", epoch=1)
        return Failed(kind="error", number=order.number)

    monkeypatch.setattr(Workshop, "answer", answer)
    pool, seen = LocalPool(tmp_path), []
    pool.hearer = relay(Events(seen.append))
    pool.submit(Job(UNKNOWN, 1))
    assert [(event.kind, event.fields) for event in seen if isinstance(event, Event)] == [("epoch", {"epoch": 1})]
