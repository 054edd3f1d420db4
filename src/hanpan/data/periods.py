"""Calendar periods: hours, days, weeks, months, quarters or years, so that a time span falls into a few dozen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hanpan.statistics.arrays import Floats, Ints

# Longest span in days, unit of numpy, how many of it make one period, name.
_LADDER = (
    (2.0, "h", 1, "hour"),
    (62.0, "D", 1, "day"),
    (365.0, "D", 7, "week"),
    (1_500.0, "M", 1, "month"),
    (5_500.0, "M", 3, "quarter"),
    (36_500.0, "Y", 1, "year"),
    (np.inf, "Y", 10, "decade"),
)
_MONDAY = 3  # 1970-01-01 was a Thursday: so many days after a Monday
MICRO_A_DAY = 86_400_000_000


class Periods(NamedTuple):
    """``place`` (m,) points into ``starts`` (ISO dates of the first moments); periods without a row are among them."""

    unit: str
    place: Ints
    starts: list[str]


def periods_of(days: Floats) -> Periods:
    """The periods of moments (m,), given as days since 1970-01-01 and all finite.

    Examples
    --------
    >>> periods_of(np.array([0.0, 31.0, 400.0]))
    Periods(unit='month', place=array([ 0,  1, 13]), starts=['1970-01', '1970-02', '1970-03', '1970-04', '1970-05', \
'1970-06', '1970-07', '1970-08', '1970-09', '1970-10', '1970-11', '1970-12', '1971-01', '1971-02'])
    """
    span = float(days.max() - days.min())
    _, unit, each, name = next(step for step in _LADDER if span <= step[0])
    moments = np.round(days * MICRO_A_DAY).astype("datetime64[us]")
    number = moments.astype(f"datetime64[{unit}]").astype(np.int64)
    shift = _MONDAY if name == "week" else 0
    number = (number + shift) // each
    first, last = int(number.min()), int(number.max())
    starts = (np.arange(first, last + 1) * each - shift).astype(f"datetime64[{unit}]")
    return Periods(name, (number - first).astype(np.intp), [str(start).replace("T", " ") for start in starts])
