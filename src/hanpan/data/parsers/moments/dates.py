"""Dates as people write them, Korean ones too; day and month told apart on the whole column."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.masks import Mask, as_mask, matches
from hanpan.data.parsers.moments import centuries, formats
from hanpan.data.parsers.moments.building import read_format
from hanpan.data.parsers.moments.dressing import Minutes, Undressed, undressed
from hanpan.data.parsers.moments.zones import settle

Dates = npt.NDArray[np.datetime64]
NAT = np.datetime64("NaT")
ISO = formats.ISO
LIKELY = re.compile(r"^(?=(?:\D*\d){2})['\d./\-:,+_ 년월일시분초오전후분기상하반제주차年月日午前後A-Za-zÀ-ž]{4,40}$")
MAYBE = re.compile(  # a cheap look before anything is taken off or tried
    r"\d{6}|\d[-/.: ]\d|\d\. ?\d|\d\s?[년월일분주年月]|[QWHM]\d|\d[QH]|[상하]반기"
    r"|(?i:jan|ene|f[eé]b|fév|mar|mär|maa|apr|avr|abr|ma[iy]|mei|jui|jun|jul|aug|ao[uû]|ago|sep|o[ck]t|nov|d[eéi][cz]|week|kw)"
)
PROBE = 40
FEWEST_PROBED = 0.5
FEWEST_YEARS = 3
FEWER_YEARS = 2  # times fewer years, and the other order of day and year is the right one
_YEARS = r"(?:9999|2999|9000|3000|2[1-3]99|2099)"
OPEN_ENDS = (
    rf"^{_YEARS}([-./]?)(?:12|01|99)([-./]?)(?:31|30|01|99)(?:\d{{6}}|[ T].*)?$"
    rf"|^(?:31|30|01|12)[-./](?:12|31|01|30)[-./]{_YEARS}(?: .*)?$"
    r"|^(?i:present|current|ongoing|until now|to date)$|^(?:현재|재직 ?중?|진행 ?중|계속|무기한)$"
    r"|^0000([-./]?)00([-./]?)00(?:[ T]00:00.*)?$|^00[-./]00[-./]0000$|^0001-01-01(?:[ T]00:00.*)?$"
)


class Manner(NamedTuple):
    """How dates are written: formats (joined with ``|``), the zone of the clock, the first of two-digit years."""

    reader: str
    zone: str = ""
    first_year: int = 0


class DateReading(NamedTuple):
    """How a column is written, the dates (k,), and what else could be told of them.

    ``ambiguous`` is the other format that reads every cell as well; ``zones`` are those that were met, ``zoned`` the
    share of rows that have one.
    """

    values: Dates
    manner: Manner
    ambiguous: str = ""
    zones: tuple[str, ...] = ()
    zoned: float = 0.0

    @property
    def reader(self) -> str:
        """The formats."""
        return self.manner.reader


class KnownColumn(NamedTuple):
    """What is known about a column besides its cells.

    ``today`` is the year it is, for two-digit years (0: they are read as POSIX does); ``past``: no date lies in the
    future (births); ``first_year``: of the hundred years that two-digit years lie in; ``reader``: the formats.
    """

    today: int = 0
    past: bool = False
    first_year: int = 0
    reader: str = ""


def read_column(words: pa.Array, counts: npt.NDArray[np.int64], known: KnownColumn | None = None) -> DateReading | None:
    """The formats that read a column's distinct cells, or None where few are dates.

    Parameters
    ----------
    words
        Distinct cells (k,).
    counts
        How often each occurs (k,).
    known
        What else is known.

    Examples
    --------
    >>> import numpy as np, pyarrow as pa
    >>> read_column(pa.array(["01/12/2017", "13/12/2017"], pa.large_string()), np.array([3, 1])).reader
    '%d/%m/%Y'
    """
    known = known or KnownColumn()
    if known.reader:
        found: _Found | None = _Found([known.reader], "", *_moments(words, known.reader, known.first_year))
    else:
        found = _found(words, counts)
    if found is None:
        return None
    reader, values = "|".join(found.names), found.values
    first = known.first_year or _first_year(values, reader, known)
    if first and first != centuries.POSIX:
        values, _ = _moments(words, reader, first)
    settled = settle(values, found.ahead, counts)
    zoned = bool(settled.zones) and not known.reader
    manner = Manner(_with_zone(reader) if zoned else reader, settled.zone, first)
    other = _with_zone(found.rival) if zoned and found.rival else found.rival
    return DateReading(settled.values, manner, other, settled.zones, settled.zoned)


def read_as(words: pa.Array, manner: Manner) -> DateReading:
    """Cells (k,) of a column whose manner is known, NaT where a cell does not fit."""
    values, ahead = _moments(words, manner.reader, manner.first_year)
    counts = np.ones(len(words), dtype=np.int64)
    settled = settle(values, ahead, counts, manner.zone or ("UTC" if "%z" in manner.reader else "-"))
    return DateReading(settled.values, manner, "", settled.zones, settled.zoned)


def filled(found: DateReading, words: pa.Array, manner: Manner) -> DateReading:
    """A reading with what it leaves over (k,) read in another manner."""
    more = read_as(words, manner)
    values = np.where(np.isnat(found.values), more.values, found.values)
    zones = tuple(dict.fromkeys([*found.zones, *more.zones]))
    return found._replace(values=values, zones=zones, zoned=max(found.zoned, more.zoned))


def _moments(words: pa.Array, reader: str, first_year: int) -> tuple[Dates, Minutes]:
    """What the clock said in each cell (k,), and how far it was ahead of UTC; what does not fit is undressed first."""
    values, ahead = _read_formats(words, reader, first_year), np.full(len(words), np.nan)
    left = np.isnat(values)
    if left.any():
        bare = undressed(words.filter(pa.array(left)))
        values[left], ahead[left] = _read_formats(bare.words, reader, first_year), bare.ahead
    return values, ahead


def _read_formats(words: pa.Array, reader: str, first_year: int) -> Dates:
    dates = np.full(len(words), NAT, dtype="datetime64[us]")
    for name in reader.split("|"):
        found = read_format(words, name.removesuffix("%z").rstrip(), first_year)
        dates = found if len(dates) and np.isnat(dates).all() else np.where(np.isnat(dates), found, dates)
    return dates


def may_be(words: pa.Array) -> bool:
    """Whether a cheap look at some of the cells (k,) leaves it open that they are dates."""
    probe = _probe(words)
    return bool(probe) and sum(bool(MAYBE.search(word)) for word in probe) >= FEWEST_PROBED * len(probe)


def open_ends(words: pa.Array) -> Mask:
    """Which cells (k,) are no day but stand for "not over yet": 9999-12-31, 99991231, 0000-00-00.

    Examples
    --------
    >>> open_ends(pa.array(["9999-12-31", "99991231", "0000-00-00", "2024-12-31"])).tolist()
    [True, True, True, False]
    """
    return matches(words, OPEN_ENDS)


def looks_like_dates(words: pa.Array) -> Mask:
    """Which cells (k,) begin as a date does, whatever follows."""
    return matches(
        words, r"^(?:19|20)\d{2}(?:[-./]|년\s?)\d{1,2}(?:[-./월]|$)|^\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d{2}(?:\D|$)"
    )


def _probe(words: pa.Array) -> list[str]:
    found: list[str] = words.take(
        pa.array(np.linspace(0, len(words) - 1, min(PROBE, len(words)), dtype=int))
    ).to_pylist()
    return found


class _Found(NamedTuple):
    """Formats, the rival that reads all cells as well, the dates (k,) and how far each clock was ahead of UTC."""

    names: list[str]
    rival: str
    values: Dates
    ahead: Minutes


def _found(words: pa.Array, counts: npt.NDArray[np.int64]) -> _Found | None:
    """The formats of cells (k,) of which a look at some says that they could be dates."""
    if not may_be(words):
        return None
    probe = _probe(words)
    bare = undressed(pa.array(probe, type=words.type)).words.to_pylist()
    likely = [word for word in bare if LIKELY.match(word)]
    if len(likely) < FEWEST_PROBED * len(probe):
        return None
    dressed = undressed(words) if bare != probe else Undressed(words, np.full(len(words), np.nan))
    tried = {name: read_format(dressed.words, name) for name in formats.candidates(likely)}
    scores = {name: int(counts[~np.isnat(values)].sum()) for name, values in tried.items()}
    if not any(scores.values()):
        return None
    best = _preferred(tried, scores)
    rival = next((name for name in scores if _rival(tried, scores, best, name)), "")
    names = [best] if rival else _joined(tried, scores, best)
    if bare == probe and np.isnat(tried[best]).any():  # the few that are dressed, though none of the probe was
        return _Found(names, rival, *_moments(words, "|".join(names), 0))
    values = tried[best]
    for name in names[1:]:
        values = np.where(np.isnat(values), tried[name], values)
    return _Found(names, rival, values, dressed.ahead)


def _preferred(tried: dict[str, Dates], scores: dict[str, int]) -> str:
    """The format that reads most rows; of equals the first, but no month where all cells say a quarter or a season."""
    best = max(scores, key=lambda name: scores[name])
    for name in formats.LIKE_MONTHS:
        if name in scores and scores[name] == scores[best] and formats.date_order(best) == "Ym":
            years = np.unique(tried[name][~np.isnat(tried[name])].astype("datetime64[Y]"))
            months = np.unique(tried[best][~np.isnat(tried[best])].astype("datetime64[M]").astype(int) % 12)
            if len(years) >= FEWEST_YEARS and ("%N" in name or ("%q" in name and list(months) == [0, 1, 2, 3])):
                return name
    turned = [name for name in scores if scores[name] == scores[best] and _is_other_order(best, name)]
    return min([best, *turned], key=lambda name: year_count(tried[name]) * (1 if name == best else FEWER_YEARS))


def _is_other_order(best: str, name: str) -> bool:
    """Whether the same parts of a date with a two-digit year stand in another order: 24/05/14 and 14/05/24."""
    order, other = formats.date_order(best), formats.date_order(name)
    return "y" in order and other != order and sorted(other) == sorted(order)


def year_count(values: Dates) -> int:
    """How many different years: days of a month take all values, years in a table only few."""
    return len(np.unique(values[~np.isnat(values)].astype("datetime64[Y]")))


def _rival(tried: dict[str, Dates], scores: dict[str, int], best: str, name: str) -> bool:
    """Whether another format reads as many cells, to other days, and is not one of the last resort."""
    return (
        name != best
        and scores[name] == scores[best]
        and name not in formats.LIKE_MONTHS
        and _differs(tried, best, name)
    )


def _joined(tried: dict[str, Dates], scores: dict[str, int], best: str) -> list[str]:
    """The best format, and those for the cells that it leaves over (a date here with, there without a time)."""
    values, names = tried[best], [best]
    for name in sorted(scores, key=lambda each: -scores[each]):
        more = np.isnat(values) & ~np.isnat(tried[name])
        if name != best and more.any() and formats.date_order(name) == formats.date_order(best):
            values = np.where(more, tried[name], values)
            names.append(name)
    return names


def _differs(tried: dict[str, Dates], one: str, other: str) -> bool:
    both = ~np.isnat(tried[one]) & ~np.isnat(tried[other])
    return bool((tried[one][both] != tried[other][both]).any())


def _with_zone(reader: str) -> str:
    return "|".join(f"{name}%z" for name in reader.split("|"))


def _first_year(values: Dates, reader: str, known: KnownColumn) -> int:
    """Of the hundred years of two-digit years, from what POSIX makes of them (k,)."""
    if "%y" not in reader or not known.today:
        return 0
    short = values[~np.isnat(values)].astype("datetime64[Y]").astype(int) + 1970
    return centuries.first_year(short % 100, known.today, past=known.past) if len(short) else 0


def same_width(words: pa.Array) -> int:
    """How many digits all cells (k,) have, as dates without separators do; 0 where they are anything else."""
    if not len(words) or not words[0].as_py().isdecimal():
        return 0
    length = pc.min_max(pc.binary_length(words)).as_py()
    if length["min"] != length["max"] or not as_mask(pc.ascii_is_decimal(words)).all():
        return 0
    return int(length["min"])
