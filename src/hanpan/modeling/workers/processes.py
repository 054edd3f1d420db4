"""Guarded workers: a hang, a crash or a memory hog costs one job, never the run.

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
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from hanpan.foundation.budget import CLOCK, Deadline
from hanpan.foundation.environment import child_environment
from hanpan.foundation.events import Listener
from hanpan.foundation.memory import FREEING
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
from hanpan.modeling.workers.pool import Job
from hanpan.modeling.workers.worker import ONE_THREAD

_LOADING = 120.0  # seconds that a library may take to load from a cold disk; no time of the job that waits for it
_WINDING_DOWN = 3.0  # seconds a worker gets to end a job that was called off; a network needs them for an epoch


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    log: Path
    job: Job | None = None
    lines: queue.Queue[bytes | None] = field(default_factory=queue.Queue)
    loaded: set[str] = field(default_factory=set)
    started: float = 0.0  # of its job; once the libraries are loaded, the moment they were
    ready: bool = False
    loading: bool = False
    winding_down: Deadline | None = None

    @property
    def free(self) -> bool:
        """Whether it can take a job."""
        return self.job is None and self.winding_down is None


class WorkerPool:
    """Some worker processes, started at once so that they load libraries while the parent reads the table.

    Parameters
    ----------
    session_folder
        Folder the workers read rows from (may be filled after the start).
    size
        Number of processes.
    memory_limit
        Bytes of resident memory a worker may take; None: 80 % of what is free now, shared.
    """

    def __init__(self, session_folder: Path, size: int, memory_limit: int | None = None) -> None:
        self._folder = session_folder
        self._memory_limit = memory_limit or max(1_500_000_000, int(psutil.virtual_memory().available * 0.8 / size))
        self.hearer: Listener = ignore
        self._number = 0
        self._logs = Path(tempfile.mkdtemp(prefix="hanpan-"))
        self._workers = [self._start() for _ in range(size)]

    @property
    def size(self) -> int:
        """Number of processes."""
        return len(self._workers)

    @property
    def idle(self) -> int:
        """Workers that can take a job."""
        for index in range(len(self._workers)):
            self._wind_down(index)
        return sum(worker.free for worker in self._workers)

    @property
    def busy(self) -> list[Job]:
        """Jobs being done."""
        return [worker.job for worker in self._workers if worker.job is not None]

    def has_loaded(self, needs: str) -> bool:
        """Whether a worker has the libraries that a job needs."""
        return any(needs in worker.loaded for worker in self._workers)

    def submit(self, job: Job) -> None:
        """Give a job to an idle worker (there must be one), if possible to one that has what it needs."""
        free = [worker for worker in self._workers if worker.free]
        worker = max(free, key=lambda one: (job.needs in one.loaded, one.ready, len(one.loaded)))
        self._number += 1
        job.number = self._number
        worker.job, worker.started, worker.loading = job, CLOCK.now(), True
        self._send(worker, Do(number=job.number, task=job.task))

    def finished(self, wait: float = 0.2) -> list[Job]:
        """Jobs that ended since the last call, waiting up to ``wait`` seconds for one, or for a worker that is free."""
        waiting = Deadline.after(wait)
        while True:
            ended = [job for index in range(len(self._workers)) if (job := self._look(index)) is not None]
            if ended or waiting.over or (not self.busy and self.idle):
                return ended
            time.sleep(0.01)

    def call_off(self) -> list[Job]:
        """Wait no longer for what is being done: the jobs come back failed at once.

        Their workers end them at the next round or epoch, and live on; only those that do not are ended.
        """
        ended = []
        for worker in self._workers:
            if worker.job is not None:
                self._send(worker, Stop(number=worker.job.number))
                worker.winding_down = Deadline.after(_WINDING_DOWN)
                worker.job.seconds = CLOCK.now() - worker.started
                worker.job.fail("cancelled")
                ended.append(worker.job)
                worker.job = None
        return ended

    def close(self) -> None:
        """End all workers."""
        import shutil

        for worker in self._workers:
            _kill(worker.process)
        shutil.rmtree(self._logs, ignore_errors=True)

    def _look(self, index: int) -> Job | None:
        self._wind_down(index)
        worker = self._workers[index]
        while worker.job is not None:
            try:
                line = worker.lines.get_nowait()
            except queue.Empty:
                return self._check_limits(index)
            if line is None:
                return self._fail(index, worker.job, "crash")
            answer = self._answer(worker, line)
            if answer is None:
                continue
            job, worker.job = worker.job, None
            job.seconds, job.answer = CLOCK.now() - worker.started, answer
            return job
        return None

    def _wind_down(self, index: int) -> None:
        """A worker whose job was called off is free again when it says so; its answer is of no use."""
        worker = self._workers[index]
        while worker.winding_down is not None:
            try:
                line = worker.lines.get_nowait()
            except queue.Empty:
                if worker.winding_down.over and not worker.loading:  # libraries half loaded are needed in any case
                    self._replace(index)
                return
            if line is None:
                self._replace(index)
                return
            if self._answer(worker, line) is not None:
                worker.winding_down = None

    def _answer(self, worker: _Worker, line: bytes) -> Finished | Failed | None:
        """The answer in a line; None where it is only a message on the way."""
        match report_of(line):
            case OnTheWay(event=event):
                self.hearer(event)
            case Began(needs=needs):
                worker.loading, worker.started = False, CLOCK.now()
                worker.loaded.add(needs)
            case Ready():
                worker.ready = True
            case answer:
                return answer
        return None

    def _check_limits(self, index: int) -> Job | None:
        worker = self._workers[index]
        if worker.job is None:
            return None
        limit = max(_LOADING, worker.job.limit) if worker.loading else worker.job.limit
        if CLOCK.now() - worker.started > limit:
            return self._fail(index, worker.job, "time")
        if _memory(worker.process.pid) > self._memory_limit:
            return self._fail(index, worker.job, "memory")
        return None

    def _fail(self, index: int, job: Job, kind: str) -> Job:
        worker = self._workers[index]
        job.seconds = CLOCK.now() - worker.started
        code = self._replace(index)
        job.fail(kind, f"exit status {code}: {_tail(worker.log)}" if kind == "crash" else "")
        return job

    def _replace(self, index: int) -> int | None:
        """Another worker in the place of this one; the exit status of the old."""
        old = self._workers[index]
        _kill(old.process)
        self._workers[index] = self._start()
        return old.process.returncode

    def _send(self, worker: _Worker, order: Order) -> None:
        stream = worker.process.stdin
        # A dead worker is found by the next look.
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.write(line_of(order))
                stream.flush()

    def _start(self) -> _Worker:
        self._number += 1
        log = self._logs / f"{self._number}.log"
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "hanpan.modeling.workers.worker", str(self._folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=worker_environment(),
                start_new_session=True,
            )
        worker = _Worker(process, log)
        threading.Thread(target=_listen, args=(worker,), daemon=True).start()
        return worker


def _listen(worker: _Worker) -> None:
    stream = worker.process.stdout
    if stream is not None:
        for line in stream:
            worker.lines.put(line)
    worker.lines.put(None)


def worker_environment() -> dict[str, str]:
    """One thread a worker."""
    return child_environment(**ONE_THREAD, **FREEING, PYTHONHASHSEED="0")


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
