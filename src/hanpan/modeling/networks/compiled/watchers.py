"""Who looks on while an estimator trains: told of the beginning and of every epoch, changing nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from hanpan.modeling.networks.compiled.padding import PaddedRows


class Watcher(Protocol):
    """Looks on while a network trains."""

    def begin(self, model: Any, fit_rows: PaddedRows, valid: PaddedRows | None) -> None:
        """The training begins (anew), from the model's present weights."""

    def note(self, model: Any, epoch: int, weights: Any, losses: list[float]) -> None:
        """An epoch (1-based) is over: its weights as a training program returns them, its losses."""


_watchers: ContextVar[tuple[Watcher, ...]] = ContextVar("watchers", default=())


@contextmanager
def watched_by(*watchers: Watcher) -> Iterator[None]:
    """Trainings inside are looked at."""
    token = _watchers.set(watchers)
    try:
        yield
    finally:
        _watchers.reset(token)


def told_each(model: Any, fit_rows: PaddedRows, valid: PaddedRows | None) -> Callable[..., None] | None:
    """A training begins: what is to be called after each epoch; None where nobody looks on."""
    watchers = _watchers.get()
    for one in watchers:
        one.begin(model, fit_rows, valid)

    def each(epoch: int, weights: Any, losses: list[float]) -> None:
        for one in watchers:
            one.note(model, epoch, weights, losses)

    return each if watchers else None
