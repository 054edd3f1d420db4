"""Looking at the table of a work: how it was read, and what is known of it before a run."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from hanpan.business.card import Card
from hanpan.data.dataset import Dataset
from hanpan.data.joins import Joins
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.study.folder import open_study
from hanpan.study.profiling import profile_alone
from hanpan.study.record import Study

_KEPT = 6  # tables in memory at a time: those of a class are mostly one and the same


class _LatelyWorkedOut:
    """What was worked out lately, by what it was worked out from; one at a time, as each takes all there is."""

    def __init__(self) -> None:
        self._known: OrderedDict[object, Any] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: object, make: Callable[[], Any]) -> Any:
        """The thing of a key."""
        with self._turn:
            if key not in self._known:
                self._known[key] = make()
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]


_SHELF = _LatelyWorkedOut()


def reading_of(card: Card) -> ReadOptions:
    """How the card says that the table is to be read."""
    own = {one.name for one in fields(ReadOptions)}
    return ReadOptions(**{name: value for name, value in card.run.items() if name in own})


def shelved(what: str, work: StudioWork, make: Callable[[], Any]) -> Any:
    """What was worked out of a work's table and card, made again only where one of them changed."""
    return _SHELF.get((what, *_stamp(work)), make)


def dataset_of(work: StudioWork) -> Dataset:
    """The table as it is read with what the card says.

    Raises
    ------
    HanpanError
        It cannot be read, or the card says of it what is not so.
    """

    def read() -> Dataset:
        card = work.card()
        return load_dataset(
            work.told.table,
            reading_of(card),
            target=card.problem.target,
            corrections=card.corrections(),
            keep=card.columns_needed(),
            joins=Joins.of(card),
        )

    made: Dataset = shelved("read", work, read)
    return made


def study_of(work: StudioWork, language: str) -> Study:
    """The records so far: those of the study where a run has left some, else what looking alone finds.

    Raises
    ------
    HanpanError
        The table cannot be read, the target cannot be used, or the study not be opened.
    """
    if (recorded := recorded_of(work)) is not None:
        return recorded

    def look() -> Study:
        card = work.card()
        made = profile_alone(work.told.table, reading_of(card), card=card)
        return Study(
            folder=work.folder,
            name=work.told.title,
            language=language,
            options={},
            problem=made.problem,
            reading=made.dataset.reading,
            schema=made.dataset.schema,
            fingerprint=made.dataset.fingerprint,
            profile=made.profile,
        )

    made: Study = shelved("looked", work, look)
    return made


def recorded_of(work: StudioWork) -> Study | None:
    """The study's records, once a run has left some."""
    folder = work.study
    if folder is None:
        return None
    journal = folder / "journal.sqlite"
    stamps = [_changed(path) for path in (journal, journal.with_name(journal.name + "-wal"))]

    def read() -> Study | None:
        from hanpan.foundation.errors import UsageError

        try:
            return open_study(folder)
        except UsageError as error:
            if error.key == "study_unfinished":
                return None
            raise

    made: Study | None = _SHELF.get(("study", str(folder), *stamps), read)
    return made


def _stamp(work: StudioWork) -> tuple[object, ...]:
    """What the look of a work depends on: its table, its card."""
    card = work.card_path.read_bytes() if work.card_path.is_file() else b""
    return work.told.table, _changed(Path(work.told.table)), card


def _changed(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return told.st_mtime_ns, told.st_size
