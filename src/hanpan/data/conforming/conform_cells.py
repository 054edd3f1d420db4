"""The cells of one column of a new table, as the column of the training has them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import Cells, arrow_of, distinct_cells
from hanpan.data.columns.text_numbers import point_marks, shown
from hanpan.data.columns.typed import MOST_CATEGORIES, open_column
from hanpan.data.columns.typed_columns import as_float, open_days, untimed, wall_clock, without_words
from hanpan.data.conforming import conform_across
from hanpan.data.labels import label_texts
from hanpan.data.parsers.amounts.marks import COMMA, POINT, Marks, habit
from hanpan.data.parsers.amounts.written import Written
from hanpan.data.parsers.masks import as_mask
from hanpan.data.parsers.moments import clock, dates
from hanpan.data.parsers.spellings import as_known
from hanpan.data.parsers.words import missing_words
from hanpan.data.raw import Note
from hanpan.data.schema import Column

SHOWN = 3
KINDS = ("unread", "examples", "unseen", "outside", "missing")
OLD_MARKS = {"comma": COMMA, "point": POINT, "thousands": POINT}


class Noticed:
    """What is noticed on the way, by column.

    Parameters
    ----------
    written
        The text columns of the table that are numbers to the schema.
    separator
        What stands between the cells of its file.
    """

    def __init__(self, written: Sequence[pd.Series] = (), separator: str = "") -> None:
        self._written, self._separator = written, separator
        self.counts: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        self.told: list[Note] = []

    @cached_property
    def habit(self) -> str:
        """The decimal mark of the whole table, where it shows one; only asked for where a column cannot tell."""
        return habit(map(_marks, self._written), self._separator)

    def count(self, kind: str, name: str, count: int) -> None:
        """Cells of a kind; none is nothing to tell."""
        if count:
            self.counts[kind][name] = count

    def unread(self, name: str, count: int, examples: list[str]) -> None:
        """Cells that are no value of their column's kind, some of them shown."""
        self.count("unread", name, count)
        if count:
            self.counts["examples"][name] = examples[:SHOWN]

    def unread_cells(self, name: str, cells: Cells, odd: npt.NDArray[np.bool_]) -> None:
        """The same of distinct cells (k,)."""
        if odd.any():
            words = cells.words.filter(pa.array(odd))[:SHOWN].to_pylist()
            self.unread(name, int(cells.counts[odd].sum()), words)


class _PlainNumbers(NamedTuple):
    """A text column of nothing but ordinary numbers."""

    values: npt.NDArray[np.float64]
    marks: Marks


def is_written(series: pd.Series, column: Column) -> bool:
    """Whether a column that the schema has as numbers came as text."""
    return column.kind == "number" and isinstance(series.dtype, pd.StringDtype)


def conformed(series: pd.Series, column: Column, noticed: Noticed) -> pd.Series:
    """One column with the type that its kind has."""
    if not isinstance(series.dtype, pd.StringDtype):
        series = without_words(series if column.kind == "date" else untimed(series), column.missing_words)[0]
    if column.kind == "number":
        made = _numbers(series, column, noticed)
    elif column.kind == "date":
        made = _dates(series, column, noticed)
    else:
        made = _words(series, column, noticed)
    noticed.count("missing", column.name, int(made.isna().sum()))
    return made.reset_index(drop=True)


def made_from(series: pd.Series, column: Column) -> pd.Series:
    """A yes/no column that was made from another one: whether the end in it is still open."""
    if series.dtype.kind == "M":
        return open_days(series, column.source).series
    cells = distinct_cells(label_texts(series))
    ends = dates.open_ends(cells.words)
    gone = missing_words(cells.words, among_numbers=True) & ~ends
    return open_column(column.source, cells.without(gone), ends[~gone]).series.rename(column.name)


def _marks(series: pd.Series) -> Marks:
    plain = _plain(series)
    if plain is not None:
        return plain.marks
    cells = distinct_cells(series)
    return Written(cells.words).marks(cells.counts)


def _numbers(series: pd.Series, column: Column, noticed: Noticed) -> pd.Series:
    if column.reader == "%H%M":  # a source with numbers lost the zeros in front
        series = label_texts(series).str.zfill(4)
    if series.dtype.kind in "iufb" and series.dtype != bool:
        values = _typed_numbers(series, column, noticed)
    elif clock.is_clock(column.reader):
        cells = _present(series, column)
        read = conform_across.seconds(cells, column)
        noticed.unread_cells(column.name, cells, np.isnan(read))
        values = cells.spread(read, np.nan)
    else:
        values = _written_numbers(series, column, noticed)
    if column.low is not None and column.high is not None:
        outside = (values < column.low) | (values > column.high)
        noticed.count("outside", column.name, int(outside.sum()))
    return pd.Series(values)


def _typed_numbers(series: pd.Series, column: Column, noticed: Noticed) -> npt.NDArray[np.float64]:
    values = series.to_numpy(dtype=np.float64, na_value=np.nan).copy()
    infinite = np.isinf(values)
    noticed.unread(column.name, int(infinite.sum()), [str(value) for value in values[infinite][:SHOWN]])
    values[infinite] = np.nan
    values, told = conform_across.shares_as_percent(values, column)
    noticed.told += told
    return values


