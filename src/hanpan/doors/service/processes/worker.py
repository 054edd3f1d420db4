"""``python -m hanpan.doors.service.processes.worker``: one of several processes of a service (see ``supervisor``)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import sys
from typing import Any

from hanpan.doors.service.keys import Keys
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.processes.running import Server, config_of
from hanpan.doors.service.processes.supervisor import DONE, FAILED, Orders
from hanpan.doors.service.served import Served
from hanpan.doors.service.shelf import Shelf
from hanpan.foundation.errors import HanpanError

_LOOK = 0.01  # seconds between two looks whether it answers


def main() -> None:
    """Open the models, answer, and do what is ordered."""
    orders = Orders(**json.loads(sys.stdin.buffer.readline()))
    options = ServeOptions(**{**orders.options, "refresh": 0.0})  # the supervisor looks after the registry
    versions = _pairs(orders.versions)
    shelf = Shelf(orders.sources, name=orders.name, registry=orders.registry, versions=versions)
    server = Server(config_of(shelf, options, Keys.read(options.keys), quiet=orders.quiet), shelf, own_door=False)
    door = socket.socket(fileno=orders.door)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C reaches every process; it was answered by a graceful stop
        asyncio.run(_running(server, shelf, door))


async def _running(server: Server, shelf: Shelf, door: socket.socket) -> None:
    ordered = asyncio.create_task(_orders(server, shelf))
    await server.serve(sockets=[door])
    ordered.cancel()


async def _orders(server: Server, shelf: Shelf) -> None:
    """Do what is ordered until there are no more orders: then whoever gave them is gone, and so are we."""
    while not server.started:
        await asyncio.sleep(_LOOK)
    with contextlib.suppress(OSError):
        await _obeyed(shelf)
    server.handle_exit(signal.SIGTERM, None)


async def _obeyed(shelf: Shelf) -> None:
    _say(DONE)
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    opened: list[Served] = []
    while line := await reader.readline():
        told = json.loads(line)
        try:
            if "open" in told:
                opened = await asyncio.to_thread(shelf.opened, _pairs(told["open"]))
            else:
                shelf.take(opened)
        except (HanpanError, MemoryError):
            _say(FAILED)
        else:
            _say(DONE)


def _pairs(versions: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {name: (version, challenger) for name, (version, challenger) in versions.items()}


def _say(told: str) -> None:
    sys.stdout.write(told + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
