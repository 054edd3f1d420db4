"""Numbers as people write them: 1,234.5 · 12 % · ₩500 · (1,500) · 75세 · 1.234,5 · 3 283 329 · 5.00- · 328만원."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers import compound
from hanpan.data.parsers.marks import COMMA, POINT, Marks
from hanpan.data.parsers.masks import Mask, among, as_mask, filled, holds, matches, replaced
from hanpan.data.parsers.tidy import tidied
from hanpan.data.parsers.units import PERCENT, SIGNS, conversion, is_currency, is_money, scaled

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_GROUPED = {
    POINT: r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3}|[1-9]\d{0,2}(?:[ ']\d{3})+)(?:\.\d*)?",
    COMMA: r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:[ ']\d{3})+)(?:,\d+)?",
}
_PLAIN = {
    POINT: r"\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?",
    COMMA: r"\d+(?:,\d+)?(?:[eE][+-]?\d+)?|,\d+(?:[eE][+-]?\d+)?",
}
_BESIDE = r"""[^\d\s.,+\-()\[\]'"=#:/△▲▽▼]"""
_SHAPE = (
    rf"^(?P<open>\()?\s?(?P<sign>[+\-△▲▽▼])?\s?(?P<prefix>{_BESIDE}{{1,10}}\.?)?\s?(?P<sign2>[+\-△▲▽▼])?\s?"
    rf"(?P<number>NUMBER)\s?(?P<suffix>{_BESIDE}{{1,10}})?(?P<after>-)?(?P<close>\))?$"
)
# What nearly all numbers look like, in a form that RE2 matches in one pass; groups of digits are checked afterwards.
_ONE_PASS = rf"^(?P<sign>[+\-])?(?P<prefix>[{SIGNS}])?(?P<number>NUMBER) ?(?P<suffix>{_BESIDE}{{1,10}})?$"
SIMPLE = {
    mark: _ONE_PASS.replace("NUMBER", number)
    for mark, number in {POINT: r"\d[\d,]*(?:\.\d*)?", COMMA: r"\d[\d.]*(?:,\d+)?"}.items()
}
GRAMMARS = {mark: _SHAPE.replace("NUMBER", f"{_GROUPED[mark]}|{_PLAIN[mark]}") for mark in (POINT, COMMA)}
GROUPS = ("open", "sign", "prefix", "sign2", "number", "suffix", "after", "close")
INFINITE = r"(?i)^[+\-−]?(inf|infinity|∞)$"
NOTHING = r"^(\S{1,4}\.?)\s?-{1,2}$|^-{1,2}\s?(\S{1,4})$"  # money, and a dash for the amount
LIKELY = [re.compile(pattern, re.ASCII) for pattern in (*GRAMMARS.values(), INFINITE, compound.SHAPE, NOTHING)]
_NEVER = re.compile(r"\d[-/:]\d")  # no number has these between its digits, and most dates do
_GROUPS = re.compile(r"\d[,.' ]\d{3}")
MOST_DIGITS = 15  # more of them do not fit a float64 exactly
MINUS = {False: "[-△▲]", True: "[-▽▼]"}
PROBE = 256
FEWEST_PROBED = 0.5
NEARLY_ALL = 0.99
MOST_UNITS = 5
BARE = 0.5  # of the cells may lack the unit that the others have
BARE_MONEY = 0.95
ONE_NUMBER = (
    r"^[<>≤≥=~+\-(]*\s?(?:\d{1,3}(?:[,.' ]\d{3})+|\d+)(?:[.,]\d+)?\D{0,12}$"
    r"|^\D{0,12}[\s:=<>≤≥(]\s?[+-]?(?:\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+)\D{0,12}$"
)  # a number of which the rest of the cell speaks, and no code
EITHER, ZERO_LED = r"^[1-9]\d{0,2}[.,]\d{3}$", r"^0[.,]\d{3}$"


class NumberText(NamedTuple):
    """Distinct cells taken apart: value (NaN where a cell is no number), unit, digits as written, ways of writing."""

    values: Floats
    units: pa.Array
    texts: pa.Array
    ways: dict[str, Mask]

    def in_unit(self, unit: str, *, bare: bool = True) -> Floats:
        """Values (k,) in a unit; NaN in another one, and without any where ``bare`` numbers are not taken."""
        coded = self.units.dictionary_encode()
        factors = [_factors(own, unit, bare) for own in coded.dictionary.to_pylist()]
        times, over = np.array(factors, dtype=np.float64).reshape(-1, 2).T
        codes = coded.indices.to_numpy(zero_copy_only=False)
        return self.values * times[codes] / over[codes]

    def filled(self, left: Mask, rest: NumberText) -> NumberText:
        """The same with some of its cells, ``left`` (k,), told by another."""
        values = self.values.copy()
        values[left] = rest.values
        ways = {way: self.ways.get(way, np.zeros(len(left), dtype=bool)).copy() for way in {**self.ways, **rest.ways}}
        for way, which in ways.items():
            which[left] = rest.ways.get(way, False)
        texts, units = (replaced(own, left, new) for own, new in ((self.texts, rest.texts), (self.units, rest.units)))
        return NumberText(values, units, texts, ways)


class Reading(NamedTuple):
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

    def without(self, gone: Mask) -> Reading:
        """The same with some of the cells (k,) taken away."""
        ways = {way: which[~gone] for way, which in self.ways.items()}
        kept = {name: getattr(self, name)[~gone] for name in ("values", "nothing", "slips")}
        return self._replace(ways=ways, **kept)


def read_column(words: pa.Array, counts: Counts, mark: str = "", habit: str = "") -> Reading | None:
    """The way of writing that reads most cells of a column, or None where few look like numbers.

    Parameters
    ----------
    words
        Distinct cells (k,), stripped.
    counts
        How often each occurs (k,).
    mark
        The decimal mark, where it is known; else the cells settle it, and where they cannot, ``habit`` does.
    """
    if not _worth_trying(words):
        return None
    cells = Written(words)
    marks = cells.marks(counts)
    return cells.read(counts, mark or marks.own or habit or POINT, marks)


class Written:
    """Distinct cells (k,), taken apart once for each decimal mark that is asked for.

    △ and ▲ are the minus signs of accountants, unless ▽ or ▼ stand in the same column for what fell (``arrows``).
    """

    def __init__(self, words: pa.Array, *, arrows: bool = False) -> None:
        self.words, self.ways = tidied(words)
        self.arrows = arrows or bool(matches(self.words, "^[(]?[▽▼]").any())
        self._parts: dict[str, NumberText] = {}

    def parts(self, mark: str) -> NumberText:
        """The cells with this decimal mark."""
        if mark not in self._parts:
            self._parts[mark] = take_apart(self.words, mark, arrows=self.arrows)
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

    def nothing(self, unit: str) -> Mask:
        """Which cells are money with a dash in place of an amount."""
        return _money_and_dash(self.words) if is_money(unit) else np.zeros(len(self.words), dtype=bool)

    def read(self, counts: Counts, mark: str, marks: Marks) -> Reading:
        """The cells with a decimal mark, in the unit that most of them have."""
        parts = self.parts(mark)
        unit = _main_unit(parts, counts)
        values = parts.in_unit(unit, bare=unit not in PERCENT)
        fits = np.isfinite(values)
        bare = parts.texts.filter(pa.array(fits & ~filled(parts.units)))
        none = np.zeros(len(values), dtype=bool)
        nothing = self.nothing(unit)
        ways = {way: which & fits for way, which in {**self.ways, **parts.ways}.items() if (which & fits).any()}
        other = COMMA if mark == POINT else POINT
        slips = none if fits.all() else ~fits & np.isfinite(self.parts(other).in_unit(unit))
        return Reading(values, mark, unit, _code_like(bare), marks, ways, nothing, slips)


def infinite(words: pa.Array) -> Mask:
    """Which cells (k,) say "infinity" or are numbers too large to hold."""
    return matches(words, INFINITE) | np.isinf(take_apart(words, POINT).values)


def take_apart(words: pa.Array, mark: str, *, arrows: bool = False) -> NumberText:
    """Value, unit and ways of writing of each distinct cell (k,) in plain characters: the simple ones first."""
    found = _simple(words, mark)
    left = np.isnan(found.values)
    if not left.any():
        return found
    rest = words.filter(pa.array(left))
    return found.filled(left, compound.added(rest, _thorough(rest, mark, arrows), mark))


def _simple(words: pa.Array, mark: str) -> NumberText:
    found = pc.extract_regex(words, SIMPLE[mark])
    sign, prefix, number, suffix = (pc.struct_field(found, name) for name in ("sign", "prefix", "number", "suffix"))
    texts = pc.fill_null(number, "")
    grouped = holds(texts, "." if mark == COMMA else ",")
    values = _values(texts, mark)
    values[grouped & ~among(grouped, texts, f"^(?:{_GROUPED[mark]})$")] = np.nan
    signed = filled(sign)
    values[signed & among(signed, sign, "-")] *= -1
    indian = among(grouped, texts, r",\d\d,") if mark == POINT else np.zeros(len(words), dtype=bool)
    return NumberText(values, _units(prefix, suffix), texts, {"grouped": grouped, "indian": indian})


def _thorough(words: pa.Array, mark: str, arrows: bool) -> NumberText:
    found = pc.extract_regex(words, GRAMMARS[mark])
    part = {name: pc.struct_field(found, name) for name in GROUPS}
    texts = pc.fill_null(part["number"], "")
    values = _values(texts, mark)
    ways = _ways(part, texts, mark, arrows)
    signs = [part["sign"], part["sign2"], part["after"]]
    minus = np.logical_or.reduce([matches(sign, MINUS[arrows]) for sign in signs]) | ways["brackets"]
    values[minus] *= -1
    values[filled(part["open"]) != filled(part["close"])] = np.nan
    values[filled(part["prefix"]) & ~_known_prefix(part["prefix"], texts, ways["grouped"])] = np.nan
    return NumberText(values, _units(part["prefix"], part["suffix"]), texts, ways)


def _values(texts: pa.Array, mark: str) -> Floats:
    groups, digits = (".", texts) if mark == COMMA else (",", texts)
    digits = pc.replace_substring(digits, groups, "")
    for odd in (" ", "'"):
        digits = pc.replace_substring(digits, odd, "") if holds(digits, odd).any() else digits
    digits = pc.replace_substring(digits, ",", ".") if mark == COMMA else digits
    return np.array(pc.cast(_empty_as_null(digits), pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _units(prefix: pa.Array, suffix: pa.Array) -> pa.Array:
    """What stands before and behind as one unit; ``Rs.`` is ``Rs``."""
    nothing = pa.scalar("", type=prefix.type)
    if holds(prefix, ".").any():
        prefix = pc.replace_substring_regex(prefix, r"\.$", "")
    return pc.fill_null(pc.binary_join_element_wise(prefix, suffix, nothing), nothing)


def _known_prefix(prefixes: pa.Array, texts: pa.Array, grouped: Mask) -> Mask:
    """Which cells (k,) begin with money, or with a word behind which thousands are grouped: Taka 1,234."""
    coded = pc.fill_null(prefixes, "").dictionary_encode()
    codes = coded.indices.to_numpy(zero_copy_only=False)
    bare = matches(texts, r"^\d{4}") & ~grouped
    apart = [np.bincount(codes, which, minlength=len(coded.dictionary)) for which in (grouped, bare)]
    known = (apart[0] > 0) & (apart[1] == 0)
    known |= np.array([is_currency(word.rstrip(".")) for word in coded.dictionary.to_pylist()], dtype=bool)
    return known[codes]


def _ways(part: dict[str, pa.Array], texts: pa.Array, mark: str, arrows: bool) -> dict[str, Mask]:
    """In which ways the cells (k,) are written."""
    spaced, apostrophe = holds(texts, " "), holds(texts, "'")
    by_mark = matches(texts, r"\.\d{3}([.,]|$)" if mark == COMMA else ",")
    return {
        "grouped": by_mark | spaced | apostrophe,
        "spaces": spaced,
        "apostrophes": apostrophe,
        "indian": matches(texts, r",\d\d,"),
        "brackets": filled(part["open"]) & filled(part["close"]),
        "minus_behind": filled(part["after"]),
        "arrows" if arrows else "triangles": matches(part["sign"], "[△▲▽▼]") | matches(part["sign2"], "[△▲▽▼]"),
    }


def _factors(unit: str, wanted: str, bare: bool) -> tuple[float, float]:
    if not unit and wanted and not bare:
        return np.nan, 1.0
    return conversion(unit, wanted) or (np.nan, 1.0)


def _main_unit(parts: NumberText, counts: Counts) -> str:
    """The unit in which most cells can be told: one they are written in, or where scales differ, the plain one."""
    read = np.where(np.isfinite(parts.values), counts, 0)
    coded = parts.units.dictionary_encode()
    sums = np.bincount(coded.indices.to_numpy(zero_copy_only=False), read, minlength=len(coded.dictionary))
    often = [coded.dictionary[int(place)].as_py() for place in np.argsort(-sums, kind="stable")[:MOST_UNITS]]
    rows = dict(zip(coded.dictionary.to_pylist(), sums, strict=True))
    if rows.get(often[0], 0) >= NEARLY_ALL * read.sum():
        return str(often[0])
    offered = dict.fromkeys([*(scaled(unit).base for unit in often), *often])
    return max(offered, key=lambda unit: _told_in(unit, rows))  # of equals the plain one


def _told_in(unit: str, rows: dict[str, float]) -> float:
    """How many rows can be told in a unit; bare numbers only where they are not too many."""
    own = sum(n for each, n in rows.items() if each and conversion(each, unit))
    bare, most = rows.get("", 0.0), BARE_MONEY if is_money(unit) else BARE
    if not unit:
        return bare + own
    return own + bare if unit not in PERCENT and bare <= most * (own + bare) else own


def _money_and_dash(words: pa.Array) -> Mask:
    found = pc.extract_regex(words, r"^(?P<before>[^-]*?)\s?-{1,2}\s?(?P<behind>[^-]*)$")
    nothing = pa.scalar("", type=words.type)
    told = pc.binary_join_element_wise(pc.struct_field(found, "before"), pc.struct_field(found, "behind"), nothing)
    none = np.zeros(len(told), dtype=bool)
    return _known_prefix(told, told, none) & filled(told)


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


def _worth_trying(words: pa.Array) -> bool:
    """A look at some cells first: most text columns hold no numbers at all."""
    step = max(1, len(words) // PROBE)
    probe = tidied(words.take(pa.array(np.arange(0, len(words), step)))).words.to_pylist()
    return bool(probe) and sum(map(_likely, probe)) >= FEWEST_PROBED * len(probe)


def _likely(word: str) -> bool:
    """Whether a cell could be a number; not where letters stand before bare digits, as in a code."""
    if _NEVER.search(word):
        return False
    found = [shape.match(word) for shape in LIKELY]
    prefix = next((match["prefix"] for match in found[:2] if match), None)
    return any(found) and (not prefix or is_currency(prefix.rstrip(". ")) or bool(_GROUPS.search(word)))


def _empty_as_null(texts: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, texts.type), texts)
