"""Times with a zone on one clock: the wall clock that the rows were written by stays what it is."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hanpan.data.parsers.moments.dressing import Minutes, offset_minutes, offset_text

Dates = npt.NDArray[np.datetime64]
Counts = npt.NDArray[np.int64]
NO_ZONE, LOCAL, UTC = "-", "local", "UTC"  # LOCAL: summer and winter time of one place, each by its own clock
SUMMER = 60  # minutes between the two clocks of one place
NEARLY_ALL = 0.99


class Settled(NamedTuple):
    """Dates (k,) on one clock, its zone, the zones that were met, and the share of dated rows that have one."""

    values: Dates
    zone: str
    zones: tuple[str, ...] = ()
    zoned: float = 0.0


def settle(values: Dates, ahead: Minutes, counts: Counts, zone: str = "") -> Settled:
    """Times of one column on one clock.

    Parameters
    ----------
    values
        What the clock said (k,).
    ahead
        How many minutes it was ahead of UTC (k,); NaN: nothing was said.
    counts
        Rows of each (k,).
    zone
        That of the column, where it is known (``-``: none); else what most rows say: one zone, the two of one place
        with summer time (``local``), or UTC where several are mixed.

    Examples
    --------
    >>> nine = np.array(["2024-01-01T09:00"], dtype="datetime64[us]")
    >>> settle(nine, np.array([540.0]), np.array([1])).values[0], settle(nine, np.array([540.0]), np.array([1])).zone
    (np.datetime64('2024-01-01T09:00:00.000000'), '+09:00')
    >>> settle(nine, np.array([0.0]), np.array([1]), "+09:00").values[0]
    np.datetime64('2024-01-01T18:00:00.000000')
    """
    dated = ~np.isnat(values)
    known = dated & np.isfinite(ahead)
    if not known.any():
        return Settled(values, "" if zone in ("", NO_ZONE) else zone)
    minutes, place = np.unique(ahead[known], return_inverse=True)
    rows = np.bincount(place, counts[known]).astype(np.float64)
    chosen = zone or _chosen(minutes, rows)
    told = tuple(offset_text(int(each)) for each in minutes)
    share = float(counts[known].sum() / counts[dated].sum())
    if chosen in (LOCAL, NO_ZONE):
        return Settled(values, "" if chosen == NO_ZONE else chosen, told, share)
    own = np.where(known, ahead, 0.0)
    wanted = 0 if chosen == UTC else offset_minutes(chosen)
    moved = np.where(known, (wanted - own) * 60_000_000, 0.0).astype("int64").astype("timedelta64[us]")
    return Settled(values + moved, chosen, told, share)


def is_zone(text: str) -> bool:
    """Whether a text is the zone of a column.

    Examples
    --------
    >>> [is_zone(text) for text in ("", "+09:00", "local", "UTC", "Mars")]
    [True, True, True, True, False]
    """
    return text in ("", LOCAL, UTC) or bool(re.fullmatch(r"[+-](0\d|1[0-5]):[0-5]\d", text))


def _chosen(minutes: Minutes, rows: npt.NDArray[np.float64]) -> str:
    most = int(rows.argmax())
    if rows[most] >= NEARLY_ALL * rows.sum():
        return offset_text(int(minutes[most]))
    return LOCAL if len(minutes) == 2 and np.ptp(minutes) == SUMMER else UTC
