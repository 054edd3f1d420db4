"""A column of numbers: its decimal mark and unit from all of its cells, and what its digits would lose as numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.amounts import compound
from hanpan.data.parsers.amounts.marks import COMMA, POINT, Marks
from hanpan.data.parsers.amounts.numbers import NumberText, among_words, money_and_dash, take_apart, worth_trying
from hanpan.data.parsers.amounts.units import PERCENT, conversion, is_money, scaled
from hanpan.data.parsers.masks import Mask, among, as_mask, filled, holds, matches
from hanpan.data.parsers.tidy import tidied
from hanpan.statistics.arrays import Floats

Counts = npt.NDArray[np.int64]

MOST_DIGITS = 15  # more of them do not fit a float64 exactly
NEARLY_ALL = 0.99
MOST_UNITS = 5
MOST_ROUND = 0.9
BARE = 0.5  # of the cells may lack the unit that the others have
BARE_MONEY = 0.95
EITHER, ZERO_LED = r"^[1-9]\d{0,2}[.,]\d{3}$", r"^0[.,]\d{3}$"


class AmountReading(NamedTuple):
    """How a column's numbers are written, and what each distinct cell is then.

    ``mark`` is the decimal mark, ``marks`` what speaks for it; ``nothing`` are cells such as ``$ -``. ``codelike``:
    ``leading_zero``, ``long_digits`` or ``isbn`` where the digits are a code. ``slips`` would be numbers with the other
    mark: they are not read, but do not make words of the column either.
    """

    values: Floats
    mark: str
    unit: str
    codelike: str
    marks: Marks
    ways: dict[str, Mask]
    nothing: Mask
    slips: Mask

    def without(self, gone: Mask) -> AmountReading:
        """The same with some of the cells (k,) taken away."""
        ways = {way: which[~gone] for way, which in self.ways.items()}
        kept = {name: getattr(self, name)[~gone] for name in ("values", "nothing", "slips")}
        return self._replace(ways=ways, **kept)


def read_column(
    words: pa.Array, counts: Counts, mark: str = "", habit: str = "", *, wished: bool = False
) -> AmountReading | None:
    """The way of writing that reads most cells of a column, or None where few look like numbers.

    Parameters
    ----------
    words
        Distinct cells (k,), stripped.
    counts
        How often each occurs (k,).
    mark
        The decimal mark, where it is known; else the cells settle it, and where they cannot, ``habit`` does.
    wished
        Whether a person calls the column numbers: then a number among words is read too.
    """
    if not wished and not worth_trying(words):
        return None
    cells = Written(words, in_words=wished)
    marks = cells.marks(counts)
    money = COMMA if not marks.own and cells.is_round_money(counts) else ""
    return cells.read(counts, mark or marks.own or habit or money or POINT, marks)


class Written:
    """Distinct cells (k,), taken apart once for each decimal mark that is asked for.

    △ and ▲ are the minus signs of accountants, unless ▽ or ▼ stand in the same column for what fell (``arrows``).
    ``in_words``: a number among words is read too. ``shortened``: 만 is left out (3억 5,000 beside 8,500).
    """

    def __init__(
        self, words: pa.Array, *, arrows: bool = False, in_words: bool = False, shortened: bool = False
    ) -> None:
        self.words, self.ways = tidied(words)
        self.shortened = shortened or bool(matches(self.words, compound.SHORT).any())
        self.in_words = in_words
        self.arrows = arrows or bool(matches(self.words, "^[(]?[▽▼]").any())
        self._parts: dict[str, NumberText] = {}

    def parts(self, mark: str) -> NumberText:
        """The cells with this decimal mark."""
        if mark not in self._parts:
            found = take_apart(self.words, mark, arrows=self.arrows)
            found = compound.shortened(self.words, found) if self.shortened and mark == POINT else found
            self._parts[mark] = among_words(found, self.words, mark) if self.in_words else found
        return self._parts[mark]

    def marks(self, counts: Counts) -> Marks:
        """What the cells' commas and points can be."""
        point = self.parts(POINT)
        read = np.isfinite(point.values)
        marked = read & (holds(point.texts, ".") | holds(point.texts, ","))
        either = among(marked, point.texts, EITHER)
        zero = among(marked & ~either, point.texts, ZERO_LED)
        told = {"point": marked & ~either, "either": either, "zero_point": zero}
        if not read.all():
            comma = self.parts(COMMA)
            only = np.isfinite(comma.values) & ~read
            told |= {"comma": only, "zero_comma": among(only, comma.texts, ZERO_LED)}
        return Marks(**{name: int(counts[which].sum()) for name, which in told.items()})

    def is_round_money(self, counts: Counts) -> bool:
        """Whether the cells are money in thousands with points between, most of them round: Rp 15.000, 2.500 €."""
        point = self.parts(POINT)
        return is_money(main_unit(point, counts)) and are_round(point.texts, counts)

    def nothing(self, unit: str) -> Mask:
        """Which cells are money with a dash in place of an amount."""
        return money_and_dash(self.words) if is_money(unit) else np.zeros(len(self.words), dtype=bool)

    def read(self, counts: Counts, mark: str, marks: Marks) -> AmountReading:
        """The cells with a decimal mark, in the unit that most of them have."""
        parts = self.parts(mark)
        unit = main_unit(parts, counts)
        values = parts.in_unit(unit, bare=unit not in PERCENT)
        fits = np.isfinite(values)
        bare = parts.texts.filter(pa.array(fits & ~filled(parts.units)))
        none = np.zeros(len(values), dtype=bool)
        nothing = self.nothing(unit)
        ways = {way: which & fits for way, which in {**self.ways, **parts.ways}.items() if (which & fits).any()}
        other = COMMA if mark == POINT else POINT
        slips = none if fits.all() else ~fits & np.isfinite(self.parts(other).in_unit(unit))
        return AmountReading(values, mark, unit, _code_like(bare), marks, ways, nothing, slips)


