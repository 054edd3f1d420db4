"""The service's log: one line of JSON a request, never a cell of a row."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import IO, Any

import msgspec


class RequestLog:
    """Lines of what was asked. Those of one turn of the event loop are written together: each writing costs.

    Parameters
    ----------
    stream
        Where they are written.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._lines: list[bytes] = []

    def add(self, told: dict[str, Any]) -> None:
        """A line; what is None is left out."""
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds")}
        line.update((name, value) for name, value in told.items() if value is not None)
        self._lines.append(msgspec.json.encode(line))
        if len(self._lines) == 1:
            asyncio.get_running_loop().call_soon(self._write)

    def _write(self) -> None:
        lines, self._lines = self._lines, []
        self._stream.write(b"\n".join([*lines, b""]).decode())
