"""What a long fit tells while it runs, to whoever listens: a worker's protocol, or this very process.

Whoever trains tells and need not know the listener; where nobody listens, nothing happens.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from hanpan.foundation.budget import CLOCK
from hanpan.foundation.events import Event, Events, Listener

EVERY = 0.25  # seconds between two epochs that are told: a screen needs no more
_COURSE = 12  # points of the course so far

_hearer: ContextVar[Listener | None] = ContextVar("hearer", default=None)
_about: ContextVar[Mapping[str, Any] | None] = ContextVar("about", default=None)
_spoke: ContextVar[float] = ContextVar("spoke", default=-math.inf)


@contextmanager
def heard_by(hearer: Listener) -> Iterator[None]:
    """Whatever is told inside goes to ``hearer``."""
    token, spoke = _hearer.set(hearer), _spoke.set(-math.inf)
    try:
        yield
    finally:
        _hearer.reset(token)
        _spoke.reset(spoke)


@contextmanager
def about(**fields: Any) -> Iterator[None]:
    """Whatever is told inside carries these fields too: the algorithm, the fold.

    Examples
    --------
    >>> with heard_by(lambda event: print(event.kind, event.fields)), about(fold=1):
    ...     tell("epoch", epoch=5)
    epoch {'fold': 1, 'epoch': 5}
    """
    token = _about.set({**(_about.get() or {}), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def tell(kind: str, **fields: Any) -> None:
    """Tell the listener, if there is one."""
    hearer = _hearer.get()
    if hearer is not None:
        hearer(Event(kind, {**(_about.get() or {}), **fields}))


def tell_epoch(epochs: int, losses: np.ndarray) -> None:
    """Tell how far a training of at most ``epochs`` is, now and then.

    Parameters
    ----------
    epochs
        Most epochs.
    losses
        (epochs so far, 1 or 2): train loss and, where there is one, validation loss.
    """
    now = CLOCK.now()
    if _hearer.get() is None or not len(losses) or now - _spoke.get() < EVERY:
        return
    _spoke.set(now)
    last = dict(zip(("loss", "val_loss"), map(_finite, losses[-1]), strict=False))
    course = losses[:: -(len(losses) // _COURSE + 1), -1][::-1]
    tell("epoch", epoch=len(losses), epochs=epochs, **last, course=[_finite(loss) for loss in course])


def _finite(loss: float) -> float | None:
    return float(f"{loss:.5g}") if math.isfinite(loss) else None


def relay(events: Events) -> Listener:
    """A hearer that makes events of what is told."""

    def hear(event: Event) -> None:
        events.tell(event.kind, **event.fields)

    return hear


def ignore(event: Event) -> None:
    """The hearer where nobody listens."""
    del event
