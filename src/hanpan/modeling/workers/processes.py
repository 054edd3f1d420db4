"""The pool of this machine: guarded workers, one for each core."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from hanpan.foundation.budget import Deadline
from hanpan.foundation.events import Event, Listener
from hanpan.modeling.listening.progress import ignore
from hanpan.modeling.workers.guarded import LEAST_MEMORY, Guarded
from hanpan.modeling.workers.messages import Do
from hanpan.modeling.workers.pool import Job


@dataclass
class _WorkerPlace:
    """A worker and the job it does, if any."""

    worker: Guarded
    job: Job | None = None


class WorkerPool:
    """Some guarded workers, started at once so that they load libraries while the parent reads the table.

    Parameters
    ----------
    session_folder
        Folder the workers read rows from (may be filled after the start).
    size
        Number of processes.
    memory_limit
        Bytes of resident memory a worker may take; None: 80 % of what is free now, shared.
    """

    apart = True

    def __init__(self, session_folder: Path, size: int, memory_limit: int | None = None) -> None:
        limit = memory_limit or max(LEAST_MEMORY, int(psutil.virtual_memory().available * 0.8 / size))
        self.hearer: Listener = ignore
        self._number = 0
        self._places = [_WorkerPlace(Guarded(session_folder, limit)) for _ in range(size)]
        for place in self._places:
            place.worker.hearer = self._hear

    @property
    def size(self) -> int:
        """Number of processes."""
        return len(self._places)

    @property
    def idle(self) -> int:
        """Workers that can take a job."""
        return len(self._free())

    @property
    def busy(self) -> list[Job]:
        """Jobs being done."""
        return [place.job for place in self._places if place.job is not None]

    @property
    def up(self) -> bool:
        """Whether a worker has started."""
        return any(place.worker.up for place in self._places)

    def has_loaded(self, needs: str) -> bool:
        """Whether a worker has the libraries that a job needs."""
        return any(needs in place.worker.loaded for place in self._places)

    def submit(self, job: Job) -> None:
        """Give a job to an idle worker (there must be one), if possible to one that has what it needs."""
        place = max(self._free(), key=lambda one: one.worker.fitness(job.needs))
        self._number += 1
        job.number, place.job = self._number, job
        place.worker.begin(Do(number=job.number, task=job.task), job.limit)

    def finished(self, wait: float = 0.2) -> list[Job]:
        """Jobs that ended since the last call, waiting up to ``wait`` seconds for one, or for a worker that is free."""
        waiting = Deadline.after(wait)
        while True:
            ended = [job for place in self._places if (job := _ended(place)) is not None]
            if ended or waiting.over or (not self.busy and self.idle):
                return ended
            time.sleep(0.01)

    def call_off(self) -> list[Job]:
        """Wait no longer for what is being done: the jobs come back failed at once.

        Their workers end them at the next round or epoch, and live on; only those that do not are ended.
        """
        ended = []
        for place in self._places:
            if place.job is not None:
                place.job.seconds = place.worker.seconds
                place.worker.call_off()
                place.job.fail("cancelled")
                ended.append(place.job)
                place.job = None
        return ended

    def close(self) -> None:
        """End all workers."""
        for place in self._places:
            place.worker.close()

    def _free(self) -> list[_WorkerPlace]:
        return [place for place in self._places if place.job is None and place.worker.free]

    def _hear(self, event: Event) -> None:
        self.hearer(event)


def _ended(place: _WorkerPlace) -> Job | None:
    """The job of a worker, if it has ended."""
    if place.job is None:
        return None
    answer = place.worker.look()
    if answer is None:
        return None
    job, place.job = place.job, None
    job.seconds, job.answer = place.worker.seconds, answer
    return job
