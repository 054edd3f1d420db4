"""Ink: colours by role, and labels as wide as a browser will draw them.

Pictures are drawn in stand-in colours that ``svg`` replaces by CSS variables, so that one picture fits light and dark.
"""

from __future__ import annotations

import math
import unicodedata

TEXT = "#0a0b01"
MUTED = "#0a0b02"
LINE = "#0a0b03"
FIRST = "#0a0b04"  # validation, the model
SECOND = "#0a0b05"  # train, what is compared
GOOD = "#0a0b06"  # what was chosen
BAD = "#0a0b07"  # mistakes

ON_WHITE = {
    TEXT: "#1d2530",
    MUTED: "#5c6877",
    LINE: "#dde3ea",
    FIRST: "#1f6f8b",
    SECOND: "#c07a2c",
    GOOD: "#2b774b",
    BAD: "#b3473e",
}

_WIDE, _CAPITAL = 2.0, 1.25

VARIABLES = {
    TEXT: "--text",
    MUTED: "--muted",
    LINE: "--line",
    FIRST: "--first",
    SECOND: "--second",
    GOOD: "--good",
    BAD: "--bad",
}


def width_of(label: str) -> int:
    """Width in small Latin letters: a Hangul syllable is as wide as two, capitals a quarter wider than small letters.

    Examples
    --------
    >>> width_of("한판 ab"), width_of("OVERAGE"), width_of("overage")
    (7, 9, 7)
    """
    return math.ceil(sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else _width(sign) for sign in label))


def _width(sign: str) -> float:
    return _CAPITAL if sign.isupper() or sign in "%@" else 1.0


def fitted(label: str, widest: int) -> str:
    """A label cut to a width in Latin letters; the middle gives way, as endings tell names apart.

    Examples
    --------
    >>> fitted("random_forest", 8), fitted("한판", 8)
    ('rand…est', '한판')
    """
    if width_of(label) <= widest:
        return label
    room = widest - 1
    head = _first(label, room - room // 2)
    tail = _first(label[::-1], room - width_of(head))[::-1]
    return f"{head}…{tail}"


def _first(label: str, widest: int) -> str:
    """As much of the beginning as fits."""
    kept = ""
    for sign in label:
        if width_of(kept + sign) > widest:
            break
        kept += sign
    return kept
