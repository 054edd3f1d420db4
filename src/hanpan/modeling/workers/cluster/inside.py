"""What runs inside a Dask worker: the session's rows are put there once, and its jobs are done by guarded workers.

Everything here is called from afar, by name. What is left behind by a client that is gone ends by itself.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from hanpan.foundation.budget import CLOCK
from hanpan.foundation.events import Event
from hanpan.modeling.workers.cluster.packing import SEAL, SessionPiece
from hanpan.modeling.workers.guarded import LEAST_MEMORY, Guarded
from hanpan.modeling.workers.messages import Do, Failed, Finished, OnTheWay, line_of, order_of
from hanpan.modeling.workers.messages import files_of as files_of_answer

_FORGOTTEN = 60.0  # seconds without a job after which a room is cleared; whoever needs it again furnishes it again
_LOOK = 0.01
_SHARE = 0.8


class NotFurnishedError(Exception):
    """The rows are not here (any more)."""


@dataclass(frozen=True)
class AskedJob:
    """A job as it is sent: the seal of its session, its order as a line, and what limits it."""

    seal: str
    line: bytes
    limit: float
    needs: str = ""
    memory_limit: int | None = None
    topic: str = ""


@dataclass(frozen=True)
class Brought:
    """What comes back: the report as a line, the large parts by the field that names them, and the seconds it took."""

    line: bytes
    files: dict[str, bytes]
    seconds: float


@dataclass
class _SessionRoom:
    """A session on this machine: its folder, and the guarded workers that read it."""

    folder: Path
    own: bool  # whether the folder was made here
    answers: Path
    workers: list[Guarded] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    used: float = field(default_factory=CLOCK.now)


_rooms: dict[str, _SessionRoom] = {}
_coming: dict[str, str] = {}  # folders that are still being filled, by their seals
_lock = threading.RLock()
_numbers = count(1)  # clients that come one after another may count alike


def is_furnished(seal: str, folder: str, dask_worker: Any = None) -> bool:
    """Whether the rows are here: brought before, or in the same folder as with the client."""
    with _lock:
        if seal not in _rooms and _sealed(Path(folder), seal):
            _open(seal, Path(folder), dask_worker, own=False)
        return seal in _rooms


def furnish(seal: str, piece: SessionPiece) -> bool:
    """Put a piece of the rows here; whether all are here, as they are with the last.

    Raises
    ------
    NotFurnishedError
        Those before it are not here.
    """
    with _lock:
        if seal in _rooms:
            return True
        if piece.begins:
            shutil.rmtree(_coming.pop(seal, ""), ignore_errors=True)
            _coming[seal] = tempfile.mkdtemp(prefix="hanpan-session-", dir=_worker().local_directory)
        if seal not in _coming:
            raise NotFurnishedError
        with (Path(_coming[seal]) / piece.name).open("ab") as file:
            file.write(piece.content)
        if piece.name == SEAL:
            _open(seal, Path(_coming.pop(seal)), _worker(), own=True)
        return seal in _rooms


def do(asked: AskedJob) -> Brought:
    """Do a job in a guarded worker.

    Raises
    ------
    NotFurnishedError
        The rows are not here.
    """
    order = order_of(asked.line)
    assert isinstance(order, Do)  # noqa: S101 (what calls a job off is Dask's own cancelling)
    with _borrowed(asked) as worker:
        worker.hearer = _teller(asked.topic)
        worker.begin(Do(number=next(_numbers), task=order.task), asked.limit)
        answer = _answer(worker)
        files = {}
        if isinstance(answer, Finished):
            for name, path in files_of_answer(answer).items():
                files[name] = Path(path).read_bytes()
                Path(path).unlink()
        return Brought(line_of(answer), files, worker.seconds)


def forget(seal: str) -> None:
    """Clear a room, unless somebody works there."""
    with _lock:
        room = _rooms.get(seal)
        if room is not None and not room.taken:
            del _rooms[seal]
            _clear(room)


def _answer(worker: Guarded) -> Finished | Failed:
    """Wait for it; a job that Dask has given up (called off, or its client is gone) is called off here."""
    dask_worker = _worker()
    key = dask_worker.get_current_task()
    while (answer := worker.look()) is None:
        task = dask_worker.state.tasks.get(key)
        if task is None or task.state != "executing" or dask_worker.status.name not in ("running", "paused"):
            worker.call_off()
            return Failed(kind="cancelled")
        time.sleep(_LOOK)
    return answer


@contextmanager
def _borrowed(asked: AskedJob) -> Iterator[Guarded]:
    """A free guarded worker of the room, if possible one that has what is needed."""
    room, worker = _take(asked)
    try:
        yield worker
    finally:
        with _lock:
            room.taken.discard(id(worker))
            room.used = CLOCK.now()


def _take(asked: AskedJob) -> tuple[_SessionRoom, Guarded]:
    while True:
        with _lock:
            room = _rooms.get(asked.seal)
            if room is None or not _is_whole(room, asked.seal):
                if room is not None:
                    _clear(_rooms.pop(asked.seal))
                raise NotFurnishedError
            worker = _free(room, asked)
            if worker is not None:
                room.taken.add(id(worker))
                return room, worker
        time.sleep(_LOOK)


def _free(room: _SessionRoom, asked: AskedJob) -> Guarded | None:
    free = [worker for worker in room.workers if id(worker) not in room.taken and worker.free]
    if free:
        return max(free, key=lambda one: one.fitness(asked.needs))
    if len(room.workers) >= _worker().state.nthreads:
        return None
    worker = Guarded(room.folder, asked.memory_limit or _memory(), room.answers / str(len(room.workers)))
    room.workers.append(worker)
    return worker


def _memory() -> int:
    """Bytes for each guarded worker: a share of what this Dask worker may have, or else of what is free."""
    worker = _worker()
    allowed = worker.memory_manager.memory_limit or psutil.virtual_memory().available
    return max(LEAST_MEMORY, int(_SHARE * allowed / worker.state.nthreads))


def _open(seal: str, folder: Path, dask_worker: Any, *, own: bool) -> None:
    answers = Path(tempfile.mkdtemp(prefix="hanpan-answers-", dir=dask_worker.local_directory))
    _rooms[seal] = _SessionRoom(folder, own, answers)
    if len(_rooms) == 1:
        threading.Thread(target=_clear_what_is_forgotten, daemon=True).start()


def _sealed(folder: Path, seal: str) -> bool:
    try:
        return (folder / SEAL).read_text("utf-8") == seal
    except OSError:
        return False


def _is_whole(room: _SessionRoom, seal: str) -> bool:
    """Whether its folders are there: a Dask worker that begins anew has taken its own away."""
    return _sealed(room.folder, seal) and room.answers.is_dir()


def _clear_what_is_forgotten() -> None:
    while True:
        time.sleep(_FORGOTTEN / 10)
        with _lock:
            for seal, room in list(_rooms.items()):
                if CLOCK.now() - room.used > _FORGOTTEN:
                    forget(seal)
            if not _rooms:
                return


def _clear(room: _SessionRoom) -> None:
    for worker in room.workers:
        worker.close()
    shutil.rmtree(room.answers, ignore_errors=True)
    if room.own:
        shutil.rmtree(room.folder, ignore_errors=True)


def _teller(topic: str) -> Any:
    worker = _worker()

    def tell(event: Event) -> None:
        worker.log_event(topic, line_of(OnTheWay(event=event)))

    return tell


def _worker() -> Any:
    from distributed import get_worker

    return get_worker()
