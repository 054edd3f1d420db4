"""Text cells to numbers, dates or words."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data import kinds
from hanpan.data.cells import Cells, arrow_of, distinct_cells
from hanpan.data.checks.id_like import sounds_like_id
from hanpan.data.corrections import NOTHING, Wish
from hanpan.data.listings import enough, examples, listing, without_missing
from hanpan.data.parsers import dates, numbers
from hanpan.data.raw import Note
from hanpan.data.text_words import as_words
from hanpan.data.typed import Typed, date_column, number_column, word_column
from hanpan.foundation.errors import DataError

PROBE = 1_000
EXACT = 10**numbers.MOST_DIGITS
COMPACT_DAYS = (16_000_101, 23_991_231)
COMPACT_FORMATS = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S"}


def infer_text(name: str, series: pd.Series, wish: Wish = NOTHING) -> Typed:
    """One text column: numbers if nearly all cells are, else dates, else words.

    Raises
    ------
    DataError
        Numbers among which some are infinite; a wish that no cell fulfils.
    """
    if wish in (NOTHING, Wish(kind="number")):
        plain = _plain_numbers(series)
        if plain is not None:
            return _number(name, plain, series, {"reader": "plain", "reason": _given(wish) or "numbers"}, wish)
    cells = distinct_cells(series)
    if wish.kind == "date":
        return _wished_date(name, cells, wish)
    if wish.kind in (None, "number"):
        found = _as_numbers(name, cells, series, wish) or (None if wish.kind else _as_dates(name, cells, wish))
        if found is not None:
            return found
    return as_words(name, cells, wish)


def _plain_numbers(series: pd.Series) -> npt.NDArray[np.float64] | None:
    """The fast way for columns of ordinary numbers; None sends a column the careful way."""
    array = arrow_of(series)
    if array.null_count == len(array):
        return None
    try:
        pc.cast(array[:PROBE], pa.float64())  # a failing cast of a whole column is slow
        values = pc.cast(array, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    present = values[np.isfinite(values)]
    if len(present) < len(array) - array.null_count:
        return None
    whole = not (present % 1).any()
    compact = whole and COMPACT_DAYS[0] <= present.min() and present.max() <= 1e14
    codes = whole and np.abs(present).max() >= EXACT
    return None if compact or codes or _leading_zero(array) else np.array(values, dtype=np.float64)


def _leading_zero(array: pa.Array) -> bool:
    suspects = pc.and_(pc.less(array, "1"), pc.greater(pc.binary_length(array), 1))  # "0", "+" and "-" sort before "1"
    return bool(numbers.as_mask(pc.match_substring_regex(array.filter(suspects), r"^[+-]?0\d")).any())


def _number(
    name: str, values: npt.NDArray[np.float64], series: pd.Series, told: dict[str, Any], wish: Wish = NOTHING
) -> Typed:
    typed = number_column(name, values, spelling=series, **told)
    column = typed.column
    present = len(values) - column.missing
    unique = kinds.is_unique(column.n_distinct, present)
    if wish.kind is None and column.whole and not column.unit and unique and sounds_like_id(name):
        return word_column(name, without_missing(distinct_cells(series), wish)[0], "id", reason="id_name")
    return typed


def _as_numbers(name: str, cells: Cells, series: pd.Series, wish: Wish) -> Typed | None:
    present, gone = without_missing(cells, wish, among_numbers=True)
    read = numbers.read_column(present.words, present.counts)
    if wish.kind == "number" and (read is None or not np.isfinite(read.values).any()):
        raise DataError("correction_unfit", column=name, kind="number", examples=examples(present.words))
    if read is None:
        return None
    fits = np.isfinite(read.values)
    _refuse_infinite(name, present, fits)
    if wish.kind is None and (read.codelike or not enough(fits, present)):
        return None
    compact = None if wish.kind or not fits.all() else _compact_dates(name, present, read)
    if compact is not None:
        return compact
    notes = _unread(name, present, ~fits) + _number_notes(name, present, read)
    reason = _given(wish) or ("numbers" if read.reader == "plain" else "written_numbers")
    told = {"reader": read.reader, "unit": read.unit, "reason": reason, "missing_words": gone, "notes": notes}
    return _number(name, present.spread(read.values, np.nan), series, told, wish)


def _compact_dates(name: str, cells: Cells, read: numbers.Reading) -> Typed | None:
    """Whole numbers that are all days of a calendar (20141013) or seconds of one."""
    length = pc.min_max(pc.binary_length(cells.words)).as_py()
    form = COMPACT_FORMATS.get(length["min"]) if length["min"] == length["max"] and read.reader == "plain" else None
    if form is None or len(cells.words) < 2:
        return None
    values = dates.read_as(cells.words, form)
    if np.isnat(values).any():
        return None
    return date_column(name, cells.spread(values, np.datetime64("NaT")), reader=form, reason="compact_dates")


def _as_dates(name: str, cells: Cells, wish: Wish) -> Typed | None:
    present, gone = without_missing(cells, wish, among_numbers=True)
    read = dates.read_column(present.words, present.counts)
    if read is None or not enough(~np.isnat(read.values), present):
        return None
    return _date(name, present, read, {"missing_words": gone, "reason": "dates"})


def _wished_date(name: str, cells: Cells, wish: Wish) -> Typed:
    present, gone = without_missing(cells, wish, among_numbers=True)
    if wish.format:
        read: dates.Reading | None = dates.Reading(dates.read_as(present.words, wish.format), wish.format, "")
    else:
        read = dates.read_column(present.words, present.counts)
    if read is None or np.isnat(read.values).all():
        raise DataError("correction_unfit", column=name, kind="date", examples=examples(present.words))
    return _date(name, present, read, {"missing_words": gone, "reason": "given"})


def _date(name: str, cells: Cells, read: dates.Reading, told: dict[str, Any]) -> Typed:
    notes = _unread(name, cells, np.isnat(read.values))
    values, reader = cells.spread(read.values, np.datetime64("NaT")), read.reader
    if read.ambiguous and told["reason"] != "given":
        other = cells.spread(dates.read_as(cells.words, read.ambiguous), np.datetime64("NaT"))
        if _falls(other) < _falls(values):  # rows are more often in order of time than not
            values, reader, read = other, read.ambiguous, read._replace(ambiguous=reader)
        notes.append(("day_month_unclear", {"column": name, "format": reader, "other": read.ambiguous}))
    if "%z" in reader:
        notes.append(("times_in_utc", {"column": name}))
    return date_column(name, values, reader=reader, notes=notes, **told)


def _falls(values: npt.NDArray[np.datetime64]) -> int:
    present = values[~np.isnat(values)]
    return int((np.diff(present) < np.timedelta64(0)).sum())


def _refuse_infinite(name: str, cells: Cells, fits: npt.NDArray[np.bool_]) -> None:
    if fits.all():
        return
    infinite = numbers.infinite(cells.words) & ~fits
    if infinite.any() and enough(fits | infinite, cells):
        rows = ", ".join(map(str, cells.rows_of(infinite)))
        raise DataError("infinite_cells", column=name, count=int(cells.counts[infinite].sum()), rows=rows)


def _unread(name: str, cells: Cells, odd: npt.NDArray[np.bool_]) -> list[Note]:
    return [("cells_unread", listing(name, cells, odd))] if odd.any() else []


def _number_notes(name: str, cells: Cells, read: numbers.Reading) -> list[Note]:
    notes: list[Note] = []
    if read.reader == "comma":
        notes.append(("decimal_comma", {"column": name}))
    if numbers.as_mask(pc.starts_with(cells.words, "(")).any():
        notes.append(("brackets_negative", {"column": name}))
    return notes


def _given(wish: Wish) -> str:
    return "given" if wish.kind else ""
