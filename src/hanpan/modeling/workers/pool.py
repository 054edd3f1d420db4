"""What a pool is: whatever does jobs, in processes of its own (``processes``) or in this very one (``local``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from hanpan.modeling.listening.progress import Hearer


@dataclass
class Job:
    """One piece of work and, later, its answer.

    ``content`` is the JSON the worker gets; ``limit`` its seconds, from when the libraries it needs are loaded;
    ``needs`` names these, so that a worker that has them is preferred. ``seconds``: how long it took.
    ``answer`` has ``status`` ``done`` or ``failed``.
    """

    content: dict[str, Any]
    limit: float
    tag: Any = None
    needs: str = ""
    answer: dict[str, Any] | None = None
    seconds: float = 0.0

    @property
    def done(self) -> bool:
        """Finished well."""
        return self.answer is not None and self.answer["status"] == "done"

    def fail(self, kind: str, told: str = "") -> None:
        """It ended without an answer."""
        self.answer = {"status": "failed", "failure_kind": kind, "failure": told}


class Pool(Protocol):
    """Whatever does jobs: processes, or this process itself. ``hearer`` hears what jobs tell while they run."""

    hearer: Hearer

    @property
    def size(self) -> int: ...

    @property
    def idle(self) -> int: ...

    @property
    def busy(self) -> list[Job]: ...

    def submit(self, job: Job) -> None: ...

    def finished(self, wait: float = 0.2) -> list[Job]: ...

    def call_off(self) -> list[Job]: ...

    def has_loaded(self, needs: str) -> bool: ...

    def close(self) -> None: ...
