"""The pool without processes: each job is done at once, in this very process (``workers=0``).

For scikit-learn style use inside somebody else's parallel code, and for tests. It guards against nothing.
"""

from __future__ import annotations

from pathlib import Path

from threadpoolctl import threadpool_limits

from hanpan.foundation.budget import CLOCK
from hanpan.foundation.events import Listener
from hanpan.modeling.listening.progress import heard_by, ignore
from hanpan.modeling.workers.jobs import Workshop
from hanpan.modeling.workers.messages import Do, Failed, Finished, line_of, order_of, report_of
from hanpan.modeling.workers.pool import Job


class LocalPool:
    """Looks like a ``WorkerPool`` of size 1."""

    size, apart = 1, False

    def __init__(self, session_folder: Path) -> None:
        self._workshop = Workshop(str(session_folder))
        self.hearer: Listener = ignore
        self._ended: list[Job] = []
        self._number = 0

    @property
    def idle(self) -> int:
        """One, unless a finished job waits to be taken."""
        return 1 - len(self._ended)

    @property
    def busy(self) -> list[Job]:
        """Jobs done but not yet taken."""
        return list(self._ended)

    @property
    def up(self) -> bool:
        """There is nothing to start."""
        return True

    def submit(self, job: Job) -> None:
        """Do the job."""
        self._number += 1
        job.number = self._number
        began = CLOCK.now()
        # One thread, as in a worker: the OpenMP runtimes of several libraries in one process fight over the cores.
        with threadpool_limits(1), heard_by(self.hearer):
            job.answer = self._answer(line_of(Do(number=job.number, task=job.task)))
        job.seconds = CLOCK.now() - began
        self._ended.append(job)

    def _answer(self, line: bytes) -> Finished | Failed:
        """By way of the lines that go to a worker and come back, so that answers are the same (NaN is null there)."""
        order, report = order_of(line), None
        if isinstance(order, Do):
            report = report_of(line_of(self._workshop.answer(order)))
        return report if isinstance(report, Finished | Failed) else Failed(kind="error")

    def finished(self, wait: float = 0.0) -> list[Job]:
        """The job just done."""
        ended, self._ended = self._ended, []
        return ended

    def call_off(self) -> list[Job]:
        """Nothing is ever half done."""
        return self.finished()

    def has_loaded(self, needs: str) -> bool:
        """Whatever a job needs is loaded as it goes, once for all."""
        return True

    def close(self) -> None:
        """Nothing to end."""
