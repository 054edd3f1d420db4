"""The same values in another coat: a unit that training did not write, shares for per cent, spans of time as text.

A column is trained from one kind of file and predicted from another: Parquet gives .161 where a text file says 16.1 %,
3000 where people write 3,000원, seconds where they write 0:50:00. What is taken so is told.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import Cells
from hanpan.data.parsers.amounts.numbers import NumberText
from hanpan.data.parsers.amounts.units import PERCENT
from hanpan.data.parsers.amounts.written import main_unit
from hanpan.data.parsers.masks import as_mask, matches
from hanpan.data.parsers.moments import clock, dates
from hanpan.data.parsers.moments.zones import NO_ZONE, UTC
from hanpan.data.parsers.spellings import as_known
from hanpan.data.raw import Note
from hanpan.data.schema import Column
from hanpan.statistics.arrays import Floats

MOST = 0.5  # of the rows that hold something
ROOM = 1.05  # how far beyond the largest share of training one may lie
SHARE = 100.0


def written_numbers(parts: NumberText, cells: Cells, column: Column) -> tuple[Floats, list[Note]]:
    """Numbers (k,) of distinct cells in the column's unit; where most have none, in the unit that they have."""
    values = parts.in_unit(column.unit)
    if _rows(np.isfinite(values), cells) >= MOST:
        bare = not any(parts.units.to_pylist())
        return shares_as_percent(values, column) if bare else (values, [])
    if not column.unit:
        unit = main_unit(parts, cells.counts)
        own = parts.in_unit(unit)
        if unit and _rows(np.isfinite(own), cells) >= MOST:
            if unit in PERCENT and _are_shares(own, column):
                own = np.round(own / SHARE, 12)
                return own, [("percent_comes", _first(cells, own, column))]
            return own, [("unit_comes", {"unit": unit, **_first(cells, own, column)})]
        spans = clock.read_as(cells.words, clock.EVERY).values
        if _rows(np.isfinite(spans), cells) >= MOST:
            return spans, [("times_in_seconds", _first(cells, spans, column))]
    return values, []


def truths(cells: Cells, column: Column) -> tuple[Cells, list[Note]]:
    """True and false, yes and no (k,), of a column that had 0 and 1 in training, as these."""
    if not column.whole or column.unit or (column.low, column.high) != (0, 1):
        return cells, []
    made = as_known(cells.words, ("0", "1"))
    changed = np.flatnonzero(as_mask(pc.not_equal(made, cells.words)) & ~matches(cells.words, r"^\d"))
    if not len(changed):
        return cells, []
    place = int(changed[0])
    shown = {"column": column.name, "cell": cells.words[place].as_py(), "value": made[place].as_py()}
    return cells.renamed(made), [("truths_as_numbers", shown)]


def shares_as_percent(values: Floats, column: Column) -> tuple[Floats, list[Note]]:
    """Bare numbers of a column that training wrote with a per cent sign: taken as shares where they are that small."""
    if column.unit not in PERCENT or column.low is None or column.high is None:
        return values, []
    largest = max(abs(column.low), abs(column.high))
    present = np.abs(values[np.isfinite(values)])
    if largest <= 1 or not len(present) or present.max() > max(1.0, ROOM * largest / SHARE):
        return values, []
    made = np.round(values * SHARE, 12)  # 0.57 is 57 %, not 56.99999999999999 %
    shown = float(values[np.isfinite(values)][0])
    told = {"column": column.name, "cell": f"{shown:.6g}", "value": f"{SHARE * shown:.6g}"}
    return made, [("percent_as_shares", told)]


def seconds(cells: Cells, column: Column) -> Floats:
    """Seconds (k,) of a column that training read from times; bare numbers are seconds already."""
    values = clock.read_as(cells.words, f"{column.reader}|{clock.EVERY}").values
    if np.isnan(values).all() and len(values):
        return np.array([_as_float(word) for word in cells.words.to_pylist()])
    return values


def written_dates(cells: Cells, column: Column) -> dates.DateReading:
    """Dates (k,) of a column that came with its type in training: ISO, or else whatever way they are written in."""
    own = dates.Manner(dates.ISO, column.zone or NO_ZONE)
    found = dates.read_as(cells.words, own)
    if np.isnat(found.values).any():
        read = dates.read_column(cells.words, cells.counts)
        if read is not None:
            found = dates.filled(found, cells.words, read.manner._replace(zone=own.zone))
    return found


def codes_padded(cells: Cells, column: Column) -> tuple[Cells, list[Note]]:
    """Digits of which a source with numbers lost the zeros in front, with as many digits as all known codes have."""
    known = column.categories
    width = len(known[0]) if known else 0
    if not any(code.startswith("0") for code in known) or not all(len(c) == width and c.isdecimal() for c in known):
        return cells, []
    words = cells.words.to_pylist()
    told = [word.zfill(width) if word.isdecimal() else word for word in words]
    short = [place for place, word in enumerate(words) if told[place] != word]
    if not short:
        return cells, []
    shown = {"column": column.name, "cell": words[short[0]], "value": told[short[0]]}
    return cells.renamed(pa.array(told, type=cells.words.type)), [("zeros_restored", shown)]


def zone_told(zone: str, column: Column) -> list[Note]:
    """A zone that comes or goes: ``zone`` is that of the new table, as it may be shown, or empty."""
    typed_before = not column.reader and column.zone == UTC  # an older file, which does not say whether there was one
    if typed_before or bool(zone) == bool(column.zone):
        return []
    return [("zone_comes" if zone else "zone_goes", {"column": column.name, "zone": column.zone or zone})]


def _are_shares(percent: Floats, column: Column) -> bool:
    """Whether training held shares of one where cells now say per cent."""
    if column.low is None or column.high is None:
        return False
    within = [((each >= column.low) & (each <= column.high)).sum() for each in (percent / SHARE, percent)]
    return bool(within[0] > within[1] or (within[0] == within[1] and max(abs(column.low), abs(column.high)) <= 1))


def _rows(fits: npt.NDArray[np.bool_], cells: Cells) -> float:
    total = int(cells.counts.sum())
    return float(cells.counts[fits].sum()) / total if total else 1.0


def _first(cells: Cells, values: Floats, column: Column) -> dict[str, Any]:
    """The first cell that could be read, and what it is."""
    place = int(np.flatnonzero(np.isfinite(values))[0])
    return {"column": column.name, "cell": cells.words[place].as_py(), "value": f"{values[place]:.6g}"}


def _as_float(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return np.nan
