"""The pool of a cluster: each job is a Dask task that a guarded worker does, on the machine where Dask put it.

A worker, or the scheduler, that is lost costs only what was being done: those jobs are started again elsewhere.
"""

from __future__ import annotations

import queue
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import AccessError, UsageError
from hanpan.foundation.events import Event, Listener
from hanpan.modeling.listening.progress import ignore
from hanpan.modeling.workers.cluster import inside
from hanpan.modeling.workers.cluster.inside import AskedJob, Brought, NotFurnishedError
from hanpan.modeling.workers.cluster.link import PATIENCE, ClusterLink
from hanpan.modeling.workers.cluster.packing import SessionPiece, packed, seal
from hanpan.modeling.workers.cluster.versions import differing, versions
from hanpan.modeling.workers.jobs import one_line
from hanpan.modeling.workers.messages import Do, Failed, Finished, OnTheWay, line_of, report_of
from hanpan.modeling.workers.pool import Job

_LOOK = 0.5  # seconds between two looks at who is there
_GRACE = 3.0  # seconds that workers may take to come, or to come back, without a word about it
_MOST_LOST = 4  # workers that may be lost over one job before it is to blame
_MOST_FAILURES = 3  # tries to put the rows at a worker
_FETCHING = 60.0  # seconds that an answer may be on its way
_ANSWERS = "answers"


@dataclass
class _Hand:
    """A Dask worker: how many jobs it does at a time, and what it has."""

    threads: int
    furnished: bool = False
    failures: int = 0
    loaded: set[str] = field(default_factory=set)


@dataclass
class _Doing:
    """A job on its way; without a future as long as there is no place for it. ``lost``: workers that went with it.
    ``why``: what one of them said.
    """

    job: Job
    hand: str = ""
    future: Any = None
    lost: int = 0
    why: str = ""


