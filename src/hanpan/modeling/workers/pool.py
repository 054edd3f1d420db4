"""What a pool is: whatever does jobs, in processes of its own (``processes``) or in this very one (``local``)."""

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
    """Whatever does jobs: processes, or this process itself. ``hearer`` hears what jobs tell while they run;
    ``up``: somebody could begin with a job at once.
    """

    hearer: Listener

    @property
    def size(self) -> int: ...

    @property
    def idle(self) -> int: ...

    @property
    def busy(self) -> list[Job]: ...

    @property
    def up(self) -> bool: ...

    def submit(self, job: Job) -> None: ...

    def finished(self, wait: float = 0.2) -> list[Job]: ...

    def call_off(self) -> list[Job]: ...

    def has_loaded(self, needs: str) -> bool: ...

    def close(self) -> None: ...
