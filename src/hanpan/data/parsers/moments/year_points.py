"""Years with a period behind a point, which look like decimals: 2023.1 is January and 2023.10 October."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.masks import matches
from hanpan.statistics.arrays import are_whole

SHAPE = r"^(?:19|20)\d{2}\.\d{1,2}$"
_MONTH = "(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d{2}"
SAID = {
    rf"^{_YEAR}\.{_MONTH}월$": "%Y.%m월",
    rf"^'\d\d\.{_MONTH}월$": "'%y.%m월",
    rf"^\d\d\.{_MONTH}월$": "%y.%m월",
    rf"^{_YEAR}\.[1-4]Q$": "%Y.%qQ",
    r"^'\d\d\.[1-4]Q$": "'%y.%qQ",
    r"^\d\d\.[1-4]Q$": "%y.%qQ",
    rf"^{_YEAR}\.[1-4]분기$": "%Y.%q분기",
    r"^'\d\d\.[1-4]분기$": "'%y.%q분기",
    r"^\d\d\.[1-4]분기$": "%y.%q분기",
}
SHORT = rf"^\d{{2}}\.{_MONTH}$"
PADDED = {r"^\d{2}/(?:0[1-9]|1[0-2])$": "%y/%m", r"^\d{2}-(?:0[1-9]|1[0-2])$": "%y-%m"}  # where the name says months
LOWEST, HIGHEST = 1900.0, 2100.0
MONTHS, QUARTERS, WEEKS = 12, 4, 53
FEWEST = 6  # different values that all lie in 1 ... 12 by chance once in millions
FEWEST_HINTED = 2


class YearPoints(NamedTuple):
    """How such a column is read: a format, or ``unclear`` where it is periods, but nobody knows which."""

    reader: str
    unclear: bool = False


def year_points(words: pa.Array, *, months: bool, quarters: bool) -> YearPoints | None:
    """The format of cells (k,) such as 2023.10, or None where they are decimals.

    Software that writes decimals writes all of them to the same place, or none with a zero at the end: 2023.1 beside
    2023.10 are two periods.

    Parameters
    ----------
    months, quarters
        Whether the name of the column says so.

    Examples
    --------
    >>> year_points(pa.array(["2023.1", "2023.10", "2023.2", "2023.12"]), months=False, quarters=False)
    YearPoints(reader='%Y.%m', unclear=False)
    >>> year_points(pa.array(["2023.1", "2023.25", "2023.5"]), months=False, quarters=False) is None
    True
    """
    said = {**SAID, **PADDED} if months else SAID
    for shape, reader in said.items():
        if len(words) and re.match(shape, words[0].as_py()):
            return YearPoints(reader) if matches(words, shape).all() else None
    if months and len(words) and re.match(SHORT, words[0].as_py()):
        return _short(words)
    if not len(words) or not re.match(SHAPE, words[0].as_py()) or not matches(words, SHAPE).all():
        return None
    behind = pc.replace_substring_regex(words, r"^\d+\.", "")
    period = pc.cast(behind, pa.float64()).to_numpy(zero_copy_only=False)
    digits = pc.binary_length(behind).to_numpy(zero_copy_only=False)
    if period.min() < 1:
        return None
    mixed = digits.min() != digits.max()
    no_decimals = mixed and bool(matches(behind, "^[1-9]0$").any())
    if period.max() <= QUARTERS and quarters:
        return YearPoints("%Y.%q")
    if period.max() <= MONTHS:
        enough = FEWEST_HINTED if months or no_decimals else FEWEST
        two = digits.max() == 2
        return YearPoints("%Y.%m") if len(words) >= enough and (two or months) else None
    if not no_decimals:
        return None
    return YearPoints("%Y.%V") if period.max() <= WEEKS else YearPoints("", unclear=True)


def _short(words: pa.Array) -> YearPoints | None:
    """Two-digit years, where the name says months: 23.1 beside 23.10, or all of them padded to two digits."""
    if not matches(words, SHORT).all():
        return None
    behind = pc.replace_substring_regex(words, r"^\d+\.", "")
    digits = pc.binary_length(behind).to_numpy(zero_copy_only=False)
    return YearPoints("%y.%m") if digits.min() == 2 or matches(behind, "^10$").any() else None


def may_be(values: np.ndarray, *, months: bool) -> bool:
    """Whether numbers lie where years do, and are not whole: worth a look at how they are written."""
    if not len(values):
        return False
    low, high = float(values.min()), float(values.max())
    in_range = (low >= LOWEST and high < HIGHEST) or (months and low >= 0 and high < 100)
    return in_range and not are_whole(values)
