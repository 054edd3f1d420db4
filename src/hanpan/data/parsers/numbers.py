"""Numbers as people write them: 1,234.5 · 12 % · ₩500 · 3,000원 · (1,500) · 75세 · 1.234,5."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]

CURRENCIES = "₩￦$€£¥"
CURRENCY_WORDS = ("원", "만원", "천원", "백만원", "억원", "달러", "유로", "엔", "KRW", "USD", "EUR", "JPY", *CURRENCIES)
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?"
_COMMA = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_SHAPE = (
    r"^(?P<open>\()?(?P<sign>[+\-−])?\s?(?P<prefix>[{currencies}])?\s?(?P<sign2>[+\-−])?"
    r"(?P<number>{number})\s?(?P<suffix>[^\d\s.,+\-−()\[\]]{{1,10}})?(?P<close>\))?$"
)
GROUPS = ("open", "sign", "sign2", "prefix", "number", "suffix", "close")
GRAMMARS = {
    "point": _SHAPE.format(currencies=CURRENCIES, number=_PLAIN),
    "comma": _SHAPE.format(currencies=CURRENCIES, number=_COMMA),
}
INFINITE = r"(?i)^[+\-−]?(inf|infinity|∞)$"
LIKELY = [re.compile(pattern, re.ASCII) for pattern in (*GRAMMARS.values(), INFINITE)]
MOST_DIGITS = 15  # more of them do not fit a float64 exactly
PROBE = 256
FEWEST_PROBED = 0.5


class NumberText(NamedTuple):
    """Distinct cells taken apart: value (NaN where a cell is no number), unit, and its digits as written."""

    values: Floats
    units: pa.Array
    texts: pa.Array


class Reading(NamedTuple):
    """How a column's numbers are written, and what each distinct cell is then."""

    values: Floats
    reader: str
    unit: str
    codelike: str  # "leading_zero" or "long_digits" where the digits are a code


def read_column(words: pa.Array, counts: npt.NDArray[np.int64]) -> Reading | None:
    """The way of writing that reads most cells of a column, or None where few look like numbers.

    Parameters
    ----------
    words
        Distinct cells (k,), stripped.
    counts
        How often each occurs (k,).
    """
    if not _worth_trying(words):
        return None
    best = _with_grammar(words, counts, "point")
    if not np.isfinite(best.values).all():
        other = _with_grammar(words, counts, "comma")
        best = max(best, other, key=lambda reading: counts[np.isfinite(reading.values)].sum())
    return best


def read_as(words: pa.Array, reader: str, unit: str) -> Floats:
    """Values (k,) of cells written as a known column's are; a number without the unit is taken too."""
    parts = take_apart(words, "comma" if reader == "comma" else "point")
    fits = as_mask(pc.is_in(parts.units, value_set=pa.array(["", unit], type=parts.units.type)))
    return np.where(fits, parts.values, np.nan)


def infinite(words: pa.Array) -> npt.NDArray[np.bool_]:
    """Which cells (k,) say "infinity" or are numbers too large to hold."""
    said = as_mask(pc.match_substring_regex(words, INFINITE))
    return said | np.isinf(take_apart(words, "point").values)


def take_apart(words: pa.Array, grammar: str) -> NumberText:
    """Value and unit of each distinct cell (k,)."""
    found = pc.extract_regex(words, GRAMMARS[grammar])
    part = {name: pc.struct_field(found, name) for name in GROUPS}
    thousands, point = (".", ",") if grammar == "comma" else (",", ".")
    digits = pc.replace_substring(pc.replace_substring(part["number"], thousands, ""), point, ".")
    values = np.array(pc.cast(digits, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    opened, closed = (_filled(part[name]) for name in ("open", "close"))
    values[_is_minus(part["sign"]) | _is_minus(part["sign2"]) | opened] *= -1
    values[opened != closed] = np.nan
    nothing = pa.scalar("", type=part["prefix"].type)
    units = pc.fill_null(pc.binary_join_element_wise(part["prefix"], part["suffix"], nothing), nothing)
    return NumberText(values, units, pc.fill_null(part["number"], ""))


def as_mask(answers: pa.Array) -> npt.NDArray[np.bool_]:
    """Arrow's yes and no (null: no) as a NumPy mask."""
    return np.asarray(pc.fill_null(answers, False).to_numpy(zero_copy_only=False), dtype=bool)


def _with_grammar(words: pa.Array, counts: npt.NDArray[np.int64], grammar: str) -> Reading:
    parts = take_apart(words, grammar)
    read = np.isfinite(parts.values)
    unit = _main_unit(parts.units, np.where(read, counts, 0))
    fits = read & as_mask(pc.equal(parts.units, unit))
    texts = parts.texts.filter(pa.array(fits))
    reader = "comma" if grammar == "comma" else _reader(unit, texts)
    return Reading(np.where(fits, parts.values, np.nan), reader, unit, "" if unit else _code_like(texts))


def _main_unit(units: pa.Array, counts: npt.NDArray[np.int64]) -> str:
    coded = units.dictionary_encode()
    sums = np.bincount(coded.indices.to_numpy(zero_copy_only=False), counts, minlength=len(coded.dictionary))
    return str(coded.dictionary[int(np.argmax(sums))].as_py())


def _reader(unit: str, texts: pa.Array) -> str:
    if unit in ("%", "％"):
        return "percent"
    if unit in CURRENCY_WORDS:
        return "currency"
    if unit:
        return "unit"
    return "thousands" if as_mask(pc.match_substring(texts, ",")).any() else "plain"


def _code_like(texts: pa.Array) -> str:
    """Digits that would lose something as a number: a zero in front, or more digits than a float holds."""
    if as_mask(pc.match_substring_regex(texts, r"^0\d")).any():
        return "leading_zero"
    long = pc.max(pc.binary_length(texts)).as_py() or 0
    whole = long > MOST_DIGITS and as_mask(pc.ascii_is_decimal(texts)).all()
    return "long_digits" if whole else ""


def _worth_trying(words: pa.Array) -> bool:
    """A look at some cells first: most text columns hold no numbers at all."""
    step = max(1, len(words) // PROBE)
    probe = words.take(pa.array(np.arange(0, len(words), step))).to_pylist()
    return bool(probe) and sum(any(shape.match(word) for shape in LIKELY) for word in probe) >= FEWEST_PROBED * len(
        probe
    )


def _filled(part: pa.Array) -> npt.NDArray[np.bool_]:
    return as_mask(pc.greater(pc.binary_length(part), 0))


def _is_minus(part: pa.Array) -> npt.NDArray[np.bool_]:
    return as_mask(pc.is_in(part, value_set=pa.array(["-", "−"], type=part.type)))