def are_round(texts: pa.Array, counts: Counts) -> bool:
    """Whether nearly all cells (k,) with a point end in zeros after it, as decimals hardly do: 1.500, 12.000."""
    marked = matches(texts, EITHER) & holds(texts, ".")
    return bool(counts[marked & matches(texts, "00$")].sum() > MOST_ROUND * max(1, counts[marked].sum()))


def main_unit(parts: NumberText, counts: Counts) -> str:
    """The unit in which most cells can be told: one they are written in, or where scales differ, the plain one."""
    read = np.where(np.isfinite(parts.values), counts, 0)
    coded = parts.units.dictionary_encode()
    sums = np.bincount(coded.indices.to_numpy(zero_copy_only=False), read, minlength=len(coded.dictionary))
    often = [coded.dictionary[int(place)].as_py() for place in np.argsort(-sums, kind="stable")[:MOST_UNITS]]
    rows = dict(zip(coded.dictionary.to_pylist(), sums, strict=True))
    if rows.get(often[0], 0) >= NEARLY_ALL * read.sum():
        return str(often[0])
    offered = dict.fromkeys([*(scaled(unit).base for unit in often), *often])
    return str(max(offered, key=lambda unit: _told_in(unit, rows)))  # of equals the plain one


def _told_in(unit: str, rows: dict[str, float]) -> float:
    """How many rows can be told in a unit; bare numbers only where they are not too many."""
    own = sum(n for each, n in rows.items() if each and conversion(each, unit))
    bare, most = rows.get("", 0.0), BARE_MONEY if is_money(unit) else BARE
    if not unit:
        return bare + own
    return own + bare if unit not in PERCENT and bare <= most * (own + bare) else own


def _code_like(texts: pa.Array) -> str:
    """Digits that would lose something as a number: a zero in front, too many of them, or a book's number."""
    if not len(texts):
        return ""
    if matches(texts, r"^0\d").any():
        return "leading_zero"
    lengths = pc.min_max(pc.binary_length(texts)).as_py()
    whole = lengths["max"] >= len("9780000000000") and as_mask(pc.ascii_is_decimal(texts)).all()
    if whole and lengths["max"] > MOST_DIGITS:
        return "long_digits"
    return "isbn" if whole and lengths["min"] == lengths["max"] and _are_isbn(texts) else ""


def _are_isbn(texts: pa.Array) -> bool:
    """Whether all 13 digits begin as the number of a book does, and end with the digit that fits the others."""
    if not matches(texts, r"^97[89]\d{10}$").all():
        return False
    digits = np.array([list(map(int, text)) for text in texts.to_pylist()])
    return not (digits @ np.array([1, 3] * 6 + [1]) % 10).any()
