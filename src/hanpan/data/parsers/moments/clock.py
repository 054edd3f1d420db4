"""Times of day and spans of time as seconds: 09:18, 9:18:30 PM, 오후 3시 30분, 26:10:00, 1 day 02:00:00."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.masks import as_mask

Seconds = npt.NDArray[np.float64]
HALF = r"(?P<half>[AaPp]\.?[Mm]\.?|오전|오후|午前|午後)"
SHAPES = {
    "%H:%M": r"^(?P<sign>-)?(?P<H>\d{1,3}):(?P<M>\d{2})$",
    "%H:%M:%S": r"^(?P<sign>-)?(?P<H>\d{1,4}):(?P<M>\d{2}):(?P<S>\d{2}(?:[.,]\d{1,9})?)$",
    "%j %H:%M:%S": r"^(?P<sign>-)?(?P<j>\d{1,5}) days?,? \+?(?P<H>\d{1,2}):(?P<M>\d{2}):(?P<S>\d{2}(?:\.\d{1,9})?)$",
    "%I:%M %p": rf"^(?P<I>\d{{1,2}}):(?P<M>\d{{2}})(?::(?P<S>\d{{2}}))?\s?{HALF}$",
    "%p %I:%M": rf"^{HALF}\s?(?P<I>\d{{1,2}}):(?P<M>\d{{2}})(?::(?P<S>\d{{2}}))?$",
    "%H시 %M분": r"^(?P<H>\d{1,2})시(?:\s?(?P<M>\d{1,2})분)?(?:\s?(?P<S>\d{1,2})초)?$",
    "%p %I시 %M분": rf"^{HALF}\s?(?P<I>\d{{1,2}})시(?:\s?(?P<M>\d{{1,2}})분)?(?:\s?(?P<S>\d{{1,2}})초)?$",
    "%H시간 %M분": (
        r"^(?:(?P<j>\d{1,5})일)?\s?(?:(?P<H>\d{1,4})시간)?\s?(?:(?P<M>\d{1,4})분)?\s?(?:(?P<S>\d{1,2})초)?$"
    ),
    "%M분 %S초": r"^(?P<M>\d{1,4})분\s?(?P<S>\d{1,2})초$",
    "%Hh %Mm": (
        r"^(?:(?P<j>\d{1,5})\s?d(?:ays?)?,?\s*)?(?:(?P<H>\d{1,4})\s?h(?:(?:ou)?rs?)?\.?,?\s*)?"
        r"(?:(?P<M>\d{1,4})\s?m(?:in(?:ute)?s?)?\.?,?\s*)?(?:(?P<S>\d{1,2}(?:\.\d{1,9})?)\s?s(?:ec(?:ond)?s?)?\.?)?$"
    ),
    "%Hh%M": r"^(?P<H>\d{1,3})h(?P<M>\d{2})$",
    "PT%HH%MM": (
        r"^(?P<sign>-)?P(?:(?P<j>\d{1,5})D)?"
        r"(?:T(?:(?P<H>\d{1,4})H)?(?:(?P<M>\d{1,4})M)?(?:(?P<S>\d{1,6}(?:\.\d{1,9})?)S)?)?$"
    ),
    "%M:%S": r"^(?P<sign>-)?(?P<M>\d{1,3}):(?P<S>\d{2}(?:[.,]\d{1,9})?)$",
    "%H%M": r"^(?P<H>[01]?\d|2[0-4])(?P<M>[0-5]\d)$",
}  # ``%j`` are days here; hours may be more than 24, so that spans can be read
MINUTES = ("%H시간 %M분", "%M분 %S초", "%Hh %Mm", "PT%HH%MM", "%M:%S")  # which may be more than 60, without hours
ONLY_SAID = ("%M:%S", "%H%M")  # other readings come first: only taken where the column says so
_CLOCKLIKE = re.compile(
    r"^-?\d{1,4}:\d{2}(?::\d{2}|$)|^(?:오전|오후|午前|午後|[AaPp]\.?[Mm])|[AaPp]\.?[Mm]\.?$|days?,? "
    r"|\d(?:일|시|시간|분)\s?\d|^-?P\d*D?T\d|\d\s?h(?:(?:ou)?rs?)?\.?,?\s*\d|\d\s?m(?:in(?:ute)?s?)?\.?,?\s*\d+\s?s"
    r"|\d\s?d(?:ays?)?,?\s*\d+\s?h|^\d+\s?(?:h|hrs?|hours?|mins?|minutes?|시간|분)\.?$"
)
EVERY = "|".join(name for name in SHAPES if name not in ONLY_SAID)
FEWEST_HOURS = 2
DAY_HOURS = 24
FEWEST_DIGITS = 6
PROBE = 40


class ClockReading(NamedTuple):
    """Seconds (k,), NaN where a cell is no time; ``reader``: the ways of writing that occur, with ``|`` between."""

    values: Seconds
    reader: str


def read_column(words: pa.Array) -> ClockReading | None:
    """The seconds that cells (k,) tell since midnight, or for; None where few are times, or ``1:10`` all in one hour.

    ``1:10`` beside ``1:25`` is a ratio as well as a time.

    Examples
    --------
    >>> read_column(pa.array(["09:18", "19:17"])).values.tolist(), read_column(pa.array(["1:10", "1:25"]))
    ([33480.0, 69420.0], None)
    """
    probe = words[:PROBE].to_pylist()
    if not probe or 2 * sum(bool(_CLOCKLIKE.search(word)) for word in probe) < len(probe):
        return None
    read = read_as(words, EVERY)
    if read.reader == "%H:%M|%H:%M:%S" and _are_minutes(words):
        read = read_as(words, "%H:%M:%S|%M:%S")
    present = read.values[np.isfinite(read.values)]
    told = read.reader != "%H:%M" and len(np.unique(present)) > 1
    return read if told or len(np.unique(present // 3600)) >= FEWEST_HOURS else None


def _are_minutes(words: pa.Array) -> bool:
    """Whether two parts are minutes and seconds beside three parts: 59:58 and 1:00:03 are no 59 hours and one."""
    hours = [_seconds(words, SHAPES[name]) // 3600 for name in ("%H:%M", "%H:%M:%S")]
    two, three = (each[np.isfinite(each)].max() for each in hours)
    return bool(DAY_HOURS <= two < 60 and three < DAY_HOURS)


def times_of_day(words: pa.Array) -> ClockReading | None:
    """The seconds of four digits (k,), some of them with a zero in front: 0905, 1730; None where one is no time."""
    if not len(words) or not as_mask(pc.match_substring_regex(words, r"^\d{4}$")).all():
        return None
    read = read_as(words, "%H%M")
    zero = as_mask(pc.starts_with(words, "0")).any()
    return read if zero and np.isfinite(read.values).all() and len(words) >= FEWEST_DIGITS else None


def read_as(words: pa.Array, reader: str) -> ClockReading:
    """Seconds (k,) of cells by known ways of writing."""
    values, used = np.full(len(words), np.nan), []
    for name in reader.split("|"):
        found = np.where(np.isnan(values), _seconds(words, SHAPES[name]), np.nan) if name in SHAPES else values
        if np.isfinite(found).any() and name not in used:
            used.append(name)
        values = np.where(np.isnan(values), found, values)
    return ClockReading(values, "|".join(used))


def is_clock(reader: str) -> bool:
    """Whether a number column is read from times."""
    return "%" in reader


def _seconds(words: pa.Array, shape: str) -> Seconds:
    found = pc.extract_regex(words, shape)
    parts = {found.type.field(i).name: pc.struct_field(found, i) for i in range(found.type.num_fields)}
    hour = _whole(parts, "H")
    if "I" in parts:
        half = _whole(parts, "I")
        late = as_mask(pc.match_substring_regex(parts["half"], "^[Pp]|오후|午後"))
        hour = np.where((half >= 1) & (half <= 12), half % 12 + 12 * late, np.nan)
    minute, second = _whole(parts, "M"), _whole(parts, "S")
    fits = as_mask(pc.is_valid(found)) & ((minute < 60) | ((hour == 0) & _in_minutes(shape)))
    fits &= (second < 60) | ((hour == 0) & (minute == 0) & _in_minutes(shape))
    seconds = _whole(parts, "j") * 86_400 + hour * 3600 + minute * 60 + second
    sign = np.where(as_mask(pc.equal(parts["sign"], "-")), -1.0, 1.0) if "sign" in parts else 1.0
    return np.where(fits, sign * seconds, np.nan)


def _in_minutes(shape: str) -> bool:
    return shape in [SHAPES[name] for name in MINUTES]


def _whole(parts: dict[str, pa.Array], name: str) -> Seconds:
    """A part as numbers; 0 where it was not written."""
    if name not in parts:
        return np.zeros(1)
    part = pc.replace_substring(parts[name], ",", ".")
    filled = pc.if_else(pc.equal(part, pa.scalar("", part.type)), pa.scalar("0", part.type), part)
    return np.asarray(np.nan_to_num(pc.cast(pc.fill_null(filled, "0"), pa.float64()).to_numpy(zero_copy_only=False)))
