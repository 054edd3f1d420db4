"""Dates as people write them, Korean ones too; day and month told apart on the whole column."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Dates = npt.NDArray[np.datetime64]

DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y. %m. %d.", "%Y. %m. %d", "%Y.%m.%d.", "%Y%m%d",
    "%Y년 %m월 %d일", "%Y년%m월%d일",
    "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%m.%d.%Y",
    "%y/%m/%d", "%d/%m/%y", "%m/%d/%y", "%y-%m-%d", "%d-%m-%y", "%m-%d-%y", "%y.%m.%d", "%d.%m.%y", "%m.%d.%y",
    "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%d-%b-%y", "%d%b%Y",
)  # fmt: skip
MONTHS_ONLY = ("%Y-%m", "%Y/%m", "%Y년 %m월", "%Y년%m월", "%b %Y", "%b-%Y", "%m/%Y")
TIMES = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S.%f", "T%H%M%S", "%H%M%S",
    " %H:%M:%S%z", "T%H:%M:%S%z", " %H:%M:%S.%f%z", "T%H:%M:%S.%f%z",
    " %H시", " %H시 %M분", " %H시 %M분 %S초", " %I:%M %p", " %I:%M:%S %p", " %p %I:%M", " %p %I:%M:%S",
)  # fmt: skip
ISO = "|".join("%Y-%m-%d" + time for time in ("", " %H:%M:%S", "T%H:%M:%S", "T%H:%M:%S.%f", "T%H:%M:%S%z"))
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_PARTS = {
    "Y": r"(?P<Y>\d{4})", "y": r"(?P<y>\d{2})", "m": r"(?P<m>\d{1,2})", "d": r"(?P<d>\d{1,2})", "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<I>\d{1,2})", "M": r"(?P<M>\d{1,2})", "S": r"(?P<S>\d{1,2})", "f": r"(?P<f>\d{1,9})",
    "p": r"(?P<p>[AaPp]\.?[Mm]\.?|오전|오후)", "z": r"(?P<z>Z|[+-]\d{2}:?\d{2})", "b": r"(?P<b>[A-Za-z]{3,9})",
}  # fmt: skip
LIKELY = re.compile(r"^(?=(?:\D*\d){3})[\d./\-:,+ 년월일시분초오전후A-Za-z]{5,40}$")
PROBE = 40
FEWEST_PROBED = 0.5
FIRST, LAST = np.datetime64("1600-01-01"), np.datetime64("2400-01-01")
PIVOT = 69  # two-digit years: 69 ... 99 are 1969 ... 1999, as in POSIX


class Reading(NamedTuple):
    """Formats that read a column (joined with ``|`` where more than one is needed) and the dates (k,)."""

    values: Dates
    reader: str
    ambiguous: str  # the other format that reads every cell as well


def read_column(words: pa.Array, counts: npt.NDArray[np.int64]) -> Reading | None:
    """The formats that read a column's distinct cells, or None where few are dates.

    Examples
    --------
    >>> import numpy as np, pyarrow as pa
    >>> read_column(pa.array(["01/12/2017", "13/12/2017"], pa.large_string()), np.array([3, 1])).reader
    '%d/%m/%Y'
    """
    probe = words.take(pa.array(np.linspace(0, len(words) - 1, min(PROBE, len(words)), dtype=int))).to_pylist()
    likely = [word for word in probe if LIKELY.match(word)]
    if not probe or len(likely) < FEWEST_PROBED * len(probe):
        return None
    tried = {name: read_as(words, name) for name in _candidates(likely)}
    scores = {name: int(counts[~np.isnat(values)].sum()) for name, values in tried.items()}
    if not any(scores.values()):
        return None
    best = max(scores, key=lambda name: scores[name])
    rivals = [name for name in scores if name != best and scores[name] == scores[best] and _differs(tried, best, name)]
    if rivals:
        return Reading(tried[best], best, rivals[0])
    return _joined(tried, scores, best)


def read_as(words: pa.Array, reader: str) -> Dates:
    """Dates (k,) of cells by a known reader, NaT where a cell does not fit; times with a zone become UTC."""
    dates = np.full(len(words), np.datetime64("NaT"), dtype="datetime64[us]")
    for name in reader.split("|"):
        dates = np.where(np.isnat(dates), _read(words, name), dates)
    return dates


def _candidates(likely: list[str]) -> list[str]:
    """Formats that match some cells: the day first, so that few of all combinations are looked at."""
    days = [day for day in DAYS if any(_compiled(day, whole=False).match(word) for word in likely)]
    names = [day + time for day in days for time in TIMES] + list(MONTHS_ONLY)
    return [name for name in names if any(_compiled(name).match(word) for word in likely)]


def is_format(name: str) -> bool:
    """Whether a strptime format is one that can be read here: a year and a month, each part once.

    Examples
    --------
    >>> [is_format(name) for name in ("%d/%m/%Y", "%Y%m%d %H:%M", "%H:%M", "%Y-%Q", "%Y %Y %m")]
    [True, True, False, False, False]
    """
    parts = re.findall(r"%(.?)", name)
    known = set(parts) <= set(_PARTS) and len(parts) == len(set(parts))
    return known and bool({"Y", "y"} & set(parts)) and bool({"m", "b"} & set(parts))


def _joined(tried: dict[str, Dates], scores: dict[str, int], best: str) -> Reading:
    """Add formats for the cells that the best one leaves over (a date here with, there without a time)."""
    values, names = tried[best], [best]
    for name in sorted(scores, key=lambda each: -scores[each]):
        more = np.isnat(values) & ~np.isnat(tried[name])
        if name != best and more.any() and _same_day_order(name, best):
            values = np.where(more, tried[name], values)
            names.append(name)
    return Reading(values, "|".join(names), "")


def _same_day_order(one: str, other: str) -> bool:
    orders = ["".join(part for part in re.findall(r"%(\w)", name) if part in "Yymdb") for name in (one, other)]
    return orders[0] == orders[1]


def _differs(tried: dict[str, Dates], one: str, other: str) -> bool:
    both = ~np.isnat(tried[one]) & ~np.isnat(tried[other])
    return bool((tried[one][both] != tried[other][both]).any())


def _read(words: pa.Array, name: str) -> Dates:
    found = pc.extract_regex(words, _compiled(name).pattern)
    fields = [found.type.field(i).name for i in range(found.type.num_fields)]
    parts = {field: pc.struct_field(found, field) for field in fields}
    year, month = _year(parts), _month(parts)
    day = _whole(parts["d"]) if "d" in parts else np.ones(len(words))
    return _built(year, month, day) + _time(parts, len(words))


def _built(year: npt.NDArray[np.float64], month: npt.NDArray[np.float64], day: npt.NDArray[np.float64]) -> Dates:
    fits = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & np.isfinite(year)
    months = np.where(fits, (year - 1970) * 12 + month - 1, 0).astype("int64").astype("datetime64[M]")
    dates = months.astype("datetime64[D]") + np.where(fits, day - 1, 0).astype("timedelta64[D]")
    fits &= (dates.astype("datetime64[M]") == months) & (dates >= FIRST) & (dates < LAST)
    return np.where(fits, dates.astype("datetime64[us]"), np.datetime64("NaT"))


def _time(parts: dict[str, pa.Array], n: int) -> npt.NDArray[np.timedelta64]:
    hour = _whole(parts["H"]) if "H" in parts else np.zeros(n)
    if "I" in parts:
        half = _whole(parts["I"])
        late = pc.fill_null(pc.match_substring_regex(parts["p"], "[Pp오]후?\\.?[Mm]?"), False)
        late = pc.and_(late, pc.invert(pc.fill_null(pc.equal(parts["p"], pa.scalar("오전", parts["p"].type)), False)))
        hour = np.where((half < 1) | (half > 12), np.nan, half % 12 + 12 * late.to_numpy(zero_copy_only=False))
    minute, second = (_whole(parts[name]) if name in parts else np.zeros(n) for name in "MS")
    fits = (hour < 24) & (minute < 60) & (second < 60)
    micro = np.where(fits, (hour * 3600 + minute * 60 + second) * 1e6, 0) + _fraction(parts, n) - _zone(parts, n)
    return np.where(fits, np.nan_to_num(micro).astype("int64").astype("timedelta64[us]"), np.timedelta64("NaT"))


def _fraction(parts: dict[str, pa.Array], n: int) -> npt.NDArray[np.float64]:
    if "f" not in parts:
        return np.zeros(n)
    padded = pc.utf8_slice_codeunits(pc.utf8_rpad(parts["f"], 6, "0"), 0, 6)
    return np.nan_to_num(_whole(padded))


def _zone(parts: dict[str, pa.Array], n: int) -> npt.NDArray[np.float64]:
    """Microseconds to take away so that the time is UTC."""
    if "z" not in parts:
        return np.zeros(n)
    minutes = [_zone_minutes(text or "Z") for text in parts["z"].to_pylist()]
    return np.array(minutes, dtype=np.float64) * 60e6


def _zone_minutes(text: str) -> int:
    digits = text.replace(":", "")
    return 0 if text == "Z" or not text else int(f"{digits[0]}1") * (int(digits[1:3]) * 60 + int(digits[3:5]))


def _year(parts: dict[str, pa.Array]) -> npt.NDArray[np.float64]:
    if "Y" in parts:
        return _whole(parts["Y"])
    short = _whole(parts["y"])
    return np.where(short >= PIVOT, 1900 + short, 2000 + short)


def _month(parts: dict[str, pa.Array]) -> npt.NDArray[np.float64]:
    if "m" in parts:
        return _whole(parts["m"])
    place = {name: number for number, name in enumerate(MONTHS, start=1)}
    names = parts["b"].to_pylist()
    return np.array([place.get((name or "").lower()[:3], np.nan) for name in names], dtype=np.float64)


def _whole(part: pa.Array) -> npt.NDArray[np.float64]:
    empty_as_null = pc.if_else(pc.equal(part, pa.scalar("", part.type)), pa.scalar(None, part.type), part)
    return np.asarray(pc.cast(empty_as_null, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


@cache
def _compiled(name: str, whole: bool = True) -> re.Pattern[str]:
    """A format as a regular expression for whole cells or their beginnings; directives that touch have full width."""
    pattern, touching = "", False
    for position, (directive, literal) in enumerate(pieces := re.findall(r"%(\w)|([^%])", name)):
        if directive:
            touches_next = position + 1 < len(pieces) and bool(pieces[position + 1][0])
            part = _PARTS[directive]
            pattern += part.replace("{1,2}", "{2}") if touching or touches_next else part
        else:
            korean = bool(pattern) and ("가" <= pattern[-1] <= "힣" or pattern[-1] in "., ")
            pattern += (r"\s*" if korean else r"\s+") if literal == " " else re.escape(literal)
        touching = bool(directive)
    return re.compile(f"^{pattern}$" if whole else f"^{pattern}")
