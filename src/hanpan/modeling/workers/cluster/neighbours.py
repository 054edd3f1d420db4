"""``local:N``: a scheduler and N workers of this machine, in processes of their own that end with this one."""

from __future__ import annotations

import contextlib
import subprocess
import sys

from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import AccessError
from hanpan.modeling.workers.guarded import worker_environment

_ENDING = 3.0  # seconds that members get to end in
_PROGRAM = "hanpan.modeling.workers.cluster.members"


class Neighbours:
    """A cluster of this machine; members that die are started again.

    Parameters
    ----------
    workers
        Number of worker processes, each of which does one job at a time.
    """

    def __init__(self, workers: int) -> None:
        self._size = workers
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._workers: list[subprocess.Popen[bytes]] = []
        self._address = ""

    def look(self) -> str:
        """Start whoever is missing; the scheduler's address.

        Raises
        ------
        AccessError
            It does not start.
        """
        if self._scheduler is None or self._scheduler.poll() is not None:
            self.close()
            self._scheduler = _start("scheduler")
            self._address = _line(self._scheduler)
        gone = [worker for worker in self._workers if worker.poll() is not None]
        self._workers = [worker for worker in self._workers if worker not in gone]
        while len(self._workers) < self._size:
            self._workers.append(_start("worker", self._address))
        return self._address

    def close(self) -> None:
        """End them: in good order, so that they clear up what they wrote, or else by force."""
        members = [*self._workers, *([self._scheduler] if self._scheduler else [])]
        for process in members:
            process.terminate()
        waiting = Deadline.after(_ENDING)
        for process in members:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, waiting.left))
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
        self._workers, self._scheduler = [], None


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", _PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=worker_environment(),
        start_new_session=True,
    )


def _line(process: subprocess.Popen[bytes]) -> str:
    line = process.stdout.readline() if process.stdout is not None else b""
    if not line:
        raise AccessError("cluster_unreachable", address="local", reason=f"exit status {process.wait()}")
    return line.decode().strip()


class Elsewhere:
    """A cluster that somebody else has started."""

    def __init__(self, address: str) -> None:
        self._address = address

    def look(self) -> str:
        """Its address."""
        return self._address

    def close(self) -> None:
        """Nothing was started for it."""
