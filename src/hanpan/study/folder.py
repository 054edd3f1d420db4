"""The study folder: whose it is, what lies in it, and how a study is opened again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from hanpan.business.card import read_card
from hanpan.data.joins import Joins
from hanpan.foundation.errors import AccessError, UsageError
from hanpan.foundation.files import Lock, from_json, from_plain, to_document, to_json, write_whole
from hanpan.insights.record import Insights
from hanpan.modeling.workers.journal import Journal
from hanpan.study.record import Study

JOURNAL = "journal.sqlite"
CARD = "card.toml"
MODEL = "model.hanpan"
_LOCK = ".lock"
_RECORD = "study"
# Of an earlier study, what a fresh one begins without. The model and the reports serve until new ones take their place.
_OF_THE_EARLIER = (
    "journal.sqlite*",
    "study.toml",
    "profile.json",
    "board.csv",
    "board.json",
    "evaluation.json",
    "insights.json",
    "events.jsonl",
    ".bags",
)
_SHORT = 60


def default_folder(table: str, target: str) -> Path:
    """``studies/<table>-<target>`` with only letters, digits, dots and underscores in the names."""
    table = "stdin" if table == "-" else table
    stem = Path(table.split(":", 1)[-1] if table.startswith("sklearn:") else table).name.split(".")[0] or "table"
    return Path("studies") / "-".join(_slug(part) for part in (stem, target))


def folder_of_memory(target: str, kind: str, fingerprint: str, options: dict[str, Any]) -> Path:
    """Of a table in memory, which has no name: one folder for each table and set of options."""
    folder = default_folder(kind, target)
    return folder.with_name(f"{folder.name}-{identity(fingerprint, options)[:8]}")


def identity(fingerprint: str, options: dict[str, Any]) -> str:
    """A hash of the data and of every option that decides the result."""
    told = json.dumps([fingerprint, options], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep a study folder to oneself; the system gives it back when the process ends, however it ends.

    Raises
    ------
    UsageError
        Another process works in it.
    """
    lock = Lock(folder / _LOCK)
    if not lock.taken():
        raise UsageError("folder_in_use", folder=str(folder))
    try:
        yield
    finally:
        lock.release()


def open_journal(folder: Path, fingerprint: str, options: dict[str, Any], *, fresh: bool = False) -> Journal:
    """The journal of this very study: new, or left by an earlier run of the same command.

    Parameters
    ----------
    fingerprint, options
        The data, and every option that decides the result.
    fresh
        Whether another study in the folder makes room for this one.

    Raises
    ------
    UsageError
        The folder holds something else, or cannot be written to.
    """
    journal = Journal(folder / JOURNAL)
    known, own_identity = journal.note("identity"), identity(fingerprint, options)
    if fresh and known not in (None, own_identity):
        journal.close()
        _clear(folder)
        journal, known = Journal(folder / JOURNAL), None
    told = {"data": fingerprint, **{name: str(value) for name, value in options.items()}}
    if known is None:
        journal.set_note("identity", own_identity)
        journal.set_note("asked", json.dumps(told, ensure_ascii=False))
    elif known != own_identity:
        earlier = json.loads(journal.note("asked") or "{}")
        journal.close()
        raise _another_study(folder, earlier, told)
    return journal


