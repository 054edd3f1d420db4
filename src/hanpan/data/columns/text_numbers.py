"""Text cells that are numbers in some writing, and what is to be said about how they were read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import Cells, arrow_of, distinct_cells
from hanpan.data.columns import kinds
from hanpan.data.columns.corrections import NOTHING, Wish
from hanpan.data.columns.listings import enough, examples, for_card, unread
from hanpan.data.columns.surroundings import Surroundings
from hanpan.data.columns.typed import Typed, number_column, word_column
from hanpan.data.columns.undecided import Undecided
from hanpan.data.names import sounds_like_id
from hanpan.data.parsers.amounts import numbers
from hanpan.data.parsers.amounts.marks import COMMA, POINT, Marks
from hanpan.data.parsers.amounts.units import QUIET_MONEY, is_money
from hanpan.data.parsers.amounts.written import MOST_UNITS, AmountReading, Written, are_round, read_column
from hanpan.data.parsers.masks import Mask, matches
from hanpan.data.raw import Note
from hanpan.foundation.errors import DataError

PROBE = 1_000
PLAIN_EITHER = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"
SHOWN = 3
READERS = {POINT: "point", COMMA: "comma"}
QUIET = ("grouped",)  # ways of writing that everybody reads alike


def plain_column(name: str, values: npt.NDArray[np.float64], series: pd.Series, wish: Wish) -> Typed:
    """A column of ordinary numbers (n,)."""
    typed = _number(name, values, series, {"reader": "plain", "reason": given(wish) or "numbers"}, wish)
    if typed.column.whole or typed.column.kind != "number":
        return typed
    marks = point_marks(series)
    notes = _round_doubt(name, series) if marks.unsure and not wish.decimal else []
    return replace(typed, column=replace(typed.column, reader="point"), marks=marks, notes=[*typed.notes, *notes])


def _round_doubt(name: str, series: pd.Series) -> list[Note]:
    """Ordinary numbers of three places that all end in zeros may be thousands: 1.500, 12.000."""
    cells = distinct_cells(series)
    if not are_round(cells.words, cells.counts):
        return []
    read = read_column(cells.words, cells.counts, POINT)
    return [] if read is None else _doubt(name, cells, read, NOTHING, sure=False)


def point_marks(series: pd.Series) -> Marks:
    """What the points of a column of ordinary numbers can be: decimal points, unless all have three digits behind."""
    array = arrow_of(series)
    marked = array[:PROBE].drop_null()
    marked = marked.filter(pc.match_substring(marked, "."))
    either = int(matches(marked, PLAIN_EITHER).sum())
    if either < len(marked):
        return Marks(point=len(marked) - either, either=either)
    every = array.drop_null()
    every = every.filter(pc.match_substring(every, "."))
    either, zero = int(matches(every, PLAIN_EITHER).sum()), int(matches(every, r"^[+-]?0\.\d{3}$").sum())
    return Marks(point=len(every) - either, either=either, zero_point=zero)


def as_numbers(column: Undecided) -> Typed | None:
    """The column as numbers, where nearly all cells are.

    Raises
    ------
    DataError
        Some are infinite; the person calls it a number, and no cell is one.
    """
    name, wish, present = column.name, column.wish, column.present
    read = column.written
    if wish.kind == "number" and (read is None or not np.isfinite(read.values).any()):
        raise DataError("correction_unfit", column=name, kind="number", examples=examples(present.words))
    if read is None:
        return None
    nothing = present.counted(read.nothing)  # money with a dash in place of an amount
    present, read = present.without(read.nothing), read.without(read.nothing)
    fits = np.isfinite(read.values)
    _refuse_infinite(name, present, fits)
    if wish.kind is None and (read.codelike or not enough(fits | read.slips, present)):
        return None
    notes = unread(name, present, ~fits) + _written(name, present, read) + _doubt(name, present, read, wish)
    notes += [("money_nothing", {"column": name, **_first(nothing)})] if nothing else []
    told = {
        "reader": READERS[read.mark] if read.marks.marked else "plain",
        "unit": read.unit,
        "reason": given(wish) or ("written_numbers" if read.ways or read.unit else "numbers"),
        "missing_words": column.missing | nothing,
        "written": {way: int(present.counts[which].sum()) for way, which in read.ways.items()},
        "marks": read.marks,
        "notes": notes,
    }
    return _number(name, present.spread(read.values, np.nan), column.series, told, wish)


def given(wish: Wish) -> str:
    """The reason of a kind, where the person said it."""
    return "given" if wish.kind else ""


def _number(
    name: str, values: npt.NDArray[np.float64], series: pd.Series, told: dict[str, Any], wish: Wish = NOTHING
) -> Typed:
    typed = number_column(name, values, spelling=series, **told)
    column = typed.column
    present = len(values) - column.missing
    unique = kinds.is_unique(column.n_distinct, present)
    bare = not column.unit and not column.written
    if wish.kind is None and column.whole and bare and unique and sounds_like_id(name):
        words = Undecided(name, series, wish, Surroundings())
        return word_column(name, words.cells.without(words.gone_among_words), "id", reason="id_name")
    return typed


def _first(counted: dict[str, int]) -> dict[str, Any]:
    return {"count": sum(counted.values()), "examples": ", ".join(f"“{word}”" for word in list(counted)[:SHOWN])}


def _refuse_infinite(name: str, cells: Cells, fits: Mask) -> None:
    if fits.all():
        return
    infinite = numbers.infinite(cells.words) & ~fits
    if infinite.any() and enough(fits | infinite, cells):
        rows = ", ".join(map(str, cells.rows_of(infinite)))
        raise DataError("infinite_cells", column=name, count=int(cells.counts[infinite].sum()), rows=rows)


def _written(name: str, cells: Cells, read: AmountReading) -> list[Note]:
    """Each unusual way of writing: in how many cells, and what one of them became."""
    notes: list[Note] = []
    if read.mark == COMMA and read.marks.marked and not read.marks.doubted(COMMA):
        notes.append(("decimal_comma", {"column": name}))
    ways = {way: which for way, which in read.ways.items() if way not in QUIET}
    if is_money(read.unit) and read.unit not in QUIET_MONEY:
        ways["money"] = np.isfinite(read.values)
    for way, which in ways.items():
        place = int(np.flatnonzero(which)[0])
        told = {"column": name, "count": int(cells.counts[which].sum()), "cell": cells.words[place].as_py()[:40]}
        notes.append((f"written_{way}", {**told, "value": shown(read.values[place])}))
    return notes


def _doubt(name: str, cells: Cells, read: AmountReading, wish: Wish, *, sure: bool = True) -> list[Note]:
    """Comma and point that could be read the other way too: what was taken, and three cells both ways."""
    if wish.decimal or (sure and not read.marks.doubted(read.mark) and not _is_odd_money(cells, read)):
        return []
    other = COMMA if read.mark == POINT else POINT
    parts = Written(cells.words).parts(other).in_unit(read.unit)
    both = np.flatnonzero(np.isfinite(read.values) & np.isfinite(parts) & (read.values != parts))[:SHOWN]
    if not len(both):
        return []
    words = [cells.words[int(place)].as_py() for place in both]
    told = {
        "column": name,
        "taken": read.mark,
        "other": other,
        "cells": [f"{word} → {shown(read.values[place])}" for word, place in zip(words, both, strict=True)],
        "otherwise": [f"{word} → {shown(parts[place])}" for word, place in zip(words, both, strict=True)],
        **for_card(name, f'decimal = "{other}"'),
    }
    return [("decimal_unclear", told)]


def _is_odd_money(cells: Cells, read: AmountReading) -> bool:
    """Whether money has three places behind a point, and no other mark."""
    marks = read.marks
    apart = is_money(read.unit) and 0 < marks.either == marks.marked
    return apart and bool(matches(cells.words, r"\.\d{3}(?:\D|$)").any())


def shown(value: float) -> str:
    """A number as one cell of a program would hold it: no groups, a decimal point."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.10g}"


def holds_numbers(words: pa.Array, counts: npt.NDArray[np.int64]) -> bool:
    """Whether most cells hold one number among a few words that come back: pH 7.4, ≥ 100, 3.5 t (dry)."""
    which = matches(words, numbers.ONE_NUMBER)
    if 2 * counts[which].sum() < counts.sum():
        return False
    around = pc.replace_substring_regex(words.filter(pa.array(which)), r"[\d.,' ]+", "#")
    return bool(pc.count_distinct(around).as_py() <= max(MOST_UNITS, which.sum() // 20))
