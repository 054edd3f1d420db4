"""Studios for tests: in a process of its own, as a person starts it, or simulated without a browser."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nicegui.testing import User, user_simulation

from hanpan.doors.studio.app import root_of
from hanpan.doors.studio.options import StudioOptions
from hanpan.doors.studio.visit import Studio

START = "from hanpan.doors.cli import main; main()"


@dataclass(frozen=True)
class Started:
    """A studio at work: its process, its address without and with the key, where its studies lie."""

    process: subprocess.Popen
    address: str
    entry: str
    folder: Path


@contextmanager
def studio(folder: Path, *arguments: str) -> Iterator[Started]:
    """A studio until the block ends."""
    command = [sys.executable, "-c", START, "studio", *arguments, "--port", "0", "--no-browser"]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": folder}
    with subprocess.Popen(command, **told) as process:
        entry = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?key=[\w-]+", entry), process.stderr.read()
        try:
            yield Started(process, entry.partition("/?")[0], entry, folder)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def simulated(folder: Path, walk: Callable[[User], Awaitable[None]], first: str = "") -> None:
    """A walk through pages without a browser: ``walk`` gets NiceGUI's user, who opens, sees, fills in and clicks.

    In modules without the browser of ``tests.support``: its thread has an event loop of its own.
    """

    async def go() -> None:
        async with user_simulation(root=root_of(Studio(StudioOptions(folder=str(folder)), first))) as user:
            user.http_client.headers["accept-language"] = "en"
            await walk(user)

    asyncio.run(go())
