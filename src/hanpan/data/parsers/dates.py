"""Dates as people write them, Korean ones too; day and month told apart on the whole column."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers import centuries, formats
from hanpan.data.parsers.building import read_format
from hanpan.data.parsers.dressing import Undressed, undressed
from hanpan.data.parsers.masks import Mask, as_mask, matches
from hanpan.data.parsers.zones import settle

Dates = npt.NDArray[np.datetime64]
NAT = np.datetime64("NaT")
ISO = formats.ISO
LIKELY = re.compile(r"^(?=(?:\D*\d){3})['\d./\-:,+_ 년월일시분초오전후분기상하반제주차年月日午前後A-Za-z]{5,40}$")
PROBE = 40
FEWEST_PROBED = 0.5
FEWEST_YEARS = 3
_YEARS = r"(?:9999|2999|9000|3000)"
OPEN_ENDS = (
    rf"^{_YEARS}([-./]?)(?:12|01|99)([-./]?)(?:31|30|01|99)(?:[ T].*)?$"
    rf"|^(?:31|30|01|12)[-./](?:12|31|01|30)[-./]{_YEARS}(?: .*)?$"
    r"|^0000([-./]?)00([-./]?)00(?:[ T]00:00.*)?$|^00[-./]00[-./]0000$|^0001-01-01(?:[ T]00:00.*)?$"
)


class Manner(NamedTuple):
    """How dates are written: formats (joined with ``|``), the zone of the clock, the first of two-digit years."""

    reader: str
    zone: str = ""
    first_year: int = 0


class Reading(NamedTuple):
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


class Known(NamedTuple):
    """What is known about a column besides its cells.

    ``today`` is the year it is, for two-digit years (0: they are read as POSIX does); ``past``: no date lies in the
    future (births); ``first_year``: of the hundred years that two-digit years lie in; ``reader``: the formats.
    """

    today: int = 0
    past: bool = False
    first_year: int = 0
    reader: str = ""


def read_column(words: pa.Array, counts: npt.NDArray[np.int64], known: Known | None = None) -> Reading | None:
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
    known = known or Known()
    bare = undressed(words)
    names, rival = ([known.reader], "") if known.reader else _formats(bare.words, counts)
    if not names:
        return None
    reader = "|".join(names)
    first = known.first_year or _first_year(bare.words, reader, known)
    values = read_formats(bare.words, reader, first)
    settled = settle(values, bare.ahead, counts)
    told = _with_zone(reader, bare) if not known.reader else reader
    manner = Manner(told, settled.zone, first)
    return Reading(settled.values, manner, _with_zone(rival, bare) if rival else "", settled.zones, settled.zoned)


def read_as(words: pa.Array, manner: Manner) -> Reading:
    """Cells (k,) of a column whose manner is known, NaT where a cell does not fit."""
    bare = undressed(words)
    values = read_formats(bare.words, manner.reader, manner.first_year)
    counts = np.ones(len(words), dtype=np.int64)
    settled = settle(values, bare.ahead, counts, manner.zone or ("UTC" if "%z" in manner.reader else "-"))
    return Reading(settled.values, manner, "", settled.zones, settled.zoned)


def filled(found: Reading, words: pa.Array, manner: Manner) -> Reading:
    """A reading with what it leaves over (k,) read in another manner."""
    more = read_as(words, manner)
    values = np.where(np.isnat(found.values), more.values, found.values)
    zones = tuple(dict.fromkeys([*found.zones, *more.zones]))
    return found._replace(values=values, zones=zones, zoned=max(found.zoned, more.zoned))


def read_formats(words: pa.Array, reader: str, first_year: int = 0) -> Dates:
    """Dates (k,) of undressed cells by the first format that fits each."""
    dates = np.full(len(words), NAT, dtype="datetime64[us]")
    for name in reader.split("|"):
        dates = np.where(np.isnat(dates), read_format(words, name.removesuffix("%z").rstrip(), first_year), dates)
    return dates


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


def _formats(words: pa.Array, counts: npt.NDArray[np.int64]) -> tuple[list[str], str]:
    """The formats of undressed cells (k,), and the one that reads all of them as well, to other days."""
    likely = [word for word in _probe(words) if LIKELY.match(word)]
    if not len(words) or len(likely) < FEWEST_PROBED * min(PROBE, len(words)):
        return [], ""
    tried = {name: read_format(words, name) for name in formats.candidates(likely)}
    scores = {name: int(counts[~np.isnat(values)].sum()) for name, values in tried.items()}
    if not any(scores.values()):
        return [], ""
    best = _preferred(tried, scores)
    rival = next((name for name in scores if _rival(tried, scores, best, name)), "")
    return ([best] if rival else _joined(tried, scores, best)), rival


def _preferred(tried: dict[str, Dates], scores: dict[str, int]) -> str:
    """The format that reads most rows; of equals the first, but no month where all cells say a quarter or a season."""
    best = max(scores, key=lambda name: scores[name])
    for name in formats.LIKE_MONTHS:
        if name in scores and scores[name] == scores[best] and formats.date_order(best) == "Ym":
            years = np.unique(tried[name][~np.isnat(tried[name])].astype("datetime64[Y]"))
            months = np.unique(tried[best][~np.isnat(tried[best])].astype("datetime64[M]").astype(int) % 12)
            if len(years) >= FEWEST_YEARS and ("%N" in name or ("%q" in name and list(months) == [0, 1, 2, 3])):
                return name
    return best


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


def _with_zone(reader: str, bare: Undressed) -> str:
    return "|".join(f"{name}%z" for name in reader.split("|")) if np.isfinite(bare.ahead).any() else reader


def _first_year(words: pa.Array, reader: str, known: Known) -> int:
    if "%y" not in reader or not known.today:
        return 0
    years = read_formats(words, reader, centuries.POSIX)
    short = years[~np.isnat(years)].astype("datetime64[Y]").astype(int) + 1970
    return centuries.first_year(short % 100, known.today, past=known.past) if len(short) else 0


def same_width(words: pa.Array) -> int:
    """How many digits all cells (k,) have, as dates without separators do; 0 where they are anything else."""
    length = pc.min_max(pc.binary_length(words)).as_py()
    if not len(words) or length["min"] != length["max"] or not as_mask(pc.ascii_is_decimal(words)).all():
        return 0
    return int(length["min"])
