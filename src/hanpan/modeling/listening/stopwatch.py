"""How long a fit may take: what learns in rounds or epochs ends there and keeps what it has; a kill would waste it.

Whoever limits the time and whoever trains need not know each other; where nobody limits it, nothing ends early.
A job that is called off ends in the same way, at the next round or epoch, and its worker lives on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from hanpan.foundation.budget import Deadline


class CalledOffError(Exception):
    """Nobody waits for this any more."""


class Stopwatch:
    """Says when the time is over.

    Parameters
    ----------
    seconds
        From now on; None: never.

    Attributes
    ----------
    cut
        Whether it has said so to anybody.
    """

    def __init__(self, seconds: float | None) -> None:
        self._deadline = Deadline.after(seconds)
        self.cut = False

    @property
    def limited(self) -> bool:
        """Whether there is an end at all."""
        return self._deadline.limited

    @property
    def left(self) -> float:
        """Seconds until the end; infinite where there is none."""
        return self._deadline.left

    def over(self) -> bool:
        """Whether to stop; remembers having said so."""
        self.cut = self.cut or self._deadline.over or _now.called_off
        return self.cut


_current: ContextVar[Stopwatch | None] = ContextVar("stopwatch", default=None)


class _Now:
    """The job that this process does, and the one called off last, by a thread that listens to the parent."""

    job, stopped = 0, -1

    @property
    def called_off(self) -> bool:
        return self.job == self.stopped


_now = _Now()


@contextmanager
def limited_to(seconds: float | None) -> Iterator[Stopwatch]:
    """What is fitted inside should end after so many seconds.

    Examples
    --------
    >>> with limited_to(-1):
    ...     stopwatch().over()
    True
    >>> stopwatch().over()
    False
    """
    watch = Stopwatch(seconds)
    token = _current.set(watch)
    try:
        yield watch
    finally:
        _current.reset(token)


def stopwatch() -> Stopwatch:
    """The one that counts here. Take it before training: a library may call back from a thread of its own."""
    return _current.get() or Stopwatch(None)


def begin(job: int) -> None:
    """What is fitted from now on belongs to the job of this number."""
    _now.job = job


def call_off(job: int) -> None:
    """Let the job of this number end soon, if it is the one being done."""
    _now.stopped = job


def go_on() -> None:
    """Between two fits: end here if the job was called off.

    Raises
    ------
    CalledOffError
        It was.
    """
    if _now.called_off:
        raise CalledOffError
