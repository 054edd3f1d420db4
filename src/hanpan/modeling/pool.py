"""Guarded workers: a hang, a crash or a memory hog costs one job, never the run.

``concurrent.futures`` cannot do this: one dead worker fails every future.
"""

from __future__ import annotations

import contextlib
import json
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
from typing import Any, Protocol

import psutil

from hanpan.modeling.progress import Hearer, ignore
from hanpan.modeling.worker import ONE_THREAD


@dataclass
class Job:
    """One piece of work and, later, its answer.

    ``content`` is the JSON the worker gets; ``limit`` its seconds; ``answer`` has ``status`` ``done`` or ``failed``.
    """

    content: dict[str, Any]
    limit: float
    tag: Any = None
    answer: dict[str, Any] | None = None
    started: float = 0.0

    @property
    def done(self) -> bool:
        """Finished well."""
        return self.answer is not None and self.answer["status"] == "done"


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    log: Path
    job: Job | None = None
    lines: queue.Queue[bytes | None] = field(default_factory=queue.Queue)


class Pool(Protocol):
    """Whatever does jobs: processes, or this process itself. ``hearer`` hears what jobs tell while they run."""

    hearer: Hearer

    @property
    def size(self) -> int: ...

    @property
    def idle(self) -> int: ...

    @property
    def busy(self) -> list[Job]: ...

    def submit(self, job: Job) -> None: ...

    def finished(self, wait: float = 0.2) -> list[Job]: ...

    def cancel_all(self) -> list[Job]: ...

    def close(self) -> None: ...


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
        self.hearer: Hearer = ignore
        self._number = 0
        self._logs = Path(tempfile.mkdtemp(prefix="hanpan-"))
        self._workers = [self._start() for _ in range(size)]

    @property
    def size(self) -> int:
        """Number of processes."""
        return len(self._workers)

    @property
    def idle(self) -> int:
        """Workers without a job."""
        return sum(worker.job is None for worker in self._workers)

    @property
    def busy(self) -> list[Job]:
        """Jobs being done."""
        return [worker.job for worker in self._workers if worker.job is not None]

    def submit(self, job: Job) -> None:
        """Give a job to an idle worker (there must be one)."""
        worker = next(worker for worker in self._workers if worker.job is None)
        self._number += 1
        job.content["id"] = self._number
        job.started = time.monotonic()
        worker.job = job
        try:
            stream = worker.process.stdin
            if stream is not None:
                stream.write(json.dumps(job.content).encode() + b"\n")
                stream.flush()
        except OSError:
            pass  # the worker is dead; the next look finds it so

    def finished(self, wait: float = 0.2) -> list[Job]:
        """Jobs that ended since the last call, waiting up to ``wait`` seconds for one."""
        until = time.monotonic() + wait
        while True:
            ended = [job for index in range(len(self._workers)) if (job := self._look(index)) is not None]
            if ended or time.monotonic() >= until or not self.busy:
                return ended
            time.sleep(0.01)

    def cancel_all(self) -> list[Job]:
        """End whatever is being done; the jobs come back failed."""
        ended = []
        for index, worker in enumerate(self._workers):
            if worker.job is not None:
                ended.append(self._fail(index, "cancelled"))
        return ended

    def close(self) -> None:
        """End all workers."""
        import shutil

        for worker in self._workers:
            _kill(worker.process)
        shutil.rmtree(self._logs, ignore_errors=True)

    def _look(self, index: int) -> Job | None:
        worker = self._workers[index]
        while worker.job is not None:
            try:
                line = worker.lines.get_nowait()
            except queue.Empty:
                return self._check_limits(index)
            if line is None:
                return self._fail(index, "crash")
            told = json.loads(line)
            if "progress" in told:
                self.hearer(told["progress"])
                continue
            job, worker.job = worker.job, None
            job.answer = told
            return job
        return None

    def _check_limits(self, index: int) -> Job | None:
        worker = self._workers[index]
        if worker.job is not None and time.monotonic() - worker.job.started > worker.job.limit:
            return self._fail(index, "time")
        if _memory(worker.process.pid) > self._memory_limit:
            return self._fail(index, "memory")
        return None

    def _fail(self, index: int, kind: str) -> Job:
        worker = self._workers[index]
        job = worker.job or Job({}, 0)
        _kill(worker.process)
        code = worker.process.returncode
        told = f"exit status {code}: {_tail(worker.log)}" if kind == "crash" else ""
        job.answer = {"status": "failed", "failure_kind": kind, "failure": told}
        self._workers[index] = self._start()
        return job

    def _start(self) -> _Worker:
        self._number += 1
        log = self._logs / f"{self._number}.log"
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "-m", "hanpan.modeling.worker", str(self._folder)],
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
    """One thread a worker, and this very package, wherever the caller found it."""
    here = str(Path(__file__).resolve().parents[2])
    paths = [here, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        **ONE_THREAD,
        "PYTHONPATH": os.pathsep.join(paths),
        "KERAS_BACKEND": "jax",
        "PYTHONHASHSEED": "0",
    }


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
