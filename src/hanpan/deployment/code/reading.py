"""The table read by pandas: of each column the plainest expression that gives what the study learnt from.

Expressions are tried on the table itself; a column that none of them reads is refused by name, never read otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from hanpan.deployment.code.openings import Opening, openings
from hanpan.deployment.code.pieces import literal
from hanpan.deployment.code.record import ToldRow
from hanpan.deployment.code.ways import AS_TEXT, AS_THEY_ARE, MOST_ODD, NUMBER, way_of
from hanpan.foundation.errors import UsageError

MOST_STRETCHES = 10  # of rows that a program names


@dataclass
class ReadCode:
    """How the table is read.

    Attributes
    ----------
    opening
        Opens the table at ``path``.
    names
        All its columns, where pandas names them otherwise; else empty.
    missing
        Words that stand for a missing cell.
    numbers, words, typed_words
        Columns that need no more than ``pd.to_numeric``; that are text as they stand; whose typed cells become text.
    others
        Column -> expression of its cells, ``{cells}`` being those of the table.
    kept
        All columns that are used, in the order of the table.
    """

    opening: Opening
    kept: list[str]
    names: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    typed_words: list[str] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)


def read_code(told: ToldRow, columns: Sequence[str]) -> ReadCode:
    """How the columns of the dataset are read from its file.

    Raises
    ------
    UsageError
        The table is not read by pandas, or a column is not.
    """
    reading, frame = told.dataset.reading, told.dataset.frame
    if reading.image is not None:
        raise UsageError("code_images", source=told.source)
    if len(reading.part) > MOST_STRETCHES:
        raise UsageError("code_of_part", source=told.source, rows=reading.rows)
    from hanpan.data.readers import read_table

    names = list(map(str, read_table(told.source, told.options, wanted=[told.problem.target]).frame.columns))
    absent = [name for name in columns if name not in names]
    if absent:
        raise UsageError("code_joined", columns=", ".join(absent[:5]))
    failed: UsageError | None = None
    for opening in openings(told.source, reading.format, reading.decisions, names):
        raw = _opened(opening, told.source)
        if raw is None or raw.shape[1] != len(names):
            continue
        renamed = names if list(map(str, raw.columns)) != names else []
        raw = raw.set_axis(names, axis=1)
        if reading.part:
            raw = pd.concat([raw.iloc[slice(*one)] for one in reading.part], ignore_index=True)
        try:
            return _columns(ReadCode(opening, list(columns), renamed), raw, frame, told)
        except UsageError as error:
            failed = failed or error
    raise failed or UsageError("code_table", source=told.source)


def _opened(opening: Opening, path: str) -> pd.DataFrame | None:
    """The table as an opening reads it; None where it cannot."""
    try:
        return opening.make(path)
    except Exception:
        return None


def _columns(code: ReadCode, raw: pd.DataFrame, wanted: pd.DataFrame, told: ToldRow) -> ReadCode:
    target = told.problem.target
    rows = _rows_kept(raw, wanted, told)
    if code.opening.text:
        raw = raw.apply(lambda cells: cells.str.strip())
        code.missing = _missing_words(raw.iloc[rows], wanted, code.kept)
        raw = raw.mask(raw.isin(["", *code.missing]))
    raw = raw.iloc[rows].reset_index(drop=True)
    for name in code.kept:
        column = told.dataset.schema[name]
        number = column.kind == "number" and not (name == target and told.problem.labels)
        found = way_of(raw[name], wanted[name], column, number=number)
        if found is None:
            raise UsageError("code_column", column=name, source=told.source)
        _note(code, name, found, number)
    return code


def _note(code: ReadCode, name: str, found: str, number: bool) -> None:
    if number and found == NUMBER:
        code.numbers.append(name)
    elif found == AS_TEXT:
        code.typed_words.append(name)
    elif found != AS_THEY_ARE.text:
        code.others[name] = found


def _rows_kept(raw: pd.DataFrame, wanted: pd.DataFrame, told: ToldRow) -> np.ndarray:
    """Places of the rows that have a target."""
    places = np.arange(len(raw))
    if len(raw) == len(wanted):
        return places
    cells = raw[told.problem.target]
    words = told.dataset.schema[told.problem.target].missing_words
    known = cells.notna() & ~cells.astype(str).str.strip().isin(["", *words])
    places = places[known.to_numpy()]
    if len(places) != len(wanted):
        raise UsageError("code_table", source=told.source)
    return places


def _missing_words(raw: pd.DataFrame, wanted: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Words that stand for a missing cell in some column and for a value in none."""
    absent: set[str] = set()
    present: set[str] = set()
    for name in columns:
        gone = wanted[name].isna().to_numpy()
        absent |= set(raw[name].to_numpy()[gone])
        present |= set(raw[name].to_numpy()[~gone])
    return sorted(str(word) for word in absent - present - {""} if isinstance(word, str))[:MOST_ODD]


def lines(code: ReadCode) -> list[str]:
    """What is done to columns that are written otherwise, one statement each."""
    return [
        f"table[{literal(name)}] = " + expression.format(cells=f"table[{literal(name)}]")
        for name, expression in code.others.items()
    ]
