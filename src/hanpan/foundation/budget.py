"""The one owner of time: how long a run may take, which part of it comes when, and what time it is.

Nobody else counts seconds. Whoever must end in time is given a ``Deadline`` and asks it; the clock behind can be
exchanged, so that tests live through an hour in a moment.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

# The parts of a run, in their order.
SLICES = ("reading", "search", "refit", "judging", "insights", "report", "writing")
# Seconds of work each takes on a quiet machine; what is learned in the run takes their place.
WORK = {"judging": 1.6, "report": 2.0, "writing": 0.3}
_SPARE = 0.02  # of the budget, at most a second and a half: nothing is measured to the last moment
_MOST_SPARE = 1.5
_GRACE = 2.8  # seconds over the budget are better than no model at all
_SLOWEST = 4.0  # a machine may be so many times slower than its processor time says, as far as planning goes
_REMEMBERED = 6  # observations of how busy the machine is


@dataclass(frozen=True)
class Clock:
    """``now``: seconds that only ever grow. ``effort``: seconds of processor time this process has had."""

    now: Callable[[], float] = time.monotonic
    effort: Callable[[], float] = time.process_time


CLOCK = Clock()


class Deadline:
    """A moment by which something must end. It may move while it is waited for.

    Parameters
    ----------
    moment
        Gives the moment, in seconds of the clock; ``math.inf`` for never.
    clock
        Whose seconds.

    Examples
    --------
    >>> Deadline.after(-1).over, Deadline.never().over
    (True, False)
    """

    def __init__(self, moment: Callable[[], float], clock: Clock = CLOCK) -> None:
        self._moment, self.clock = moment, clock

    @classmethod
    def after(cls, seconds: float | None, clock: Clock = CLOCK) -> Deadline:
        """So many seconds from now; never, if None."""
        moment = math.inf if seconds is None else clock.now() + seconds
        return cls(lambda: moment, clock)

    @classmethod
    def never(cls, clock: Clock = CLOCK) -> Deadline:
        """Nobody waits."""
        return cls.after(None, clock)

    @property
    def left(self) -> float:
        """Seconds until then; negative afterwards, infinite where there is no end."""
        return self._moment() - self.clock.now()

    @property
    def over(self) -> bool:
        """Whether the moment has come."""
        return self.left <= 0

    @property
    def limited(self) -> bool:
        """Whether there is an end at all."""
        return math.isfinite(self._moment())

    def within(self, seconds: float) -> Deadline:
        """The earlier of this one and so many seconds from now."""
        other = self.clock.now() + seconds
        return Deadline(lambda: min(self._moment(), other), self.clock)

    def early(self, seconds: float) -> Deadline:
        """So many seconds before this one."""
        return Deadline(lambda: self._moment() - seconds, self.clock)

    def late(self, seconds: float) -> Deadline:
        """The later of this one and so many seconds from now."""
        other = self.clock.now() + seconds
        return Deadline(lambda: max(self._moment(), other), self.clock)


class Budget:
    """The time of one run, cut into slices that are planned anew as the run tells what things cost.

    Each slice ends where those after it must begin. What these take is given in seconds of work, which a busy machine
    stretches: ``observe`` tells by how much.

    Parameters
    ----------
    seconds
        For everything from ``started`` to the last file; None: without end.
    started
        The moment the run began; now if None.
    clock
        Whose seconds.
    work
        Seconds of work of slices, as far as they are known.

    Examples
    --------
    >>> budget = Budget(60, started=0.0, clock=Clock(now=lambda: 10.0, effort=lambda: 1.0), work={"report": 5.0})
    >>> round(budget.deadline("search").left, 1)  # 1.2 are spare
    43.8
    >>> budget.plan("refit", 10.0)
    >>> round(budget.deadline("search").left, 1), round(budget.deadline("refit").left, 1)
    (33.8, 43.8)
    """

    def __init__(
        self,
        seconds: float | None,
        *,
        started: float | None = None,
        clock: Clock = CLOCK,
        work: dict[str, float] | None = None,
    ) -> None:
        self.clock = clock
        self.seconds = seconds
        self.started = clock.now() if started is None else started
        self.spent: dict[str, float] = {}
        self._work = dict(WORK if work is None else work)
        self._given: dict[str, float] = {}
        self._stretched: deque[float] = deque(maxlen=_REMEMBERED)

    @property
    def passed(self) -> float:
        """Seconds since the start."""
        return self.clock.now() - self.started

    @property
    def limited(self) -> bool:
        """Whether there is an end at all."""
        return self.seconds is not None

    @property
    def pace(self) -> float:
        """How many seconds a second of work takes here and now: 1 on a quiet machine."""
        return median(self._stretched) if self._stretched else 1.0

    def observe(self, seconds: float, effort: float) -> None:
        """Work of ``effort`` seconds of processor time took ``seconds``."""
        if seconds > 0.05:
            self._stretched.append(min(_SLOWEST, max(1.0, seconds / max(effort, 1e-3))))

    def plan(self, name: str, seconds: float, *, work: bool = False) -> None:
        """A slice will need so many seconds; ``work``: on a quiet machine, so that a busy one takes longer."""
        self._known(name)
        (self._given, self._work)[work][name] = seconds
        (self._work, self._given)[work].pop(name, None)

    def needs(self, name: str) -> float:
        """Seconds kept for a slice; none once it is over."""
        self._known(name)
        if name in self.spent:
            return 0.0
        return self._given.get(name, 0.0) + self.pace * self._work.get(name, 0.0)

    def deadline(self, name: str) -> Deadline:
        """When a slice must end, so that those after it fit in. Moves when the plan changes."""
        self._known(name)
        later = SLICES[SLICES.index(name) + 1 :]
        return Deadline(lambda: self._end() - sum(self.needs(other) for other in later), self.clock)

    def last(self) -> Deadline:
        """The latest moment at which what ships can still be judged, reported and written, with a little grace."""
        later = ("judging", "report", "writing")
        return Deadline(lambda: self._end() + _GRACE - sum(self.needs(other) for other in later), self.clock)

    @contextmanager
    def spending(self, name: str) -> Iterator[None]:
        """A slice: its seconds are measured, and nothing is kept for it afterwards."""
        self._known(name)
        began = self.clock.now()
        try:
            yield
        finally:
            self.spent[name] = round(self.spent.get(name, 0.0) + self.clock.now() - began, 2)

    def _end(self) -> float:
        if self.seconds is None:
            return math.inf
        return self.started + self.seconds - min(_SPARE * self.seconds, _MOST_SPARE)

    @staticmethod
    def _known(name: str) -> None:
        if name not in SLICES:
            raise ValueError(f"a run has no slice {name!r}; it has {', '.join(SLICES)}")
