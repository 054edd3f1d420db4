"""Who answers when: short work at once, long work beside, and never more waiting than can be answered in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

from hanpan.doors.service.measures import Measures
from hanpan.doors.service.refusals import Refused
from hanpan.foundation.budget import Deadline

T = TypeVar("T")
SHORT = 0.001  # seconds: work that is done on the event loop, because handing it over costs more
_EXPLAINING = 4  # explanations that may wait
_FILES = 3  # files that may wait
_BURST = 4  # times the queue that a burst may be long
_CALM = 0.2  # seconds without anybody too many after which the next crowd is a burst again; as long may one last


class ServiceWork:
    """The service's hands.

    Parameters
    ----------
    queue
        Requests that may be there at once; the next one is refused. For a moment four times as many may.
    deadline
        Seconds that a request may take.
    measures
        Where waiting is counted.
    """

    def __init__(self, queue: int, deadline: float, measures: Measures) -> None:
        self._queue, self.deadline, self._measures = queue, deadline, measures
        self._waiting = 0
        self.there = 0  # requests that have come to their last byte and are not answered yet
        self._last_away = self._crowded_since = -_CALM  # when there was no place last, and for the first time
        self._answering = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self._explaining = _Side("explain", _EXPLAINING, again=2)
        self._files = _Side("file", _FILES, again=10)

    def turns_away(self) -> bool:
        """Whether one more is one too many: known before anything of it is read.

        A burst finds room for four times the queue; where it goes on, the queue is as short as was said, so that
        whoever is let in does not wait.
        """
        if self.there < self._queue:
            return False
        now = time.perf_counter()
        if now - self._last_away > _CALM:
            self._crowded_since = now
        if self.there < _BURST * self._queue and now - self._crowded_since < _CALM:
            self._last_away = now
            return False
        self._last_away = now
        return True

    @asynccontextmanager
    async def place(self) -> AsyncIterator[Deadline]:
        """A place in the queue, with the moment by which the request must be answered.

        Raises
        ------
        Refused
            503: there is none.
        """
        if self._waiting >= _BURST * self._queue:
            raise busy()
        self._waiting += 1
        self._measures.waiting.set(self._waiting)
        try:
            yield Deadline.after(self.deadline)
        finally:
            self._waiting -= 1
            self._measures.waiting.set(self._waiting)

    async def do(self, work: Callable[[], T], seconds: float) -> T:
        """Do work that takes about so many seconds: at once where it is short, else in its turn, in a thread.

        Raises
        ------
        Refused
            503: there is no place in the queue; 504: it was not done in time.
        """
        if seconds <= SHORT:
            return work()
        async with self.place() as until:
            return await self._in(self._answering, work, until)

    async def explain(self, work: Callable[[], T], until: Deadline) -> T:
        """Explain, beside the answers, a few requests at a time.

        Raises
        ------
        Refused
            503: too many wait; 504: it was not done in time.
        """
        with self._explaining.place() as pool:
            return await self._in(pool, work, until)

    async def file(self, work: Callable[[], T]) -> T:
        """Wait for the process that answers a file, which has limits of its own; a few files at a time.

        Raises
        ------
        Refused
            503: too many wait.
        """
        with self._files.place() as pool:
            return await asyncio.get_running_loop().run_in_executor(pool, work)

    def shadow(self, work: Callable[[], None]) -> None:
        """Something nobody waits for; left out while there is other such work."""
        pool = self._explaining.pool
        if pool._work_queue.qsize() < _EXPLAINING:
            pool.submit(work)

    def close(self) -> None:
        """End what waits."""
        for pool in (self._answering, self._explaining.pool, self._files.pool):
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


def busy(again: int = 1) -> Refused:
    """Too many are there; come again after so many seconds."""
    return Refused(503, "busy", headers={"Retry-After": str(again)})


class _Side:
    """One thread beside the answers, and how many may wait for it; ``again``: seconds after which to come again."""

    def __init__(self, name: str, most: int, *, again: int) -> None:
        self.pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._there, self._most, self._again = 0, most, again

    @contextmanager
    def place(self) -> Iterator[ThreadPoolExecutor]:
        """A place in the queue.

        Raises
        ------
        Refused
            503: there is none.
        """
        if self._there >= self._most:
            raise busy(self._again)
        self._there += 1
        try:
            yield self.pool
        finally:
            self._there -= 1
