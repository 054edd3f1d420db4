"""A guarded worker: one process that does one job at a time, within its limits; one that misbehaves is replaced.

``concurrent.futures`` cannot do this: one dead worker fails every future.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from hanpan.foundation.budget import CLOCK, Deadline
from hanpan.foundation.environment import child_environment
from hanpan.foundation.events import Listener
from hanpan.modeling.listening.progress import ignore
from hanpan.modeling.workers.messages import (
    Began,
    Do,
    Failed,
    Finished,
    OnTheWay,
    Order,
    Ready,
    Stop,
    line_of,
    report_of,
)
from hanpan.modeling.workers.worker import ENVIRONMENT

LEAST_MEMORY = 1_500_000_000  # bytes that any worker may take: a network with its libraries needs them
_LOADING = 120.0  # seconds that a library may take to load from a cold disk; no time of the job that waits for it
_WINDING_DOWN = 3.0  # seconds a worker gets to end a job that was called off; a network needs them for an epoch


@dataclass
class _Child:
    """The process of now: what it has said, and what it has loaded."""

    process: subprocess.Popen[bytes]
    lines: queue.Queue[bytes | None] = field(default_factory=queue.Queue)
    loaded: set[str] = field(default_factory=set)
    ready: bool = False
    loading: bool = False


class Guarded:
    """A worker process with limits on memory and time.

    Parameters
    ----------
    session_folder
        Folder it reads rows from (may be filled after the start).
    memory_limit
        Bytes of resident memory that it may take.
    answers
        Folder where it leaves large answers; inside the session folder if not given.
    """

    def __init__(self, session_folder: Path, memory_limit: int, answers: Path | None = None) -> None:
        self._arguments = [str(session_folder), *([str(answers)] if answers else [])]
        self._memory_limit = memory_limit
        with tempfile.NamedTemporaryFile(prefix="hanpan-", suffix=".log", delete=False) as log:
            self._log = Path(log.name)
        self.hearer: Listener = ignore
        self._job: tuple[int, float] | None = None  # its number and its limit in seconds
        self._started = 0.0  # of its job; once the libraries are loaded, the moment they were
        self._winding_down: Deadline | None = None
        self._child = self._start()

    @property
    def free(self) -> bool:
        """Whether it can take a job."""
        self._wind_down()
        return self._job is None and self._winding_down is None

    @property
    def seconds(self) -> float:
        """How long the job has taken, without the loading of libraries."""
        return CLOCK.now() - self._started

    @property
    def up(self) -> bool:
        """Whether the process has started."""
        return self._child.ready

    @property
    def loaded(self) -> set[str]:
        """What jobs needed that it has loaded (``Job.needs``)."""
        return self._child.loaded

    def fitness(self, needs: str) -> tuple[bool, bool, int]:
        """Among free ones the largest is the one to take for a job that needs this."""
        return needs in self._child.loaded, self._child.ready, len(self._child.loaded)

    def begin(self, order: Do, limit: float) -> None:
        """Give it a job of at most ``limit`` seconds, counted from when what it needs is loaded; it must be free."""
        self._job, self._started, self._child.loading = (order.number, limit), CLOCK.now(), True
        self._send(order)

    def look(self) -> Finished | Failed | None:
        """The answer to its job, or why there will be none; None as long as it works."""
        if self._job is None:
            return None
        while True:
            try:
                line = self._child.lines.get_nowait()
            except queue.Empty:
                return self._check_limits(self._job[1])
            if line is None:
                return self._fail("crash")
            answer = self._answer(line)
            if answer is not None:
                self._job = None
                self._renew(answer)
                return answer

    def call_off(self) -> None:
        """Wait for its job no longer: it ends at the next round or epoch, or is replaced."""
        if self._job is not None:
            self._send(Stop(number=self._job[0]))
            self._job, self._winding_down = None, Deadline.after(_WINDING_DOWN)

    def close(self) -> None:
        """End it, and whatever it started."""
        _kill(self._child.process)
        self._log.unlink(missing_ok=True)

    def _wind_down(self) -> None:
        """A worker whose job was called off is free again when it says so; its answer is of no use."""
        while self._winding_down is not None:
            try:
                line = self._child.lines.get_nowait()
            except queue.Empty:
                if self._winding_down.over and not self._child.loading:  # libraries half loaded are needed in any case
                    self._replace()
                return
            if line is None:
                self._replace()
            elif (answer := self._answer(line)) is not None:
                self._winding_down = None
                self._renew(answer)

    def _answer(self, line: bytes) -> Finished | Failed | None:
        """The answer in a line; None where it is only a message on the way."""
        match report_of(line):
            case OnTheWay(event=event):
                self.hearer(event)
            case Began(needs=needs):
                self._child.loading, self._started = False, CLOCK.now()
                self._child.loaded.add(needs)
            case Ready():
                pass
            case answer:
                return answer
        return None

    def _check_limits(self, limit: float) -> Failed | None:
        if self.seconds > (max(_LOADING, limit) if self._child.loading else limit):
            return self._fail("time")
        if _memory(self._child.process.pid) > self._memory_limit:
            return self._fail("memory")
        return None

    def _fail(self, kind: str) -> Failed:
        code, told = self._replace()
        return Failed(kind=kind, told=f"exit status {code}: {told}" if kind == "crash" else "")

    def _renew(self, answer: Finished | Failed) -> None:
        if answer.spent:
            self._replace()

    def _replace(self) -> tuple[int | None, str]:
        """Another process in the place of this one; exit status and last words of the old."""
        old = self._child.process
        _kill(old)
        told = _tail(self._log)
        self._job, self._winding_down, self._child = None, None, self._start()
        return old.returncode, told

    def _send(self, order: Order) -> None:
        stream = self._child.process.stdin
        # A dead worker is found by the next look.
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.write(line_of(order))
                stream.flush()

    def _start(self) -> _Child:
        with self._log.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "hanpan.modeling.workers.worker", *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=worker_environment(),
                start_new_session=True,
            )
        child = _Child(process)
        threading.Thread(target=_listen, args=(child,), daemon=True).start()
        return child


def _listen(child: _Child) -> None:
    stream = child.process.stdout
    if stream is not None:
        for line in stream:
            child.ready = True  # the first thing that it says
            child.lines.put(line)
    child.lines.put(None)


def worker_environment() -> dict[str, str]:
    """One thread and one heap a worker."""
    return child_environment(**ENVIRONMENT, PYTHONHASHSEED="0")


def _memory(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The worker and whatever it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (OSError, AttributeError):
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def _tail(log: Path) -> str:
    try:
        return " ".join(log.read_text(errors="replace").split())[-200:]
    except OSError:
        return ""
