"""Runs: the command line's own ``hanpan run`` as a process of its own, and what it has told so far.

The process outlives the page, the browser and the studio. All that is known of it lies in files: ``run.json`` of the
work, and the events, the journal and the records of the study folder. Whoever reads them again sees the same.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import psutil

from hanpan.doors.studio.desk.looking import recorded_of
from hanpan.doors.studio.desk.works import StudioWork, Works, slug
from hanpan.foundation.events import Event
from hanpan.foundation.files import from_json, to_json, write_whole
from hanpan.modeling.board.board import Board
from hanpan.modeling.board.boarding import build_board
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.journal import Journal
from hanpan.study.folder import JOURNAL

State = Literal["none", "running", "done", "stopped", "paused", "failed"]
EVENTS = "events.jsonl"
SEARCHING = "searching"
_RUN, _OUT, _ERR = "run.json", "run.out", "run.err"
_PROGRAM = "from hanpan.doors.cli import main; main()"
_ERROR_LINES = 12
_OURS: list[subprocess.Popen[bytes]] = []  # runs that began here: the system wants to be asked how they ended


@dataclass(frozen=True, kw_only=True)
class Started:
    """A run that was begun.

    Attributes
    ----------
    arguments
        Of ``hanpan``, as a terminal would be told.
    pid, created
        The process, and when it began: numbers of processes are given anew.
    card
        What the card said then.
    paused
        Whether it was ended on purpose, to go on later.
    """

    arguments: tuple[str, ...]
    folder: str
    pid: int = 0
    created: float = 0.0
    card: str = ""
    paused: bool = False


@dataclass(frozen=True)
class RunProgress:
    """What a run has told so far.

    ``metric`` is that of the ranking, once it is known; ``phase`` the last one that began; ``search`` what the search
    began with, and when; ``trials`` those that the journal holds; ``loss`` that of the network in training, epoch by
    epoch; ``failure`` what a refused run said.
    """

    state: State
    metric: str = ""
    phase: str = ""
    search: dict[str, Any] = field(default_factory=dict)
    trials: tuple[Trial, ...] = ()
    last: Event | None = None
    loss: tuple[float, ...] = ()
    failure: str = ""

    @property
    def board(self) -> Board | None:
        """The board as far as it goes."""
        return build_board(self.metric, list(self.trials)) if self.metric and self.trials else None

    @property
    def searching(self) -> bool:
        """Whether there is something that can be ended early and shipped."""
        return self.state == "running" and bool(self.search) and self.phase == SEARCHING


def begin(works: Works, work: StudioWork, language: str) -> StudioWork:
    """Start the run that the card of a work asks for, or go on with it where nothing else was asked since."""
    card = work.card_path.read_text("utf-8")
    before = started(work)
    folder = Path(before.folder) if before and before.card == card else _free(works, work)
    asked = ("run", work.told.table, "--config", str(work.card_path), "--out", str(folder), "--lang", language)
    work = works.attach(work, folder)
    with (work.folder / _OUT).open("wb") as out, (work.folder / _ERR).open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *asked],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,  # Ctrl-C in the terminal of the studio is not for it
        )
    _OURS.append(process)
    created = 0.0
    with suppress(psutil.Error):
        created = psutil.Process(process.pid).create_time()
    _keep(work, Started(arguments=asked, folder=str(folder), pid=process.pid, created=created, card=card))
    return work


def started(work: StudioWork) -> Started | None:
    """The run that was begun last in a work."""
    path = work.folder / _RUN
    return from_json(path.read_bytes(), Started) if path.is_file() else None


def stop(work: StudioWork) -> None:
    """End the search early, as Ctrl-C does: what is done is ranked, judged and shipped."""
    if (process := _process(work)) is not None:
        with suppress(psutil.Error):
            process.send_signal(signal.SIGTERM)


def pause(work: StudioWork) -> None:
    """End the run where it stands; what is finished is kept, and the same run goes on from there."""
    if (process := _process(work)) is None:
        return
    if (begun := started(work)) is not None:
        _keep(work, replace(begun, paused=True))
    with suppress(psutil.Error):
        for one in [process, *process.children(recursive=True)]:
            with suppress(psutil.Error):
                one.kill()


class Following:
    """A reader of one run: each look reads only what is new since the last."""

    def __init__(self, work: StudioWork) -> None:
        self._work = work
        self._folder = Path(work.told.study) if work.told.study else None
        self._read = 0
        self._trials: dict[int, Trial] = {}
        self._known = RunProgress("none")

    def look(self) -> RunProgress:
        """All that is known now."""
        if self._folder is None:
            return self._known
        alive = _process(self._work) is not None  # before the files: what it writes last is not missed
        fresh = self._new_events()
        for event in fresh:
            self._hear(event)
        if fresh or not alive or not self._trials:  # the journal is opened when there may be something new in it
            self._new_trials()
        self._known = replace(self._known, trials=tuple(self._trials[place] for place in sorted(self._trials)))
        return replace(self._known, state="running") if alive else self._ended()

    def _hear(self, event: Event) -> None:
        known, told = self._known, event.fields
        if event.kind == "search_started":
            known = replace(known, metric=str(told.get("metric", "")), search={**told, "at": event.at}, loss=())
        elif event.kind == "trial_started":  # after a first ranking the search may go on
            known = replace(known, phase=SEARCHING)
        elif event.kind == "phase":
            known = replace(known, phase=str(told.get("name", "")))
        elif event.kind == "epoch":
            known = replace(known, loss=tuple(value for value in told.get("course", ()) if value is not None))
        self._known = replace(known, last=event)

    def _new_events(self) -> list[Event]:
        path = self._folder / EVENTS if self._folder else Path()
        try:
            with path.open("rb") as file:
                if file.seek(0, os.SEEK_END) < self._read:  # another study took the folder
                    self._read, self._trials = 0, {}
                file.seek(self._read)
                content = file.read()
        except OSError:
            return []
        whole = content.rpartition(b"\n")[0]
        self._read += len(whole) + 1 if whole else 0
        return [found for line in whole.splitlines() if (found := _event(line)) is not None]

    def _new_trials(self) -> None:
        path = self._folder / JOURNAL if self._folder else Path()
        if not path.is_file():
            return
        journal = Journal(path)
        try:
            self._trials.update(journal.trials_beside(self._trials))
        finally:
            journal.close()

    def _ended(self) -> RunProgress:
        study, begun = recorded_of(self._work), started(self._work)
        if study is not None and study.problem is not None:
            self._known = replace(self._known, metric=study.problem.metric)
        if study is not None and study.evaluation is not None:
            return replace(self._known, state="done" if study.complete else "stopped")
        if begun is not None and begun.paused:
            return replace(self._known, state="paused")
        return replace(self._known, state="failed", failure=_said(self._work))


def _event(line: bytes) -> Event | None:
    try:
        told = json.loads(line)
        return Event(told.pop("kind"), told, told.pop("at"))
    except (ValueError, KeyError, AttributeError):
        return None


def _said(work: StudioWork) -> str:
    """The last lines that a run said before it ended."""
    path = work.folder / _ERR
    lines = path.read_text("utf-8", "replace").strip().splitlines() if path.is_file() else []
    return "\n".join(lines[-_ERROR_LINES:])


def _process(work: StudioWork) -> psutil.Process | None:
    """The process of the run, while it is alive."""
    _OURS[:] = [one for one in _OURS if one.poll() is None]
    begun = started(work)
    if begun is None or not begun.pid:
        return None
    try:
        process = psutil.Process(begun.pid)
        same = abs(process.create_time() - begun.created) < 1
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None


def _keep(work: StudioWork, begun: Started) -> None:
    write_whole(work.folder / _RUN, to_json(begun))


def _free(works: Works, work: StudioWork) -> Path:
    """A folder for a study that nobody has, named as the command line would name it."""
    target = work.card().problem.target or ""
    name = "-".join(filter(None, (work.name, slug(target) if target else "")))
    for count in range(1, 10_000):
        folder = works.folder / (name if count == 1 else f"{name}-{count}")
        if not folder.exists():
            return folder
    return works.folder / f"{name}-{os.getpid()}"
