"""Sending errands to the workers while the parent does something else."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from hanpan.foundation.budget import Deadline
from hanpan.modeling.workers.errands import Errand, Fetched, as_task, fetched
from hanpan.modeling.workers.messages import ErrandAnswer, Finished
from hanpan.modeling.workers.pool import Job, Pool

_SHARE = 0.8  # of the time a job has, that its errand is told of


class ErrandRunner:
    """Keeps idle workers busy with errands; ``pump`` is called now and then by whoever has other work to do.

    Parameters
    ----------
    pool
        The workers, with nothing else to do.
    until
        When everything must be back.
    """

    def __init__(self, pool: Pool, until: Deadline) -> None:
        self._pool, self._until = pool, until
        self._waiting: deque[Job] = deque()
        self._answers: dict[str, list[Fetched[Any, Any]]] = {}

    def add(self, name: str, errands: Sequence[Errand], limit: float) -> None:
        """Errands whose answers are asked for under ``name``, each of at most ``limit`` seconds."""
        self._waiting += [Job(as_task(errand, limit), limit, tag=(name, errand)) for errand in errands]

    def pump(self, wait: float = 0.0) -> None:
        """Take what is finished, start what waits."""
        for job in self._pool.finished(wait):
            self._take(job)
        while self._waiting and self._pool.idle and self._until.left > 0.5:
            job = self._waiting.popleft()
            job.limit = min(job.limit, self._until.left)
            job.task = as_task(job.tag[1], round(_SHARE * job.limit, 2))
            self._pool.submit(job)

    def finish(self, name: str) -> None:
        """Wait for the answers of one name, at most until the time is up."""
        self.pump()
        while self._open(name) and not self._until.over:
            self.pump(0.05)

    def stop(self) -> None:
        """End whatever is not back."""
        self._waiting.clear()
        for job in self._pool.call_off():
            self._take(job)

    def _open(self, name: str) -> bool:
        return any(job.tag[0] == name for job in (*self._waiting, *self._pool.busy))

    def answers(self, name: str) -> list[Fetched[Any, Any]]:
        """Errands that came back well."""
        return self._answers.get(name, [])

    def _take(self, job: Job) -> None:
        match job.answer:
            case Finished(answer=ErrandAnswer() as answer):
                name, errand = job.tag
                self._answers.setdefault(name, []).append(fetched(errand, answer))
