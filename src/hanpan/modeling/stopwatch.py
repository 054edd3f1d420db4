"""How long a fit may take: what learns in rounds or epochs ends there and keeps what it has; a kill would waste it.

Whoever limits the time and whoever trains need not know each other; where nobody limits it, nothing ends early.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


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
        self._until = math.inf if seconds is None else time.monotonic() + seconds
        self.cut = False

    @property
    def limited(self) -> bool:
        """Whether there is an end at all."""
        return math.isfinite(self._until)

    def over(self) -> bool:
        """Whether to stop; remembers having said so."""
        self.cut = self.cut or time.monotonic() > self._until
        return self.cut


_current: ContextVar[Stopwatch | None] = ContextVar("stopwatch", default=None)


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
