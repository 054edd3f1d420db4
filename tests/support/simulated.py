"""A clock that moves only when told, and workers that live by it: hours of search in a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np

from hanpan.foundation.budget import Clock
from hanpan.modeling.listening.progress import ignore
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.journal import array_bytes
from hanpan.modeling.workers.messages import Finished, FitAnswer, FitTask, TrialAnswer
from hanpan.modeling.workers.pool import Job


class Hands:
    """The hands of a clock: ``move`` lets time pass."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.clock = Clock(now=lambda: self.at, effort=lambda: self.at)

    def move(self, seconds: float) -> None:
        self.at += max(0.0, seconds)


@dataclass
class SimulatedPool:
    """Workers that take the seconds that ``lasts(job)`` says and answer with a score; ``starting`` before the first.

    A job over its limit fails by time, as in a real pool, and its worker must start again.
    """

    hands: Hands
    folder: Path
    size: int
    lasts: Callable[[Job], float]
    outputs: np.ndarray  # (n,): what every trial answers out of fold, but for its error
    starting: float = 0.0
    hearer = staticmethod(ignore)
    _free_at: list[float] = field(default_factory=list)
    _doing: list[Job | None] = field(default_factory=list)
    _ends: list[float] = field(default_factory=list)
    _began: list[float] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._free_at = [self.hands.at + self.starting] * self.size
        self._doing, self._ends, self._began = [None] * self.size, [0.0] * self.size, [0.0] * self.size

    @property
    def idle(self) -> int:
        return sum(job is None and free <= self.hands.at for job, free in zip(self._doing, self._free_at, strict=True))

    @property
    def up(self) -> bool:
        return any(free <= self.hands.at for free in self._free_at)

    @property
    def busy(self) -> list[Job]:
        return [job for job in self._doing if job is not None]

    def has_loaded(self, needs: str) -> bool:
        return True

    def submit(self, job: Job) -> None:
        place = next(i for i, one in enumerate(self._doing) if one is None and self._free_at[i] <= self.hands.at)
        self.kinds.append("fit" if isinstance(job.task, FitTask) else "trial")
        self._doing[place], self._ends[place] = job, self.hands.at + min(self.lasts(job), job.limit + 0.01)
        self._began[place] = self.hands.at

    def finished(self, wait: float = 0.2) -> list[Job]:
        events = [end for job, end in zip(self._doing, self._ends, strict=True) if job is not None]
        events += [free for job, free in zip(self._doing, self._free_at, strict=True) if job is None]
        soon = min([end for end in events if end > self.hands.at], default=self.hands.at + wait)
        if not any(job is not None and end <= self.hands.at for job, end in zip(self._doing, self._ends, strict=True)):
            self.hands.move(min(wait, soon - self.hands.at) or wait)
        return [self._end(i) for i in range(self.size) if self._doing[i] and self._ends[i] <= self.hands.at]

    def call_off(self) -> list[Job]:
        ended = []
        for place, job in enumerate(self._doing):
            if job is not None:
                job.fail("cancelled")
                ended.append(job)
                self._doing[place], self._free_at[place] = None, self.hands.at + 1.0
        return ended

    def close(self) -> None:
        """Nothing to end."""

    def _end(self, place: int) -> Job:
        job = self._doing[place]
        self._doing[place] = None
        job.seconds = self._ends[place] - self._began[place]
        if job.seconds > job.limit:
            job.fail("time")
            self._free_at[place] = self.hands.at + self.starting
        else:
            job.answer = Finished(answer=self._answer(job), seconds=job.seconds, effort=job.seconds)
        return job

    def _answer(self, job: Job) -> TrialAnswer | FitAnswer:
        if isinstance(job.task, FitTask):
            return FitAnswer(part=str(self._file(job, b"a fit")))
        _, candidate = job.tag
        error = 0.1 + (len(self.kinds) % 7) / 10
        trial = Trial(candidate=candidate, status="done", score=error, fold_scores=[error], fit_seconds=job.seconds / 5)
        outputs = self._file(job, array_bytes(self.outputs + error * np.cos(np.arange(len(self.outputs)))))
        bag = self._file(job, msgspec.msgpack.encode([]), "bag")
        return TrialAnswer(trial=trial, outputs=str(outputs), bag=str(bag))

    def _file(self, job: Job, content: bytes, name: str = "bin") -> Path:
        path = self.folder / f"{id(job)}.{name}"
        path.write_bytes(content)
        return path
