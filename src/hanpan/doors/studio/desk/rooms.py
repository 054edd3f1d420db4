"""Network rooms: one process that trains them all, and who looks at which."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import sys
from collections.abc import Callable
from typing import Any

from hanpan.modeling.workers.guarded import worker_environment

PROGRAM = "hanpan.modeling.networks.room.process"
_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LONGEST_LINE = 64 * 2**20
_MOST_ROOMS = 200

Told = dict[str, Any]
Look = Callable[[Told], None]


def new_room() -> str:
    """A name that nobody guesses."""
    return secrets.token_urlsafe(9)


def room_name(told: str) -> str:
    """The name, if it can be one; else empty."""
    return told if _NAME.fullmatch(told) else ""


class NetworkRooms:
    """Rooms by name. The process begins with the first, and anew where it ended; what it learnt is lost then."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._looks: dict[str, list[Look]] = {}
        self._opened: dict[str, Told] = {}  # how each room was last opened, the latest last
        self._starting = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The process that trains."""
        return self._process.pid if self._process is not None else None

    def look(self, room: str, look: Look) -> Callable[[], None]:
        """Hear of a room; what comes back ends it. A room that nobody looks at any more pauses."""
        self._looks.setdefault(room, []).append(look)

        def leave() -> None:
            with contextlib.suppress(ValueError):
                self._looks.get(room, []).remove(look)
            if not self._looks.get(room):
                self._looks.pop(room, None)
                self._write({"room": room, "do": "pause"})

        return leave

    async def ask(self, room: str, request: Told) -> None:
        """Ask a room for something."""
        await self._start()
        if request.get("do") == "open":
            self._remember(room, request)
        self._write({**request, "room": room})

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._reader is not None:
            self._reader.cancel()

    def _remember(self, room: str, request: Told) -> None:
        known = self._opened.pop(room, None)
        self._opened[room] = request if known is None or request.get("anew") else known
        while len(self._opened) > _MOST_ROOMS:
            oldest = next((name for name in self._opened if name not in self._looks), None)
            if oldest is None:
                return
            del self._opened[oldest]
            self._write({"room": oldest, "do": "close"})

    async def _start(self) -> None:
        async with self._starting:
            if self._process is not None and self._process.returncode is None:
                return
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                PROGRAM,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=worker_environment(),
                limit=_LONGEST_LINE,
            )
            self._reader = asyncio.create_task(self._listen(self._process))

    def _write(self, request: Told) -> None:
        process = self._process
        if process is not None and process.returncode is None and process.stdin is not None:
            process.stdin.write((json.dumps(request) + "\n").encode())

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        stream = process.stdout
        while stream is not None and (line := await stream.readline()):
            told = json.loads(line)
            room = str(told.pop("room", ""))
            for look in list(self._looks.get(room, ())):
                with contextlib.suppress(Exception):  # one page that went away keeps no other from hearing
                    look(told)
        await process.wait()
        if self._process is process:  # it ended by itself: those who look get their rooms back as they were opened
            for room in list(self._looks):
                if room in self._opened:
                    await self.ask(room, self._opened[room])
                for look in list(self._looks.get(room, ())):
                    look({"kind": "gone"})
