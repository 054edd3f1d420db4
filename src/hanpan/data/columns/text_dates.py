"""Text cells that are dates, periods or times of day, and what is to be said about how they were read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hanpan.data.cells import Cells
from hanpan.data.columns.listings import enough, examples, for_card, listing, unread
from hanpan.data.columns.text_numbers import given, shown
from hanpan.data.columns.typed import Typed, date_column, number_column, open_column, word_column
from hanpan.data.columns.undecided import Undecided
from hanpan.data.names import sounds_like_id
from hanpan.data.parsers import hints
from hanpan.data.parsers.masks import Mask, matches
from hanpan.data.parsers.moments import clock, dates, year_points
from hanpan.data.parsers.moments.centuries import POSIX
from hanpan.data.raw import Note
from hanpan.foundation.errors import DataError

NAT = np.datetime64("NaT")
FEWEST_COMPACT = {6: 6, 8: 2, 10: 6, 12: 2, 14: 2}  # different cells, all of them days: fewer are numbers by chance
WITHOUT_TIME, WEEKS_WIDE = 8, 6
FEWEST_DAY_FIRST = 6
FEWEST_HINTED = 2
PERIODS = {"season": "%N", "week": "%V", "quarter": "%q", "half": "%s"}
YEARS = (np.datetime64("1900-01-01"), np.datetime64("2101-01-01"))


def as_year_points(column: Undecided) -> Typed | None:
    """Years with a period behind a point (2023.1 … 2023.10), which would be the same number."""
    name, present = column.name, column.present
    months, quarters = hints.says_month(name), hints.says_quarter(name)
    found = year_points.year_points(present.words, months=months, quarters=quarters)
    if found is None:
        return None
    if found.unclear:
        told = {"column": name, "cells": _ends_differ(present.words), **for_card(name, 'kind = "number"')}
        notes: list[Note] = [("periods_unclear", told)]
        return word_column(name, present, "category", reason="mixed_numbers", notes=notes, missing_words=column.missing)
    read = dates.read_column(present.words, present.counts, _known(column)._replace(reader=found.reader))
    if read is None or np.isnat(read.values).any():
        return None
    notes = [("year_points", {"column": name, **_example(present, read)})] if found.reader.endswith(".%m") else []
    return _date(name, present, read, {"missing_words": column.missing, "reason": "dates", "notes": notes})


def _ends_differ(words: pa.Array) -> list[str]:
    """Three cells, those first that end with a zero."""
    zero = matches(words, r"\.[1-9]0$")
    return [*words.filter(pa.array(zero))[:1].to_pylist(), *words.filter(pa.array(~zero))[:2].to_pylist()]


def as_compact_dates(column: Undecided) -> Typed | None:
    """Digits without separators that are all days of a calendar (20141013), months (202301) or seconds of one."""
    width = dates.same_width(column.present.words)
    if width not in FEWEST_COMPACT or (width != WITHOUT_TIME and sounds_like_id(column.name)):  # a day and a number
        return None
    name, ends = column.name, dates.open_ends(column.present.words)
    present = column.present.without(ends)
    hinted = hints.says_day(name) or hints.says_month(name)
    if len(present.words) < (FEWEST_HINTED if hinted else FEWEST_COMPACT[width]):
        return None
    known = _known(column)
    if width == WEEKS_WIDE and hints.says_week(name) and not known.reader:
        known = known._replace(reader="%Y%V")
    read = dates.read_column(present.words, present.counts, known)
    if read is None or np.isnat(read.values).any():
        return None
    day_last = read.reader.startswith("%Y%m%d")
    if width == WITHOUT_TIME and not (day_last or _may_be_day_first(name, present, hinted)):
        return None
    if not (width == WITHOUT_TIME and day_last) and not ((read.values >= YEARS[0]) & (read.values < YEARS[1])).all():
        return None
    return _date(name, present, read, {"missing_words": column.missing, "reason": "compact_dates"}, ends=(column, ends))


def _may_be_day_first(name: str, cells: Cells, hinted: bool) -> bool:
    """Whether 14052024 may be a day: few such numbers are one by chance, but codes can be."""
    return hinted or (len(cells.words) >= FEWEST_DAY_FIRST and not sounds_like_id(name))


def as_times(column: Undecided) -> Typed | None:
    """Times of day or spans of time, in seconds."""
    name, present = column.name, column.present
    read = clock.times_of_day(present.words) if hints.says_time(name) else None
    read = read or clock.read_column(present.words)
    if read is None or not enough(np.isfinite(read.values), present):
        return None
    fits = np.isfinite(read.values)
    place = int(np.flatnonzero(fits)[0])
    told = {"column": name, "cell": present.words[place].as_py(), "value": shown(read.values[place])}
    notes: list[Note] = [*unread(name, present, ~fits), ("times_in_seconds", told)]
    return number_column(
        name,
        present.spread(read.values, np.nan),
        reader=read.reader,
        unit="s",
        reason="times",
        notes=notes,
        missing_words=column.missing,
    )


def as_dates(column: Undecided) -> Typed | None:
    """The column as dates, where nearly all cells are; an end that is still open (9999-12-31) is set apart."""
    if not dates.may_be(column.present.words):
        return None
    name, ends = column.name, dates.open_ends(column.present.words)
    present = column.present.without(ends)
    read = dates.read_column(present.words, present.counts, _known(column))
    if read is None or not enough(~np.isnat(read.values), present) or dates.same_width(present.words):
        return None
    return _date(name, present, read, {"missing_words": column.missing, "reason": "dates"}, ends=(column, ends))


def wished_date(column: Undecided) -> Typed:
    """The column as dates because the person says so.

    Raises
    ------
    DataError
        No cell can be read as one.
    """
    name, ends = column.name, dates.open_ends(column.present.words)
    present = column.present.without(ends)
    read = dates.read_column(present.words, present.counts, _known(column))
    if read is None or np.isnat(read.values).all():
        raise DataError("correction_unfit", column=name, kind="date", examples=examples(present.words))
    return _date(
        name, present, read, {"missing_words": column.missing, "reason": given(column.wish)}, ends=(column, ends)
    )


def _known(column: Undecided) -> dates.KnownColumn:
    wish = column.wish
    return dates.KnownColumn(column.around.today, hints.says_birth(column.name), wish.first_year, wish.format or "")


def _date(
    name: str, cells: Cells, read: dates.DateReading, told: dict[str, Any], ends: tuple[Undecided, Mask] | None = None
) -> Typed:
    """A column of dates, beside it a yes/no column where some of its ends are open; day and month as rows suggest."""
    notes: list[Note] = [*unread(name, cells, np.isnat(read.values)), *told.pop("notes", [])]
    values, reader = cells.spread(read.values, NAT), read.reader
    if read.ambiguous and told["reason"] != "given":
        turned = dates.read_as(cells.words, replace_reader(read.manner, read.ambiguous))
        other = cells.spread(turned.values, NAT)
        as_many = dates.year_count(other) <= dates.FEWER_YEARS * dates.year_count(values)
        if as_many and 2 * _falls(other) < _falls(values):  # rows are more often in order of time than not
            values, reader, read = other, read.ambiguous, turned._replace(ambiguous=reader)
        notes.append(("day_month_unclear", {"column": name, "format": reader, "other": read.ambiguous}))
    notes += _zones(name, read) + _centuries(name, cells, read) + _as_period(name, cells, read)
    manner = {"reader": reader, "zone": read.manner.zone, "first_year": read.manner.first_year}
    typed = date_column(name, values, notes=notes, **manner, **told)
    return _with_open_ends(typed, *ends) if ends is not None and ends[1].any() else typed


def replace_reader(manner: dates.Manner, reader: str) -> dates.Manner:
    """The same manner with other formats."""
    return manner._replace(reader=reader)


def _with_open_ends(typed: Typed, undecided: Undecided, ends: Mask) -> Typed:
    cells = undecided.present
    counted = cells.counted(ends)
    beside = open_column(typed.column.name, cells, ends)
    told = {
        "column": typed.column.name,
        "count": sum(counted.values()),
        "share": sum(counted.values()) / len(cells.codes),
        "examples": ", ".join(f"“{word}”" for word in counted),
        "beside": beside.column.name,
    }
    column = replace(typed.column, missing_words=typed.column.missing_words | counted)
    return replace(typed, column=column, beside=(beside,), notes=[*typed.notes, ("open_ends", told)])


def _zones(name: str, read: dates.DateReading) -> list[Note]:
    if not read.zones:
        return []
    told = {"column": name, "zones": ", ".join(read.zones[:4]), "share": read.zoned}
    return [("times_in_utc" if read.manner.zone == "UTC" else "wall_clock", told)]


def _centuries(name: str, cells: Cells, read: dates.DateReading) -> list[Note]:
    """Two-digit years that are read otherwise than every program does."""
    first = read.manner.first_year
    if not first or first == POSIX:
        return []
    usual = dates.read_as(cells.words, read.manner._replace(first_year=POSIX)).values
    moved = np.flatnonzero((usual != read.values) & ~np.isnat(read.values))
    if not len(moved):
        return []
    place = int(moved[0])
    present = read.values[~np.isnat(read.values)].astype("datetime64[Y]")
    told = {
        "column": name,
        "first": str(present.min()),
        "last": str(present.max()),
        "cell": cells.words[place].as_py(),
        "date": str(read.values[place].astype("datetime64[D]")),
        **for_card(name, f"first_year = {POSIX}"),
    }
    return [("two_digit_years", told)]


def _as_period(name: str, cells: Cells, read: dates.DateReading) -> list[Note]:
    """Periods that only look like months, or are told by the day they begin with."""
    kind = next((kind for kind, letter in PERIODS.items() if letter in read.reader), "")
    return [(f"read_as_{kind}", {"column": name, **_example(cells, read)})] if kind else []


def _example(cells: Cells, read: dates.DateReading) -> dict[str, Any]:
    place = int(np.flatnonzero(~np.isnat(read.values))[0])
    return {"cell": cells.words[place].as_py(), "date": str(read.values[place].astype("datetime64[D]"))}


def _falls(values: npt.NDArray[np.datetime64]) -> int:
    present = values[~np.isnat(values)]
    return int((np.diff(present) < np.timedelta64(0)).sum())


def nearly_dates(column: Undecided) -> list[Note]:
    """The note on a column that stays words although most of its cells are dates, or begin as dates do."""
    name, cells = column.name, column.present
    if not dates.may_be(cells.words):
        return []
    read = dates.read_column(cells.words, cells.counts, _known(column))
    fits = np.zeros(len(cells.words), dtype=bool) if read is None else ~np.isnat(read.values)
    begin = fits | dates.looks_like_dates(cells.words)
    rows = int(cells.counts.sum())
    if 2 * cells.counts[begin].sum() < rows or not rows:
        return []
    read_rows = int(cells.counts[fits].sum())
    told = {**listing(name, cells, ~fits), "read": read_rows, "share": read_rows / rows}
    told["cells"] = cells.words.filter(pa.array(~fits))[:3].to_pylist()
    told |= for_card(name, 'kind = "date"' if read_rows else 'format = "%Y-%m-%d %H:%M"')
    return [("nearly_dates" if read_rows else "unknown_dates", told)]
