"""Distinct cells by one format: the parts that its regular expression finds, put together to moments."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.masks import as_mask
from hanpan.data.parsers.moments import centuries
from hanpan.data.parsers.moments.dressing import offset_minutes
from hanpan.data.parsers.moments.formats import compiled

Dates = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.float64]
Parts = dict[str, pa.Array]

FIRST, LAST = np.datetime64("1600-01-01"), np.datetime64("2400-01-01")
MONTHS = (  # English, German, French, Spanish, Dutch
    "january januar janvier enero januari",
    "february februar février fevrier febrero februari",
    "march märz maerz mars marzo maart",
    "april avril abril",
    "may mai mayo mei",
    "june juni juin junio",
    "july juli juillet julio",
    "august août aout agosto augustus",
    "september sept septembre septiembre",
    "october oktober octobre octubre",
    "november novembre noviembre",
    "december dezember décembre decembre diciembre",
)
SHORTEST = 3  # letters that a month's name is cut to
_SECOND_HALF = "[하후2]"


def read_format(words: pa.Array, name: str, first_year: int = 0) -> Dates:
    """Moments (k,) of cells, NaT where one does not fit; a zone within the format is taken away (UTC).

    ``first_year``: of the hundred years that two-digit years lie in; 0: 1969.
    """
    found = pc.extract_regex(words, compiled(name).pattern)
    fields = [found.type.field(i).name for i in range(found.type.num_fields)]
    parts = {field: pc.struct_field(found, field) for field in fields}
    year = _year(parts, first_year or centuries.POSIX)
    if "V" in parts:
        days = _week(year, _whole(parts["V"]))
    elif "N" in parts:
        days = _days(
            np.where((year + 1) % 100 == _whole(parts["N"]), year, np.nan), np.ones(len(words)), np.ones(len(words))
        )
    else:
        days = _days(year, _month(parts), _whole(parts["d"]) if "d" in parts else np.ones(len(words)))
    return days + _time(parts, len(words))


def _days(year: Numbers, month: Numbers, day: Numbers) -> Dates:
    fits = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & np.isfinite(year)
    months = np.where(fits, (year - 1970) * 12 + month - 1, 0).astype("int64").astype("datetime64[M]")
    dates = months.astype("datetime64[D]") + np.where(fits, day - 1, 0).astype("timedelta64[D]")
    fits &= (dates.astype("datetime64[M]") == months) & (dates >= FIRST) & (dates < LAST)
    return np.where(fits, dates.astype("datetime64[us]"), np.datetime64("NaT"))


def _week(year: Numbers, week: Numbers) -> Dates:
    """The Monday of a week, counted as ISO 8601 does: week 1 holds 4 January."""
    fits = (week >= 1) & (week <= 53)
    fourth = _days(np.where(fits, year, np.nan), np.ones(len(year)), np.full(len(year), 4.0))
    days = fourth.astype("datetime64[D]").astype(np.int64)
    monday = days - (days + 3) % 7 + 7 * (np.nan_to_num(week).astype(np.int64) - 1)  # 1970-01-01 was a Thursday
    return np.where(np.isnat(fourth), np.datetime64("NaT"), monday.astype("datetime64[D]").astype("datetime64[us]"))


def _time(parts: Parts, n: int) -> npt.NDArray[np.timedelta64]:
    hour = _whole(parts["H"]) if "H" in parts else np.zeros(n)
    if "I" in parts:
        half = _whole(parts["I"])
        hour = np.where((half < 1) | (half > 12), np.nan, half % 12 + 12 * _afternoon(parts["p"]))
    minute, second = (_whole(parts[name]) if name in parts else np.zeros(n) for name in "MS")
    fits = (hour < 24) & (minute < 60) & (second < 60)
    fits |= (hour == 24) & (minute == 0) & (second == 0)  # midnight at the end of a day
    micro = np.where(fits, (hour * 3600 + minute * 60 + second) * 1e6, 0) + _fraction(parts, n) - _zone(parts, n)
    return np.where(fits, np.nan_to_num(micro).astype("int64").astype("timedelta64[us]"), np.timedelta64("NaT"))


def _afternoon(part: pa.Array) -> npt.NDArray[np.bool_]:
    return as_mask(pc.match_substring_regex(part, "^[Pp]|오후|午後"))


def _fraction(parts: Parts, n: int) -> Numbers:
    if "f" not in parts:
        return np.zeros(n)
    padded = pc.utf8_slice_codeunits(pc.utf8_rpad(parts["f"], 6, "0"), 0, 6)
    return np.nan_to_num(_whole(padded))


def _zone(parts: Parts, n: int) -> Numbers:
    """Microseconds to take away so that the time is UTC."""
    if "z" not in parts:
        return np.zeros(n)
    return np.array([offset_minutes(text or "Z") for text in parts["z"].to_pylist()], dtype=np.float64) * 60e6


def _year(parts: Parts, first_year: int) -> Numbers:
    if "Y" in parts:
        return _whole(parts["Y"])
    return first_year + (_whole(parts["y"]) - first_year) % 100


def _month(parts: Parts) -> Numbers:
    if "m" in parts:
        return _whole(parts["m"])
    if "q" in parts:
        return 3 * _whole(parts["q"]) - 2
    if "s" in parts:
        second = as_mask(pc.match_substring_regex(parts["s"], _SECOND_HALF))
        return np.where(as_mask(pc.is_valid(parts["s"])), 1.0 + 6.0 * second, np.nan)
    coded = pc.fill_null(parts["b"], "").dictionary_encode()
    known = np.array([_month_number(name) for name in coded.dictionary.to_pylist()], dtype=np.float64)
    return np.asarray(known[coded.indices.to_numpy(zero_copy_only=False)])


def _month_number(name: str) -> float:
    """A month's number from its name or the beginning of it; no word that only begins alike (Martin, Decade)."""
    short = name.lower()
    found = [number for number, names in enumerate(MONTHS, 1) if any(n.startswith(short) for n in names.split())]
    return float(found[0]) if len(found) == 1 and len(short) >= SHORTEST else np.nan


def _whole(part: pa.Array) -> Numbers:
    empty_as_null = pc.if_else(pc.equal(part, pa.scalar("", part.type)), pa.scalar(None, part.type), part)
    return np.asarray(pc.cast(empty_as_null, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