def _written_numbers(series: pd.Series, column: Column, noticed: Noticed) -> npt.NDArray[np.float64]:
    careful = "shortened" in column.written or any(as_float(word) is not None for word in column.missing_words)
    plain = None if careful else _plain(series)
    told_comma = plain is not None and plain.marks.marked and known_mark(column) == COMMA
    if plain is not None and not plain.marks.unsure and not told_comma:
        values, told = conform_across.shares_as_percent(plain.values, column)
        noticed.told += told
        return values
    cells, truths = conform_across.truths(_present(series, column), column)
    noticed.told += truths
    ways = {name: name in column.written for name in ("arrows", "in_words", "shortened")}
    written = Written(cells.words, **ways)
    mark = _mark(written, cells, column, noticed)
    read, notes = conform_across.written_numbers(written.parts(mark), cells, column)
    noticed.told += notes
    read[np.isinf(read)] = np.nan
    noticed.unread_cells(column.name, cells, np.isnan(read) & ~written.nothing(column.unit))
    return cells.spread(read, np.nan)


def _mark(written: Written, cells: Cells, column: Column, noticed: Noticed) -> str:
    """The decimal mark of a new column: what its cells settle, else that of the training, else that of the table.

    Where training and table disagree, that one is taken which leaves more numbers where those of the training were;
    where they agree, the other one only if it leaves all of them there, and theirs not one.
    """
    marks, known = written.marks(cells.counts), known_mark(column)
    if marks.own or not marks.either:
        chosen = marks.own or known or POINT
    else:
        agreed = bool(known) and noticed.habit in ("", known)
        first = known if agreed else noticed.habit or POINT
        other = POINT if first == COMMA else COMMA
        within = [_within(written.parts(mark).in_unit(column.unit), cells, column) for mark in (first, other)]
        turned = not within[0] and within[1] == cells.counts.sum() if agreed else within[1] > within[0]
        chosen = other if turned else first
    if marks.marked and chosen != (known or POINT):
        noticed.told.append(("mark_changed", _both_ways(written, cells, column, chosen)))
    return chosen


def known_mark(column: Column) -> str:
    """The decimal mark that training met; empty where all numbers were whole or came with a type."""
    if column.reader in OLD_MARKS:
        return OLD_MARKS[column.reader]
    return "" if column.whole or column.reason == "typed" or not column.reader else POINT


def _within(values: npt.NDArray[np.float64], cells: Cells, column: Column) -> int:
    if column.low is None or column.high is None:
        return 0
    fits = (values >= column.low) & (values <= column.high)
    return int(cells.counts[fits & ~((values % 1 != 0) & column.whole)].sum())


def _both_ways(written: Written, cells: Cells, column: Column, mark: str) -> dict[str, Any]:
    read = written.parts(mark).in_unit(column.unit)
    place = int(np.flatnonzero(np.isfinite(read))[0]) if np.isfinite(read).any() else 0
    return {"column": column.name, "mark": mark, "cell": cells.words[place].as_py(), "value": shown(read[place])}


def _plain(series: pd.Series) -> _PlainNumbers | None:
    """The short way for text that holds nothing but ordinary numbers."""
    if not isinstance(series.dtype, pd.StringDtype):
        return None
    try:
        values = pc.cast(arrow_of(series), pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    if np.isinf(values).any():
        return None
    return _PlainNumbers(np.array(values, dtype=np.float64), point_marks(series))


def _dates(series: pd.Series, column: Column, noticed: Noticed) -> pd.Series:
    if series.dtype.kind == "M":
        if series.notna().any():  # without a date there is no zone that could be missed
            noticed.told += conform_across.zone_told(str(series.dt.tz or ""), column)
        return wall_clock(series, column)
    cells = _present(series, column)
    if column.reader:
        own = dates.Manner(column.reader, column.zone, column.first_year)
        found = dates.read_as(cells.words, own)
        if np.isnat(found.values).any():
            found = dates.filled(found, cells.words, own._replace(reader=dates.ISO))
    else:
        found = conform_across.written_dates(cells, column)
    if len(cells.words):
        noticed.told += conform_across.zone_told(", ".join(found.zones[:SHOWN]) if found.zoned else "", column)
    noticed.unread_cells(column.name, cells, np.isnat(found.values))
    return pd.Series(cells.spread(found.values, np.datetime64("NaT")).astype("datetime64[us]"))


def _words(series: pd.Series, column: Column, noticed: Noticed) -> pd.Series:
    cells = distinct_cells(label_texts(series))
    gone = missing_words(cells.words, among_numbers=False) | _among(cells.words, tuple(column.missing_words))
    if column.categories:  # a known category is no missing word, whatever it says
        gone &= ~_among(cells.words, column.categories)
    cells = cells.without(gone)
    if column.kind in ("category", "ordered") and 0 < column.n_distinct <= MOST_CATEGORIES:
        cells, told = conform_across.codes_padded(cells, column)
        noticed.told += told
        cells = cells.renamed(as_known(cells.words, column.categories))
        unseen = ~_among(cells.words, column.categories)
        noticed.count("unseen", column.name, int(cells.counts[unseen].sum()))
    return cells.series()


def _among(words: pa.Array, known: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    return as_mask(pc.is_in(words, value_set=pa.array(known, type=words.type)))


def _present(series: pd.Series, column: Column) -> Cells:
    cells = distinct_cells(label_texts(series))
    own = pa.array(list(column.missing_words), type=cells.words.type)
    gone = missing_words(cells.words, among_numbers=True) | as_mask(pc.is_in(cells.words, value_set=own))
    return cells.without(gone | dates.open_ends(cells.words) if column.kind == "date" else gone)