class ClusterPool:
    """The guarded workers of a cluster.

    Parameters
    ----------
    session_folder
        Folder with the rows; they are sent to each worker that does not see it, once, before its first job.
    link
        The connection to the scheduler; closed with the pool.
    memory_limit
        Bytes of resident memory that a guarded worker may take; None: a share of what its Dask worker may have.

    Raises
    ------
    UsageError
        A worker has other versions of what decides a board.
    """

    apart = True

    def __init__(self, session_folder: Path, link: ClusterLink, memory_limit: int | None = None) -> None:
        self._folder, self._link, self._memory_limit = session_folder, link, memory_limit
        self.hearer: Listener = ignore
        self._here = versions()
        self._topic, self._number, self._seal = f"hanpan-{uuid.uuid4().hex}", 0, ""
        self._hands: dict[str, _Hand] = {}
        self._left_out: dict[str, str] = {}  # workers that are not used, and what differs there
        self._doing: list[_Doing] = []
        self._told: queue.Queue[bytes] = queue.Queue()
        self._news: list[Event] = []  # of the pool itself, some of it from before anybody heard
        self._client: Any = None  # whose workers these are
        self._next_look = Deadline.after(0)
        self._away: Deadline | None = None
        self._told_away = self._had = False
        if link.exposed:
            self._tell("cluster_plain", address=link.address)
        try:
            self._look_around()
        except UsageError:
            link.close()
            raise

    @property
    def size(self) -> int:
        """Threads of all Dask workers."""
        self._look_around()
        return max(1, sum(hand.threads for hand in self._hands.values()))

    @property
    def idle(self) -> int:
        """Jobs that may be submitted."""
        self._look_around()
        waiting = sum(one.future is None for one in self._doing)
        return max(0, sum(self._free(address) for address in self._hands) - waiting)

    @property
    def busy(self) -> list[Job]:
        """Jobs being done."""
        return [one.job for one in self._doing]

    @property
    def up(self) -> bool:
        """Whether a job was done before, for which a guarded worker was started."""
        return any(hand.loaded for hand in self._hands.values())

    def has_loaded(self, needs: str) -> bool:
        """Whether a job that needs the same was done before."""
        return any(needs in hand.loaded for hand in self._hands.values())

    def submit(self, job: Job) -> None:
        """Send a job to an idle worker, if possible to one that has what it needs."""
        doing = _Doing(job)
        self._doing.append(doing)
        self._send(doing)

    def finished(self, wait: float = 0.2) -> list[Job]:
        """Jobs that ended since the last call, waiting up to ``wait`` seconds for one, or for a worker that is free.

        Raises
        ------
        AccessError
            The scheduler, or its last worker, has been away for too long.
        """
        waiting = Deadline.after(wait)
        while True:
            self._look_around()
            self._hear()
            ended = [one for one in self._doing if self._ended(one)]
            self._doing = [one for one in self._doing if one not in ended]
            if ended or waiting.over or (not self._doing and self.idle):
                return [one.job for one in ended]
            time.sleep(0.02)

    def call_off(self) -> list[Job]:
        """Wait no longer: the tasks are cancelled, and their guarded workers wind down by themselves."""
        ended, self._doing = self._doing, []
        for one in ended:
            self._cancel(one)
            one.job.fail("cancelled")
        return [one.job for one in ended]

    def close(self) -> None:
        """Clear the rooms and leave the cluster."""
        self.call_off()
        if self._seal and self._client is not None and self._link.client is self._client:
            furnished = [address for address, hand in self._hands.items() if hand.furnished]
            _quietly(lambda: self._client.run(inside.forget, self._seal, workers=furnished, on_error="ignore"))
        self._link.close()

    # Who is there.

    def _look_around(self) -> None:
        if not self._next_look.over:
            return
        self._next_look = Deadline.after(_LOOK)
        there = self._link.workers()
        if self._link.client is not self._client:
            self._take_over()
        for address in set(self._hands) - set(there or {}):
            self._lose(address, told=there is not None)
        for address, threads in (there or {}).items():
            if address not in (*self._hands, *self._left_out) and self._fits(address):
                self._hands[address] = _Hand(threads)
        self._wait_for_hands()
        for one in self._doing:
            if one.future is None:
                self._send(one)

    def _take_over(self) -> None:
        """Another client, after the scheduler was lost: nothing of what was sent is known there."""
        self._client, self._next_look = self._link.client, Deadline.after(0)
        if self._client is not None:
            self._link.hear(self._topic, self._told.put)

    def _lose(self, address: str, *, told: bool) -> None:
        del self._hands[address]
        if told:
            self._tell("cluster_worker_lost", address=address, jobs=sum(one.hand == address for one in self._doing))
        for one in self._doing:
            if one.hand == address:
                one.lost += told
                self._cancel(one)

    def _fits(self, address: str) -> bool:
        """Whether a worker has the versions of this machine; one that has not is told once and never used."""
        told = _quietly(lambda: self._client.run(versions, workers=[address], on_error="return"))
        there = (told or {}).get(address)
        if there is None:
            return False
        other = differing(there, self._here) if isinstance(there, dict) else [f"hanpan – ≠ {self._here['hanpan']}"]
        if other:
            self._left_out[address] = ", ".join(other)
            self._tell("cluster_worker_refused", address=address, differing=", ".join(other))
        return not other

    def _wait_for_hands(self) -> None:
        """Wait with patience, unless there are workers and from the first none of them fits."""
        if self._hands:
            self._had, self._away, self._told_away = True, None, False
        elif self._left_out and not self._had:
            told = "; ".join(f"{worker}: {why}" for worker, why in sorted(self._left_out.items()))
            raise UsageError("cluster_versions", address=self._link.address, differing=told)
        elif self._away is None:
            self._away = Deadline.after(PATIENCE)
        elif self._away.over:
            key = "cluster_without_workers" if self._link.reached else "cluster_lost"
            raise AccessError(key, address=self._link.address, seconds=round(PATIENCE))
        elif not self._told_away and self._away.left < PATIENCE - _GRACE:
            self._told_away = True
            self._tell("cluster_away", address=self._link.address, seconds=round(self._away.left))

    # Jobs on their way.

    def _free(self, address: str) -> int:
        return self._hands[address].threads - sum(one.hand == address for one in self._doing)

    def _send(self, one: _Doing) -> None:
        free = [address for address in self._hands if self._free(address) > 0]
        if not free or self._client is None:
            return
        needs = one.job.needs
        address = max(free, key=lambda one: (needs in self._hands[one].loaded, self._free(one)))
        if not self._furnished(address):
            return
        self._number += 1
        one.job.number, one.hand = self._number, address
        line = line_of(Do(number=one.job.number, task=one.job.task))
        asked = AskedJob(self._seal, line, one.job.limit, needs, self._memory_limit, self._topic)
        named = {"workers": [address], "key": f"{self._topic}-{self._number}"}
        one.future = _quietly(lambda: self._client.submit(inside.do, asked, **named))
        if one.future is None:
            one.hand = ""

    def _furnished(self, address: str) -> bool:
        """Whether the rows are with a worker, or could be brought there."""
        hand = self._hands[address]
        if hand.furnished:
            return True
        self._seal = self._seal or seal(self._folder)
        try:
            return self._furnish(address)
        except Exception as error:  # it may be gone, which the next look tells; or it has no room
            hand.failures += 1
            if hand.failures == _MOST_FAILURES:
                del self._hands[address]
                self._left_out[address] = one_line(error)
                self._tell("cluster_worker_unfurnished", address=address, reason=one_line(error))
            return False

    def _furnish(self, address: str) -> bool:
        """Bring the rows to all workers that lack them: each gets them once, from the client or from another worker."""
        asked = (inside.is_furnished, self._seal, str(self._folder.absolute()))
        have = self._client.run(*asked, workers=list(self._hands), on_error="ignore")
        for other, has in have.items():
            self._hands[other].furnished = has
        without = [other for other, has in have.items() if not has]
        if without:
            for piece in packed(self._folder):
                self._bring(piece, without)
        return self._hands[address].furnished

    def _bring(self, piece: SessionPiece, workers: list[str]) -> None:
        sent = self._client.scatter([piece], workers=workers, broadcast=True, hash=False)[0]
        brought = {
            worker: self._client.submit(inside.furnish, self._seal, sent, workers=[worker], pure=False)
            for worker in workers
        }
        for worker, future in brought.items():
            self._hands[worker].furnished = future.result(timeout=PATIENCE)

    def _ended(self, one: _Doing) -> bool:
        """Whether a job has an answer; one that was lost on the way is sent again."""
        if one.future is None or one.future.status == "pending":
            return False
        if one.future.status == "finished":
            brought = _quietly(lambda: one.future.result(timeout=_FETCHING))
            if isinstance(brought, Brought):
                self._take(one, brought)
                return True
        elif one.future.status == "error":
            error = _quietly(lambda: one.future.exception(timeout=_FETCHING))
            if isinstance(error, NotFurnishedError):
                self._hands[one.hand].furnished = False
            else:  # what a job itself does wrong comes back as a report: this is the machine's fault
                one.lost, one.why = one.lost + 1, one_line(error) if error else ""
        self._cancel(one)
        return self._to_blame(one)

    def _take(self, one: _Doing, brought: Brought) -> None:
        report = report_of(brought.line)
        one.job.seconds = brought.seconds
        if isinstance(report, Finished):
            one.job.answer = self._kept(report, one.job.number, brought.files)
            self._hands[one.hand].loaded.add(one.job.needs)
        else:
            one.job.answer = report if isinstance(report, Failed) else Failed(kind="error")

    def _kept(self, report: Finished, number: int, files: dict[str, bytes]) -> Finished:
        """The report with its large parts in files of this machine, as if a worker had left them here."""
        folder = self._folder / _ANSWERS
        folder.mkdir(exist_ok=True)
        paths = {name: folder / f"{number}.{name}" for name in files}
        for name, path in paths.items():
            path.write_bytes(files[name])
        told = {name: str(path) for name, path in paths.items()}
        return msgspec.structs.replace(report, answer=msgspec.structs.replace(report.answer, **told))

    def _to_blame(self, one: _Doing) -> bool:
        if one.lost < _MOST_LOST:
            return False
        one.job.fail("crash", one.why or f"{one.lost} workers were lost over it")
        return True

    def _cancel(self, one: _Doing) -> None:
        future, one.future, one.hand = one.future, None, ""
        if future is not None:
            _quietly(future.cancel)

    # What is told.

    def _hear(self) -> None:
        news, self._news = self._news, []
        for event in news:
            self.hearer(event)
        while not self._told.empty():
            report = report_of(self._told.get())
            if isinstance(report, OnTheWay):
                self.hearer(report.event)

    def _tell(self, kind: str, **fields: Any) -> None:
        self._news.append(Event(kind, fields))


def _quietly(work: Any) -> Any:
    """What fails because somebody is gone: the next look around finds out who."""
    try:
        return work()
    except Exception:
        return None
