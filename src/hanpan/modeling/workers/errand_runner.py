"""Sending errands to the workers while the parent does something else."""

from __future__ import annotations

from collections import deque
from typing import Any

from hanpan.foundation.budget import Deadline
from hanpan.modeling.workers.pool import Job, Pool


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
        self._answers: dict[str, list[dict[str, Any]]] = {}

    def add(self, name: str, jobs: list[dict[str, Any]], limit: float) -> None:
        """Jobs whose answers are asked for under ``name``, each of at most ``limit`` seconds."""
        self._waiting += [Job(content, limit, tag=name) for content in jobs]

    def pump(self, wait: float = 0.0) -> None:
        """Take what is finished, start what waits."""
        for job in self._pool.finished(wait):
            self._take(job)
        while self._waiting and self._pool.idle and self._until.left > 0.5:
            job = self._waiting.popleft()
            job.limit = min(job.limit, self._until.left)
            job.content.setdefault("seconds", round(0.8 * job.limit, 2))
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
        return any(job.tag == name for job in (*self._waiting, *self._pool.busy))

    def answers(self, name: str) -> list[dict[str, Any]]:
        """Answers that came back well, each with its question under ``job``."""
        return self._answers.get(name, [])

    def _take(self, job: Job) -> None:
        if job.done and job.answer is not None:
            self._answers.setdefault(job.tag, []).append({**job.answer, "job": job.content})
