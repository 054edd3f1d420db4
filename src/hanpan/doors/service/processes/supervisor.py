"""The same service in several processes at one door: all take up a new champion together, and stop together.

The processes share one listening socket, so that none of them holds requests which another could answer. This process
answers nothing. It looks after the registry, opens what it finds there, and tells the others what to take up: first all
open it, then all swap. Orders are lines of JSON on their standard input; its end is the order to stop.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from prometheus_client.multiprocess import mark_process_dead

from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.processes.door import turn_away
from hanpan.doors.service.shelf import Shelf
from hanpan.foundation.environment import child_environment
from hanpan.foundation.errors import HanpanError

MODULE = "hanpan.doors.service.processes.worker"
DONE, FAILED = "done", "failed"  # what a process says of an order
_OPENING = 60.0  # seconds in which a process must have opened its models
_AGAIN = 1.0  # seconds before a process that died is replaced
_LOG = logging.getLogger("hanpan.service")


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What a process is told first: the options, the models with their versions, and the socket it listens at."""

    options: dict[str, Any]
    sources: list[str]
    name: str | None
    registry: str | None
    versions: dict[str, list[str | None]]
    quiet: bool
    door: int


class ServiceWorker:
    """One process, and the lines that go to and fro."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def started(cls, orders: Orders, measures: str) -> ServiceWorker:
        """A process that answers.

        Raises
        ------
        ConnectionError
            It ended before it did.
        """
        environment = child_environment(PROMETHEUS_MULTIPROC_DIR=measures)
        made = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", MODULE),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment,
            pass_fds=(orders.door,),
        )
        worker = cls(made)
        await worker.order(asdict(orders))
        return worker

    async def order(self, told: dict[str, Any]) -> bool:
        """Give an order, and wait until it says that it is done.

        Returns
        -------
        bool
            Whether it could.

        Raises
        ------
        ConnectionError
            It is gone, or takes too long.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise ConnectionError
        self._process.stdin.write(json.dumps(told).encode() + b"\n")
        try:
            async with asyncio.timeout(_OPENING):
                await self._process.stdin.drain()
                done = await self._process.stdout.readline()
        except (TimeoutError, OSError) as error:
            raise ConnectionError from error
        if not done:
            raise ConnectionError
        return done.decode().strip() == DONE

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    async def ended(self) -> None:
        """Wait until the process is gone."""
        await self._process.wait()

    def stop(self) -> None:
        """Let it finish what it was asked."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        if self._process.returncode is None:
            self._process.kill()


class Supervisor:
    """Keeps so many processes at work.

    Parameters
    ----------
    shelf
        The models, opened: what cannot be opened here is not handed on.
    options
        How they are served, and by how many processes.
    door
        The socket that all of them listen at.
    """

    def __init__(self, shelf: Shelf, options: ServeOptions, door: socket.socket, *, quiet: bool) -> None:
        self._shelf, self._options, self._door, self._quiet = shelf, options, door, quiet
        self._told = shelf.versions
        self._workers: list[ServiceWorker] = []
        self._stopping = asyncio.Event()

    async def run(self, ready: Callable[[], None]) -> None:
        """Serve until told to stop.

        Raises
        ------
        ConnectionError
            A process does not begin to answer.
        """
        loop = asyncio.get_running_loop()
        for sent in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sent, self._stopping.set)
        with tempfile.TemporaryDirectory(prefix="hanpan-measures-") as measures:
            keeping = [asyncio.create_task(self._kept(measures)) for _ in range(self._options.workers)]
            watching = asyncio.create_task(self._watched())
            stopped = asyncio.create_task(self._stopping.wait())
            while len(self._workers) < self._options.workers and not self._stopping.is_set():
                failed = [task for task in keeping if task.done()]
                if failed:
                    self._stopping.set()
                await asyncio.sleep(0.02)
            if not self._stopping.is_set():
                ready()
            await stopped
            watching.cancel()
            turn_away(self._door)
            self._door.close()
            for worker in self._workers:
                worker.stop()
            done = await asyncio.gather(*keeping, return_exceptions=True)
        if any(isinstance(one, ConnectionError) for one in done):
            raise ConnectionError

    async def _kept(self, measures: str) -> None:
        """One process, replaced whenever it dies; the first one must come up."""
        first = True
        while not self._stopping.is_set():
            try:
                worker = await self._started(measures)
            except ConnectionError:
                if first:
                    raise
                await asyncio.sleep(_AGAIN)
                continue
            first = False
            self._workers.append(worker)
            if self._stopping.is_set():
                worker.stop()
            await worker.ended()
            self._workers.remove(worker)
            mark_process_dead(worker.pid, measures)  # type: ignore[no-untyped-call]
            if not self._stopping.is_set():
                _LOG.warning("a process of the service ended; another takes its place")

    async def _started(self, measures: str) -> ServiceWorker:
        orders = Orders(
            options=asdict(self._options),
            sources=[served.source for served in self._shelf.models],
            name=self._options.name,
            registry=self._shelf.registry,
            versions={name: list(both) for name, both in self._told.items()},
            quiet=self._quiet,
            door=self._door.fileno(),
        )
        return await ServiceWorker.started(orders, measures)

    async def _watched(self) -> None:
        """Look after the registry; what is new there is opened by all, and then taken up by all."""
        while self._options.refresh and self._shelf.refreshes:
            await asyncio.sleep(self._options.refresh)
            try:
                await asyncio.to_thread(self._shelf.refresh)
            except HanpanError as error:
                _LOG.warning("refresh failed: %s", error.key)
            if self._shelf.versions != self._told:
                await self._swap()

    async def _swap(self) -> None:
        wanted, workers = self._shelf.versions, list(self._workers)
        versions = {name: list(both) for name, both in wanted.items()}
        found = await asyncio.gather(*(one.order({"open": versions}) for one in workers), return_exceptions=True)
        if False in found:
            _LOG.warning("a new model could not be opened by every process; none takes it up")
            return
        self._told = wanted  # whoever starts from now on begins with these
        for worker, done in zip(workers, found, strict=True):
            if isinstance(done, BaseException):
                worker.kill()  # its successor opens the new models
        alive = [one for one, done in zip(workers, found, strict=True) if not isinstance(done, BaseException)]
        await asyncio.gather(*(one.order({"take": True}) for one in alive), return_exceptions=True)


def supervise(
    shelf: Shelf, options: ServeOptions, door: socket.socket, *, quiet: bool, ready: Callable[[], None]
) -> None:
    """Serve with several processes until told to stop.

    Raises
    ------
    ConnectionError
        A process does not begin to answer.
    """

    async def running() -> None:
        await Supervisor(shelf, options, door, quiet=quiet).run(ready)

    os.set_inheritable(door.fileno(), True)
    asyncio.run(running())