def make_folder(folder: Path) -> None:
    """The folder of a study, made where it is not.

    Raises
    ------
    UsageError
        It holds something else.
    AccessError
        It cannot be made.
    """
    if folder.is_dir() and _held(folder) and not (folder / JOURNAL).is_file():
        raise UsageError("folder_taken", folder=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AccessError("cannot_write", path=str(folder), reason=error) from error


def _held(folder: Path) -> bool:
    """Whether anything lies there but what a study begins with."""
    return any(path.name != _LOCK for path in folder.iterdir())


def _clear(folder: Path) -> None:
    for pattern in _OF_THE_EARLIER:
        for path in folder.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _another_study(folder: Path, earlier: dict[str, str], told: dict[str, str]) -> UsageError:
    """Which options differ (the values themselves where they are short), and a folder that is free."""
    differing = [name for name in told if earlier and earlier.get(name) != told[name]]
    shown = [_change(name, earlier.get(name, ""), told.get(name, "")) for name in differing]
    free = next(path for count in range(2, 10_000) if not (path := folder.with_name(f"{folder.name}-{count}")).exists())
    return UsageError("folder_of_another_study", folder=str(folder), differing=", ".join(shown) or "?", free=str(free))


def _change(name: str, before: str, now: str) -> str:
    short = name not in ("data", "card", "network") and len(before) + len(now) < _SHORT
    return f"{name} ({before} → {now})" if short else name


def files_of(study: Study) -> list[Path]:
    """The files that a study lives on, which no result may be written onto: its table and joined ones, card, journal,
    model.
    """
    card = study.folder / CARD
    joins = replace(Joins.of(read_card(card)), folder=Path(study.card_folder)) if card.is_file() else Joins()
    model = [] if study.model_path is None else [study.model_path]
    return [Path(study.name), card, study.folder / JOURNAL, *model, *joins.files]


def save_record(study: Study, journal: Journal) -> None:
    """Keep the study's records in the journal, and the files others read beside it."""
    journal.set_piece(_RECORD, _as_json(study))
    _write_files(study)


def load_record(journal: Journal) -> Study | None:
    """The records an earlier run left, or None. What was written otherwise (insights) can be worked out anew."""
    content = journal.piece(_RECORD)
    if not content:
        return None
    told = from_json(content, dict[str, Any])
    insights, unread = Insights.read(told.pop("insights", {}))
    study = from_plain(told, Study)
    study.insights = insights
    study.absent = {**study.absent, **dict.fromkeys(unread, "failed")}
    return study


def _as_json(study: Study) -> bytes:
    told = {one.name: getattr(study, one.name) for one in fields(Study)}
    return to_json({**told, "insights": study.insights.found})


def open_study(folder: str | Path) -> Study:
    """Open the study in a folder.

    Raises
    ------
    UsageError
        There is no study, or it has not come to its first record.
    """
    path = Path(folder)
    if not (path / JOURNAL).is_file():
        raise UsageError("no_study", folder=str(folder))
    journal = Journal(path / JOURNAL)
    try:
        study = load_record(journal)
    finally:
        journal.close()
    if study is None:
        raise UsageError("study_unfinished", folder=str(folder))
    study.folder = path
    return study


def _write_files(study: Study) -> None:
    write_whole(study.folder / "study.toml", _as_toml(study))
    if study.profile is not None:
        write_whole(study.folder / "profile.json", to_document(study.profile))
    if study.board is not None:
        write_whole(study.folder / "board.csv", study.board.to_frame().to_csv(index=False))
        write_whole(study.folder / "board.json", to_document(study.board))
    if study.evaluation is not None:
        write_whole(study.folder / "evaluation.json", to_document(study.evaluation))
    if study.insights:
        write_whole(study.folder / "insights.json", to_document(study.insights.found))


def _as_toml(study: Study) -> str:
    """Problem and options as run; the keys of the problem are those of a card."""
    lines = ["[problem]"]
    if study.problem is not None:
        told = {"target": study.problem.target, "task": study.problem.task, "metric": study.problem.metric}
        if study.problem.positive is not None:
            told["positive"] = study.problem.positive
        lines += [f"{key} = {_toml_value(value)}" for key, value in told.items()]
    lines += ["", "[run]"]
    lines += [f"{key} = {_toml_value(value)}" for key, value in study.options.items() if value not in (None, (), [])]
    if study.shipped is not None:  # which fits are inside the model file
        lines += ["", "[shipped]", f"model = {_toml_value(study.shipped.model)}"]
        lines += ["", "[shipped.fits]"]
        lines += [f"{_toml_value(name)} = {_toml_value(rows)}" for name, rows in study.shipped.fits.items()]
    return "\n".join(lines) + "\n"


def _toml_value(value: Any) -> str:
    # JSON's strings, numbers, true/false and lists of them are TOML's too.
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=True)


def _slug(name: str) -> str:
    return re.sub(r"[^\w.]+", "_", name).strip("_.")[:60] or "x"
