"""Who answers when: short work at once, long work beside, and never more waiting than can be answered in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar

from hanpan.doors.service.measures import Measures
from hanpan.doors.service.refusals import Refused
from hanpan.foundation.budget import Deadline

T = TypeVar("T")
SHORT = 0.001  # seconds: work that is done on the event loop, because handing it over costs more
_EXPLAINING = 4  # explanations that may wait


class Work:
    """The service's hands.

    Parameters
    ----------
    queue
        Requests that may be there at once; the next one is refused.
    deadline
        Seconds that a request may take.
    measures
        Where waiting is counted.
    """

    def __init__(self, queue: int, deadline: float, measures: Measures) -> None:
        self._queue, self.deadline, self._measures = queue, deadline, measures
        self._waiting = 0
        self._explaining = 0
        self._answering = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="beside")

    @asynccontextmanager
    async def place(self) -> AsyncIterator[Deadline]:
        """A place in the queue, with the moment by which the request must be answered.

        Raises
        ------
        Refused
            503: there is none.
        """
        if self._waiting >= self._queue:
            raise Refused(503, "busy", headers={"Retry-After": "1"})
        self._waiting += 1
        self._measures.waiting.set(self._waiting)
        try:
            await asyncio.sleep(0)  # whoever came at the same moment takes a place first: the queue is as long as it is
            yield Deadline.after(self.deadline)
        finally:
            self._waiting -= 1
            self._measures.waiting.set(self._waiting)

    async def do(self, work: Callable[[], T], seconds: float, until: Deadline) -> T:
        """Do work that takes about so many seconds: at once where it is short, else in a thread.

        Raises
        ------
        Refused
            504: it was not done in time.
        """
        if seconds <= SHORT:
            return work()
        return await self._in(self._answering, work, until)

    async def explain(self, work: Callable[[], T], until: Deadline) -> T:
        """Explain, beside the answers, a few requests at a time.

        Raises
        ------
        Refused
            503: too many wait; 504: it was not done in time.
        """
        if self._explaining >= _EXPLAINING:
            raise Refused(503, "busy", headers={"Retry-After": "2"})
        self._explaining += 1
        try:
            return await self._in(self._beside, work, until)
        finally:
            self._explaining -= 1

    def shadow(self, work: Callable[[], None]) -> None:
        """Something nobody waits for; left out while there is other such work."""
        if self._beside._work_queue.qsize() < _EXPLAINING:
            self._beside.submit(work)

    def close(self) -> None:
        """End what waits."""
        for pool in (self._answering, self._beside):
            pool.shutdown(wait=False, cancel_futures=True)

    async def _in(self, pool: ThreadPoolExecutor, work: Callable[[], T], until: Deadline) -> T:
        def timely() -> T:
            if until.over:
                raise TimeoutError
            return work()

        future = asyncio.get_running_loop().run_in_executor(pool, timely)
        try:
            return await asyncio.wait_for(future, max(0.0, until.left))
        except TimeoutError:
            raise Refused(504, "too_late", seconds=self.deadline) from None
