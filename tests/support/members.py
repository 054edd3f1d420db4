"""Members of a cluster as real processes, to be killed."""

import contextlib
import os
import signal
import subprocess
import sys

MEMBERS = "import sys; from hanpan.doors.cli import main; main(sys.argv[1:])"


class Member:
    """A scheduler or worker: ``hanpan cluster start|worker``; ``address`` is the line it prints."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", MEMBERS, "cluster", *arguments, "--lang", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.address = self.process.stdout.readline().strip()

    def kill(self) -> None:
        """``kill -9``."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        self.end()

    def end(self) -> str:
        """Tell it to stop; what it said on stderr."""
        self.process.terminate()
        _, told = self.process.communicate(timeout=30)
        return told


class Members:
    """A scheduler and two workers."""

    def __init__(self, workers: int = 2, *flags: str) -> None:
        self.flags = flags
        self.scheduler = Member("start", "--port", "0", *flags)
        self.address = self.scheduler.address
        self.workers = [self.another() for _ in range(workers)]

    def another(self) -> Member:
        """One more worker."""
        return Member("worker", self.address, "--threads", "1", *self.flags)

    def lose_worker(self) -> None:
        """``kill -9`` one, and start another."""
        self.workers.pop(0).kill()

    def lose_scheduler(self) -> None:
        """``kill -9``, and start it again where it was; the workers come back by themselves."""
        self.scheduler.kill()
        self.scheduler = Member("start", "--port", self.address.rpartition(":")[2], *self.flags)

    def close(self) -> None:
        for member in (*self.workers, self.scheduler):
            member.end()
