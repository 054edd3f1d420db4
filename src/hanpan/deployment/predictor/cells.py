"""Single cells as their column had them in training: what is plain at once, without a frame.

Whatever is not plain (text where numbers are, dates, another spelling of a category) is ``ODD`` here and goes the way
of whole tables (``data.conform``), so that there is one reading of every cell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from hanpan.data.columns.text_numbers import PLAIN_EITHER
from hanpan.data.columns.typed import MOST_CATEGORIES
from hanpan.data.columns.typed_columns import as_float
from hanpan.data.conforming.conform_across import ROOM, SHARE
from hanpan.data.conforming.conform_cells import known_mark
from hanpan.data.parsers.amounts.marks import COMMA
from hanpan.data.parsers.amounts.units import PERCENT
from hanpan.data.parsers.moments.clock import is_clock
from hanpan.data.parsers.words import ALWAYS
from hanpan.data.schema import Column

ODD: Final = object()
_LARGEST = 2.0**53  # whole numbers beyond are read as text where they do not fit
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_EITHER = re.compile(PLAIN_EITHER)
_DATES = {
    "%Y-%m-%d": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "%Y-%m-%d %H:%M:%S": re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII),
}


class RowNote(NamedTuple):
    """Something noticed in a row.

    ``kind``: ``extra`` (a column nobody asked for), ``missing``, ``unread`` (no value of its kind, taken as missing;
    ``cell`` shows it), ``unseen`` (a category training never met), ``outside`` (a number beyond the range of
    training), or the key of a text ``reading.<kind>`` with its ``fields``.
    """

    kind: str
    column: str
    cell: str = ""
    fields: tuple[tuple[str, Any], ...] = ()


Noted = list[RowNote]
ReadCell = Callable[[Any, Noted], Any]


@dataclass(frozen=True, slots=True)
class CellReader:
    """How cells of one column are read.

    Attributes
    ----------
    read
        A cell's value, or ``ODD``; what it notices is added to a list.
    points
        Text in which a point can only be a decimal point is read as it stands.
    """

    column: Column
    read: ReadCell
    points: bool = False

    @classmethod
    def of(cls, column: Column) -> CellReader:
        """The reader of a column."""
        if column.kind == "number":
            return cls(column, _numbers(column), _reads_points(column))
        return cls(column, _dates(column) if column.kind == "date" else _words(column))

    def plain_number(self, cell: str) -> float | None:
        """The number that a text can only be; None where there is a choice, or it is none."""
        if not self.points or not _DECIMAL.fullmatch(cell) or _EITHER.match(cell):
            return None
        return float(cell)


def _numbers(column: Column) -> ReadCell:
    missing, outside = RowNote("missing", column.name), RowNote("outside", column.name)
    low, high = _bounds(column)
    gone = frozenset(_missing_numbers(column))
    share = -1.0
    if column.unit in PERCENT:
        share = max(1.0, ROOM * max(abs(low), abs(high)) / SHARE)

    def read(cell: Any, noted: Noted) -> Any:
        kind = type(cell)
        if kind is float or kind is int:
            if not -_LARGEST < cell < _LARGEST:
                if cell == cell:
                    return ODD
            elif -share <= cell <= share:  # a share where training wrote per cent?
                return ODD
            elif cell not in gone:
                if not low <= cell <= high:
                    noted.append(outside)
                return cell
        elif cell is not None:
            return ODD
        noted.append(missing)
        return math.nan

    return read


def _dates(column: Column) -> ReadCell:
    """Days and times in ISO form, where that is how the column is written; far ones may stand for an open end."""
    missing = RowNote("missing", column.name)
    form = _DATES.get(column.reader) if not column.zone and not column.missing_words else None

    def read(cell: Any, noted: Noted) -> Any:
        if cell is not None:
            plain = form is not None and type(cell) is str and form.fullmatch(cell) and "1900" < cell < "2090"
            return _moment(cell) if plain else ODD
        noted.append(missing)
        return None

    return read


def _moment(cell: str) -> Any:
    try:
        return np.datetime64(cell, "us")
    except ValueError:  # no day of the calendar
        return ODD


def _words(column: Column) -> ReadCell:
    missing = RowNote("missing", column.name)
    known = frozenset(column.categories)
    spelled = column.kind in ("category", "ordered") and 0 < column.n_distinct <= MOST_CATEGORIES
    own = frozenset(column.missing_words)

    def read(cell: Any, noted: Noted) -> Any:
        if type(cell) is str:
            if cell in known:
                return cell
            # Of free words all that matters is that they are no word for "no value" and need no stripping.
            plain = not spelled and cell != "" and cell[0].isalnum() and cell[-1].isalnum()
            return cell if plain and cell.lower() not in ALWAYS and cell not in own else ODD
        if cell is not None:
            return ODD
        noted.append(missing)
        return None

    return read


def _bounds(column: Column) -> tuple[float, float]:
    if column.low is None or column.high is None:
        return -math.inf, math.inf
    return column.low, column.high


def _missing_numbers(column: Column) -> list[float]:
    return [number for word in column.missing_words if (number := as_float(word)) is not None]


def _reads_points(column: Column) -> bool:
    special = is_clock(column.reader) or column.unit in PERCENT or bool(_missing_numbers(column))
    return not special and known_mark(column) != COMMA
