"""Text cells to numbers, times, dates or words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import arrow_of
from hanpan.data.columns.corrections import Wish
from hanpan.data.columns.surroundings import Surroundings
from hanpan.data.columns.text_dates import as_compact_dates, as_dates, as_times, as_year_points, wished_date
from hanpan.data.columns.text_numbers import as_numbers, plain_column
from hanpan.data.columns.text_words import as_words
from hanpan.data.columns.typed import Typed
from hanpan.data.columns.undecided import Undecided
from hanpan.data.parsers.amounts.marks import COMMA
from hanpan.data.parsers.amounts.written import MOST_DIGITS
from hanpan.data.parsers.hints import says_month, says_week
from hanpan.data.parsers.masks import as_mask
from hanpan.data.parsers.moments import year_points
from hanpan.statistics.arrays import are_whole

PROBE = 1_000
EXACT = 10**MOST_DIGITS
COMPACT = (100_101, 99_991_231_235_959)  # from 6 digits (a day or a month) to 14 (a second)
COMPACT_DIGITS = (6, 8, 10, 12, 14)
BOOKS = (9.78e12, 9.80e12)


def infer_text(name: str, series: pd.Series, wish: Wish, around: Surroundings) -> Typed:
    """One text column: numbers if nearly all cells are, else times or dates, else words.

    Raises
    ------
    DataError
        Numbers among which some are infinite; a wish that no cell fulfils.
    """
    if wish.kind in (None, "number") and wish.missing is None and wish.decimal != COMMA:
        plain = plain_numbers(series, months=says_month(name), weeks=says_week(name))
        typed = None if plain is None else plain_column(name, plain, series, wish)
        if typed is not None and (wish.decimal or around.habit != COMMA or not typed.marks.unsure):
            return typed
    column = Undecided(name, series, wish, around)
    if wish.kind == "date":
        return wished_date(column)
    if wish.kind == "number":
        return as_numbers(column) or as_words(column)
    if wish.kind is None:
        for kind in (as_year_points, as_compact_dates, as_numbers, as_times, as_dates):
            found = kind(column)
            if found is not None:
                return found
    return as_words(column)


def plain_numbers(series: pd.Series, *, months: bool, weeks: bool) -> npt.NDArray[np.float64] | None:
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
    if _needs_care(present, months, weeks) or _leading_zero(array):
        return None
    return np.array(values, dtype=np.float64)


def _needs_care(present: npt.NDArray[np.float64], months: bool, weeks: bool) -> bool:
    """Whether ordinary numbers may be dates, codes or periods."""
    low, high = float(present.min()), float(present.max())
    if not are_whole(present):
        return year_points.may_be(present, months=months)
    if max(abs(low), abs(high)) >= EXACT or (low >= BOOKS[0] and high < BOOKS[1]):
        return True
    return COMPACT[0] <= low and high <= COMPACT[1] and (weeks or _compact(present, low, high))


def _compact(present: npt.NDArray[np.float64], low: float, high: float) -> bool:
    """Whether whole numbers are all as long as a date without separators, and the first of six digits could be one."""
    digits = len(f"{low:.0f}")
    if digits != len(f"{high:.0f}") or digits not in COMPACT_DIGITS:
        return False
    return digits > COMPACT_DIGITS[0] or _months(present[:PROBE]) or _days(present[:PROBE])


def _months(numbers: npt.NDArray[np.float64]) -> bool:
    """Whether six digits could be a year and a month."""
    month, year = numbers % 100, numbers // 100
    return bool(((month >= 1) & (month <= 12) & (year >= 1900) & (year < 2100)).all())


def _days(numbers: npt.NDArray[np.float64]) -> bool:
    """Whether six digits could be year, month and day."""
    month, day = numbers // 100 % 100, numbers % 100
    return bool(((month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)).all())


def _leading_zero(array: pa.Array) -> bool:
    suspects = pc.and_(pc.less(array, "1"), pc.greater(pc.binary_length(array), 1))  # "0", "+" and "-" sort before "1"
    return bool(as_mask(pc.match_substring_regex(array.filter(suspects), r"^[+-]?0\d")).any())
