"""The century of two-digit years, from the years themselves: they lie together, and seldom far ahead of today."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

POSIX = 1969  # 69 ... 99 are 1969 ... 1999, and 00 ... 68 are 2000 ... 2068
_WIDE = 10  # years in a row without a row: less of a gap says nothing about where a century begins
_AHEAD = 3  # a year in the future is as far away as three in the past


def first_year(short: Iterable[int], today: int, *, past: bool = False) -> int:
    """The first of the hundred years that two-digit years lie in.

    Parameters
    ----------
    short
        The years, 0 ... 99.
    today
        The year it is.
    past
        Whether none can lie in the future, as births cannot.

    Examples
    --------
    >>> first_year(range(40, 100), 2026), first_year([22, 25, 31], 2026), first_year([22, 25, 31], 2026, past=True)
    (1940, 2022, 1922)
    >>> first_year([85, 99, 0, 12], 2026), first_year(range(100), 2026)
    (1985, 1927)
    """
    years = np.unique(np.asarray(list(short), dtype=int) % 100)
    gaps = np.diff(np.append(years, years[0] + 100))
    widest = int(gaps.argmax())
    if gaps[widest] < _WIDE:
        return today - 99
    begin = int(years[(widest + 1) % len(years)])
    span = int(100 - gaps[widest])
    starts = [century + begin for century in range(today // 100 * 100 - 200, today // 100 * 100 + 101, 100)]
    if past:
        return max(start for start in starts if start + span <= today)
    return min(starts, key=lambda start: _distance(start, start + span, today))


def _distance(first: int, last: int, today: int) -> int:
    """How far a stretch of years lies from today."""
    return today - last if last < today else _AHEAD * max(0, first - today)
