"""The socket that a service listens at: opened, and closed without shutting it in anybody's face."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import select
import socket
import struct
import sys
from collections.abc import Sequence

from hanpan.doors.service.options import ServeOptions

_BACKLOG = 2048  # connections that may stand at the door
_LAST = 1000  # times that somebody may still come in
_ON_THE_WAY = 0.05  # seconds in which whoever was greeted has come
_ATTACH_FILTER = 26  # SO_ATTACH_FILTER, which Python's socket module does not name
# A packet that only begins a connection (SYN without ACK, byte 13 of TCP's head) is dropped, every other one let in.
# Each line: code, lines to skip if true, if false, value (Linux, socket filters).
_NO_NEW_ONES = ((0x30, 0, 0, 13), (0x54, 0, 0, 0x12), (0x15, 0, 1, 0x02), (0x06, 0, 0, 0), (0x06, 0, 0, 0xFFFFFFFF))


def door_of(options: ServeOptions) -> socket.socket:
    """The socket that is listened at.

    Raises
    ------
    OSError
        The address cannot be had.
    """
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    door = socket.create_server((options.host, options.port), family=family, backlog=_BACKLOG)
    # Head and body of an answer are two small packets: else the second waits 40 ms for the first to be confirmed.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def turn_away(door: socket.socket) -> None:
    """Let nobody new to the door; who stands there is let in as ever.

    A socket that is closed resets the connections that wait at it, requests and all. Whoever is turned away was not
    taken: the system asks again a second later, finds no service, and tells the caller so. On Linux; elsewhere, or
    where a system does not allow it, those few moments stay.
    """
    if sys.platform != "linux":
        return
    lines = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in _NO_NEW_ONES))
    with contextlib.suppress(OSError):
        door.setsockopt(
            socket.SOL_SOCKET, _ATTACH_FILTER, struct.pack("HL", len(_NO_NEW_ONES), ctypes.addressof(lines))
        )


async def emptied(doors: Sequence[socket.socket]) -> None:
    """Wait until whoever stands at the doors has come in."""
    await asyncio.sleep(_ON_THE_WAY)
    for _ in range(_LAST):
        if not any(unread(door.fileno()) for door in doors):
            break
        await asyncio.sleep(0)


def unread(number: int) -> bool:
    """Whether something has come over a socket (by its file number) that nobody has read."""
    if number < 0:  # closed
        return False
    if sys.platform == "win32":
        return bool(select.select([number], [], [], 0)[0])
    looking = select.poll()  # for numbers beyond 1023 too
    looking.register(number, select.POLLIN)
    return bool(looking.poll(0))
