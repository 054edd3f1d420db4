"""Numbers as people write them: 1,234.5 · 12 % · ₩500 · (1,500) · 75세 · 1.234,5 · 3 283 329 · 5.00- · 328만원."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.amounts import compound
from hanpan.data.parsers.amounts.marks import COMMA, POINT
from hanpan.data.parsers.amounts.units import SIGNS, conversion, is_currency
from hanpan.data.parsers.masks import Mask, among, filled, holds, matches, replaced
from hanpan.data.parsers.tidy import tidied
from hanpan.statistics.arrays import Floats

_GROUPED = {
    POINT: r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d{2})+,\d{3}|[1-9]\d{0,2}(?:[ ']\d{3})+)(?:\.\d*)?",
    COMMA: r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:[ ']\d{3})+)(?:,\d+)?",
}
_PLAIN = {
    POINT: r"\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?",
    COMMA: r"\d+(?:,\d+)?(?:[eE][+-]?\d+)?|,\d+(?:[eE][+-]?\d+)?",
}
_BEFORE, _BEHIND = r"""[^\d\s.,+\-()\[\]'"=#:/△▲▽▼]""", r"""[^\d\s.,+\-()\[\]'"=△▲▽▼]"""
_SHAPE = (
    rf"^(?P<open>\()?\s?(?P<sign>[+\-△▲▽▼])?\s?(?P<prefix>{_BEFORE}{{1,10}}\.?)?\s?(?P<sign2>[+\-△▲▽▼])?\s?"
    rf"(?P<number>NUMBER)\s?(?P<suffix>{_BEHIND}{{1,10}})?(?P<after>-)?(?P<close>\))?$"
)
# What nearly all numbers look like, in a form that RE2 matches in one pass; groups of digits are checked afterwards.
_ONE_PASS = rf"^(?P<sign>[+\-])?(?P<prefix>[{SIGNS}])?(?P<number>NUMBER) ?(?P<suffix>{_BEHIND}{{1,10}})?$"
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
MINUS = {False: "[-△▲]", True: "[-▽▼]"}
PROBE = 256
FEWEST_PROBED = 0.5
ONE_NUMBER = (
    r"^[<>≤≥=~+\-(]*\s?(?:\d{1,3}(?:[,.' ]\d{3})+|\d+)(?:[.,]\d+)?\D{0,12}$"
    r"|^\D{0,12}[\s:=<>≤≥(]\s?[+-]?(?:\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d+)?|\d+[.,]\d+)\D{0,12}$"
)  # a number of which the rest of the cell speaks, and no code


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
        return np.asarray(self.values * times[codes] / over[codes])

    def filled(self, left: Mask, rest: NumberText) -> NumberText:
        """The same with some of its cells, ``left`` (k,), told by another."""
        values = self.values.copy()
        values[left] = rest.values
        ways = {way: self.ways.get(way, np.zeros(len(left), dtype=bool)).copy() for way in {**self.ways, **rest.ways}}
        for way, which in ways.items():
            which[left] = rest.ways.get(way, False)
        texts, units = (replaced(own, left, new) for own, new in ((self.texts, rest.texts), (self.units, rest.units)))
        return NumberText(values, units, texts, ways)


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


def among_words(found: NumberText, words: pa.Array, mark: str) -> NumberText:
    """What was found in the cells (k,), and of those that are no number the one number among a few words."""
    left = np.isnan(found.values) & matches(words, ONE_NUMBER)
    if not left.any():
        return found
    bare = pc.replace_substring_regex(words.filter(pa.array(left)), r"^\D*?([+-]?\d[\d.,' ]*)\D*$", r"\1")
    rest = take_apart(pc.utf8_trim_whitespace(bare), mark)
    return found.filled(left, rest._replace(ways={**rest.ways, "in_words": np.isfinite(rest.values)}))


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
    return np.asarray(known[codes])


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


def money_and_dash(words: pa.Array) -> Mask:
    """Which cells (k,) are money with a dash in place of an amount."""
    found = pc.extract_regex(words, r"^(?P<before>[^-]*?)\s?-{1,2}\s?(?P<behind>[^-]*)$")
    nothing = pa.scalar("", type=words.type)
    told = pc.binary_join_element_wise(pc.struct_field(found, "before"), pc.struct_field(found, "behind"), nothing)
    none = np.zeros(len(told), dtype=bool)
    return _known_prefix(told, told, none) & filled(told)


def worth_trying(words: pa.Array) -> bool:
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
