"""What a pool is: whatever does jobs, in processes of its own (``processes``), in this one (``local``), in those of a
cluster (``cluster``). ``hanpan.testing.pools`` tries what each of them promises.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from hanpan.foundation.events import Listener
from hanpan.modeling.workers.messages import Failed, Finished, Task


@dataclass
class Job:
    """One piece of work and, later, its answer.

    ``limit`` is its seconds, from when the libraries it needs are loaded; ``needs`` names these, so that a worker that
    has them is preferred. ``tag`` is whatever who asks wants to know it by, ``seconds`` how long it took.
    """

    task: Task
    limit: float
    tag: Any = None
    needs: str = ""
    number: int = 0
    answer: Finished | Failed | None = None
    seconds: float = 0.0

    @property
    def done(self) -> bool:
        """Finished well."""
        return isinstance(self.answer, Finished)

    def fail(self, kind: str, told: str = "") -> None:
        """It ended without an answer."""
        self.answer = Failed(kind=kind, told=told)


class Pool(Protocol):
    """Whatever does jobs. ``hearer`` hears what jobs tell while they run, and what becomes of the pool itself."""

    hearer: Listener

    @property
    def apart(self) -> bool:
        """Whether jobs are done in other processes, within their limits, so that this one is free meanwhile."""

    @property
    def size(self) -> int:
        """How many jobs are done at a time, at least 1."""

    @property
    def idle(self) -> int:
        """How many jobs may be submitted now."""

    @property
    def busy(self) -> list[Job]:
        """Jobs submitted and not yet given back."""

    @property
    def up(self) -> bool:
        """Whether somebody has started, so that a job would be begun at once."""

    def submit(self, job: Job) -> None:
        """Take a job; one must be ``idle``."""

    def finished(self, wait: float = 0.2) -> list[Job]:
        """Jobs that ended, well or not, since the last call, waiting up to so many seconds for one."""

    def call_off(self) -> list[Job]:
        """Wait no longer: all that is being done comes back failed, now."""

    def has_loaded(self, needs: str) -> bool:
        """Whether what a job needs is likely to be loaded somewhere."""

    def close(self) -> None:
        """End whatever was started."""
