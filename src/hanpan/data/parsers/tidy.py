"""Cells in plain characters before anything is read in them: full-width digits, odd blanks, Excel's ``="…"``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.masks import Mask, matches, replaced

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_NOTHING = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_QUOTES = "\u2018\u2019\u02bc\u00b4`\uff07"
PLAIN = {
    **{ord(each): " " for each in _SPACES},
    **{ord(each): None for each in _NOTHING},
    **{ord(each): "-" for each in _DASHES},
    **{ord(each): "'" for each in _QUOTES},
    **{0xFF01 + place: chr(0x21 + place) for place in range(94)},
    **{base + digit: str(digit) for base in (0x660, 0x6F0) for digit in range(10)},
    0x66B: ".",
    0x66C: ",",
    0xFFE5: "¥",
    0xFFE6: "₩",
    0xFFE1: "£",
}  # full-width and Arabic digits and signs, and whatever looks like a blank, a dash or an apostrophe
_ODD = "[" + "".join(chr(each) for each in PLAIN if chr(each) not in "`-") + "`]"
_FULL_WIDTH = "[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9]"
_LONG_DASH = rf"(^|[^\d])[{_DASHES}]\s?[^\d\s]?\s?\d"
_WRAPPED = r'^=\s*"(.*)"$|^\'(.*)$'
ABOUT = (
    r"^(?:(?i:about|approx(?:imately)?|around|circa|roughly)\s|(?:[Aa]pprox\.|ca\.|ca\s)|약|대략|거의|[~≈∼〜～])"
    r"\s*(\D{0,5}\d.*)$"
)
_AROUND = r"^(.*\d.*?)\s?(?:정도|가량|쯤|내외|안팎)$"
_AND_MORE = r"^(.*\d)여(\D*)$"
_WORTH_A_LOOK = (
    rf"{_ODD}|^[='~≈∼〜～]|^(?i:about|approx|around|circa|ca|roughly)|^(?:약|대략|거의|만)|여|[도량쯤외팎]$|[.,][-–—]|±"
)
_NO_CENTS = r"^(.*\d)[.,][-–—]{1,2}(\s?\D*)$"  # 1.234,-- €
_PLUS_MINUS = r"^(.*\d)\s?±\s?\d[\d.,]*(\s?[^\d±]*)$"  # 5.2 ± 0.3: the value
_FULL_AGE = r"^만\s?(\d{1,3}\s?[세살])$"


class Tidied(NamedTuple):
    """Cells (k,) in plain characters, and by way of writing which of them needed it."""

    words: pa.Array
    ways: dict[str, Mask]


def tidied(words: pa.Array) -> Tidied:
    """Distinct cells (k,) as a plain keyboard would have written them.

    ``ways``: ``full_width`` digits, a long ``dash`` for a minus, ``wrapped`` as a formula, ``about`` so much.

    Examples
    --------
    >>> tidied(pa.array(["３２８", "–403", '="007"', "약 3,000", "3\u00a0283"])).words.to_pylist()
    ['328', '-403', '007', '3,000', '3 283']
    """
    odd = matches(words, _WORTH_A_LOOK)
    if not odd.any():
        return Tidied(words, {})
    some, found = _made_plain(words.filter(pa.array(odd)))
    ways = {}
    for way, which in found.items():
        ways[way] = np.zeros(len(words), dtype=bool)
        ways[way][odd] = which
    return Tidied(replaced(words, odd, some), ways)


def _made_plain(words: pa.Array) -> tuple[pa.Array, dict[str, Mask]]:
    ways = {"full_width": matches(words, _FULL_WIDTH), "dash": matches(words, _LONG_DASH)}
    words = pa.array([word.translate(PLAIN).strip() for word in words.to_pylist()], type=words.type)
    words, ways["wrapped"] = _rewritten(words, _WRAPPED, r"\1\2")
    words, about = _rewritten(words, ABOUT, r"\1")
    words, around = _rewritten(words, _AROUND, r"\1")
    words, more = _rewritten(words, _AND_MORE, r"\1\2")
    words, spread = _rewritten(words, _PLUS_MINUS, r"\1\2")
    ways["about"] = about | around | more | spread
    words, _ = _rewritten(words, _FULL_AGE, r"\1")
    words, _ = _rewritten(words, _NO_CENTS, r"\1\2")
    return words, {way: which for way, which in ways.items() if which.any()}


def _rewritten(words: pa.Array, pattern: str, new: str) -> tuple[pa.Array, Mask]:
    which = matches(words, pattern)
    if not which.any():
        return words, which
    return replaced(words, which, pc.replace_substring_regex(words.filter(pa.array(which)), pattern, new)), which
