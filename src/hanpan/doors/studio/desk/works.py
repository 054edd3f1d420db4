"""Works: a table, what was said about it (``hanpan.toml``), and the study that came of it. All of it lies in files."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from hanpan.business.card import Card, CardProblem, Success, read_card
from hanpan.business.cardwriting import card_text
from hanpan.doors.studio.desk.networks import NetworkFiles
from hanpan.foundation.errors import AccessError, UsageError
from hanpan.foundation.files import from_json, to_json, write_whole
from hanpan.foundation.options import option_specs
from hanpan.study.folder import CARD as CARD_AS_RUN
from hanpan.study.folder import JOURNAL
from hanpan.study.options import GROUPS
from hanpan.study.record import Study

CARD = "hanpan.toml"
_DESK = ".studio"  # in the folder of the studies
_TOLD = "work.json"
_NAME = re.compile(r"\w[\w.-]{0,80}")
_TAKEN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # what Windows gives to no file


@dataclass(frozen=True, kw_only=True)
class WorkTold:
    """What a work begins with.

    Attributes
    ----------
    table
        As ``hanpan run`` takes it: a path, a database's URL, ``sklearn:NAME``.
    title
        What people call it: the name of the file that was dropped.
    study
        The study folder, once there is one.
    """

    table: str
    title: str
    study: str = ""


@dataclass(frozen=True)
class StudioWork:
    """One table with its question.

    Attributes
    ----------
    name
        What addresses call it.
    folder
        Where its files lie.
    """

    name: str
    folder: Path

    @cached_property
    def told(self) -> WorkTold:
        """What it began with."""
        return from_json((self.folder / _TOLD).read_bytes(), WorkTold)

    @property
    def card_path(self) -> Path:
        """Where its card lies, which the command line reads too."""
        return self.folder / CARD

    def card(self) -> Card:
        """What was said about it so far.

        Raises
        ------
        DataError
            Somebody wrote into the file what no card says.
        """
        return read_card(self.card_path) if self.card_path.is_file() else Card()

    def keep(self, card: Card, language: str) -> None:
        """Write the card; joined tables and comments stand in a card only that was opened, never written here."""
        write_whole(self.card_path, card_text(card, language))

    @property
    def study(self) -> Path | None:
        """Its study folder, once a run has begun in it."""
        path = Path(self.told.study) if self.told.study else None
        return path if path is not None and (path / JOURNAL).is_file() else None


class Works:
    """The works in a folder of studies.

    Parameters
    ----------
    folder
        Where studies lie; works lie beside them, in a folder that starts with a dot.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._desk = folder / _DESK
        self.networks = NetworkFiles(self._desk)

    def find(self, name: str) -> StudioWork | None:
        """The work of a name, as an address gives it."""
        if not _NAME.fullmatch(name) or not (self._desk / name / _TOLD).is_file():
            return None
        return StudioWork(name, self._desk / name)

    def __iter__(self) -> Iterator[StudioWork]:
        """All works, the last one first."""
        found = list(self._desk.glob(f"*/{_TOLD}"))
        for path in sorted(found, key=lambda one: one.stat().st_mtime, reverse=True):
            yield StudioWork(path.parent.name, path.parent)

    def begin(self, table: str, title: str = "", study: str = "") -> StudioWork:
        """A new work on a table that lies somewhere already.

        Raises
        ------
        AccessError
            Nothing can be written there.
        """
        title = title or _title(table)
        work = self._free(slug(title.split(".")[0]))
        self._write(work, WorkTold(table=table, title=title, study=study))
        return work

    def receive(self, name: str) -> tuple[StudioWork, Path]:
        """A new work, and the path at which its table is to be written. ``name`` is what a browser says of a file."""
        stem, dot, ending = re.split(r"[\\/]", name)[-1].partition(".")
        work = self._free(slug(stem))
        path = work.folder / (slug(stem) + (f".{slug(ending)}" if dot else ""))
        self._write(work, WorkTold(table=str(path), title=name))
        return work, path

    def open_study(self, folder: Path) -> StudioWork:
        """The work that belongs to a study, made where the study came from a command line.

        Raises
        ------
        UsageError
            There is no study.
        """
        from hanpan.study.folder import open_study

        for work in self:
            if work.told.study and Path(work.told.study).absolute() == folder.absolute():
                return work
        study = open_study(folder)
        work = self.begin(study.name, folder.name, str(folder))
        card = folder / CARD_AS_RUN
        if card.is_file():
            write_whole(work.card_path, card.read_bytes())
        else:
            work.keep(_card_of(study), study.language)
        return work

    def copy(self, work: StudioWork) -> StudioWork:
        """The same table with the same card, for one more person to go on with."""
        made = self.begin(work.told.table, work.told.title)
        if work.card_path.is_file():
            write_whole(made.card_path, work.card_path.read_bytes())
        return made

    def drop(self, work: StudioWork) -> None:
        """Forget a work that came to nothing; tables elsewhere and studies stay."""
        shutil.rmtree(work.folder, ignore_errors=True)

    def attach(self, work: StudioWork, study: Path) -> StudioWork:
        """The work with the folder that its run writes into."""
        self._write(work, replace(work.told, study=str(study)))
        return StudioWork(work.name, work.folder)

    def _free(self, name: str) -> StudioWork:
        """A folder nobody has, made."""
        for count in range(1, 10_000):
            folder = self._desk / (name if count == 1 else f"{name}-{count}")
            try:
                folder.mkdir(parents=True)
            except FileExistsError:
                continue
            except OSError as error:
                raise AccessError("cannot_write", path=str(folder), reason=error) from error
            return StudioWork(folder.name, folder)
        raise UsageError("folder_taken", folder=str(self._desk / name))

    def _write(self, work: StudioWork, told: WorkTold) -> None:
        write_whole(work.folder / _TOLD, to_json(told))


def slug(name: str) -> str:
    """Letters, digits, dots and underscores of a foreign name: never a way out of a folder.

    Examples
    --------
    >>> slug("../../etc/passwd"), slug("고객 표 (최종)"), slug("con"), slug("<b>")
    ('etc_passwd', '고객_표_최종', 'table_con', 'b')
    """
    kept = re.sub(r"[^\w.]+", "_", name).strip("_.")[:60] or uuid.uuid4().hex[:8]
    return f"table_{kept}" if _TAKEN.fullmatch(kept) else kept


def _card_of(study: Study) -> Card:
    """What a study that was run without a card was asked, as a card."""
    known = {spec.name: spec.default for spec in option_specs(*GROUPS)}
    said = {name: value for name, value in study.options.items() if name in known and value not in (known[name], [])}
    asked = {name: said.pop(name, None) for name in ("target", "positive", "metric")}
    told = CardProblem(target=asked["target"], positive=asked["positive"])
    run = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return Card(problem=told, success=Success(metric=asked["metric"]), run=run)


def _title(table: str) -> str:
    return table.split("?")[0].replace("\\", "/").rstrip("/").split("/")[-1].split(":")[-1] or table
