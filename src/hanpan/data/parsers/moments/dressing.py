"""What people write around a date, taken off before it is read: weekdays, zones, ordinals (Sun, 3rd, GMT+9)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.parsers.masks import matches, replaced

Minutes = npt.NDArray[np.float64]

NAMED = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "UT": 0,
    "WET": 0,
    "CET": 60,
    "BST": 60,
    "WEST": 60,
    "CEST": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "SGT": 480,
    "HKT": 480,
    "KST": 540,
    "JST": 540,
    "AEST": 600,
    "AEDT": 660,
    "EST": -300,
    "EDT": -240,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
}
_NAMES = "|".join(sorted(NAMED, key=len, reverse=True))
_CLOCK = r"(?:\d:\d{2}|\dT\d{2,6}|[시분초]|\d{6})"
_OFFSET = r"[+-](?:0?\d|1[0-5])(?::?[0-5]\d)?"
_ZONE = (
    rf"^(.*{_CLOCK}.*?)\s?[(\[]?(?:(?:({_OFFSET})\s?)?({_NAMES})\s?({_OFFSET})?|({_OFFSET}))[)\]]?"
    r"(?:\[[A-Za-z_/]+\]|\s?\([A-Za-z ]+\))?$"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_WEEKDAY = (
    rf"(?i)\s?[(\[]\s?(?:{_DAY}\.?|[월화수목금토일月火水木金土日](?:요일|曜日)?)\s?[)\]]"
    rf"|\s?[월화수목금토일]요일|\b{_DAY}\b[.,]*|\suhr$"
)
_ORDINAL = r"(?i)\b(\d{1,2})(?:st|nd|rd|th)\b"
_LETTERS = r"(?i)[(\[]|[월화수목금토일]요일|\b(?:mon|tue|wed|thu|fri|sat|sun)|\d(?:st|nd|rd|th)\b|\suhr$"
_BLANKS = r"\s+"


class Undressed(NamedTuple):
    """Cells (k,) without what stands around a date, and the minutes that each is ahead of UTC (NaN: no zone)."""

    words: pa.Array
    ahead: Minutes


def undressed(words: pa.Array) -> Undressed:
    """Take weekdays, ordinals and zones off dates.

    Examples
    --------
    >>> bare = undressed(pa.array(["2024-09-29(일) 09:18 GMT+9", "Sun, 29th Sep 2024", "2024-09-29"]))
    >>> bare.words.to_pylist(), bare.ahead.tolist()
    (['2024-09-29 09:18', '29 Sep 2024', '2024-09-29'], [540.0, nan, nan])
    """
    letters = matches(words, _LETTERS)
    if letters.any():
        told = pc.replace_substring_regex(words.filter(pa.array(letters)), _WEEKDAY, " ")
        told = pc.replace_substring_regex(told, _ORDINAL, r"\1")
        words = replaced(words, letters, pc.utf8_trim_whitespace(pc.replace_substring_regex(told, _BLANKS, " ")))
    ahead = np.full(len(words), np.nan)
    zoned = matches(words, _ZONE)
    if zoned.any():
        some = words.filter(pa.array(zoned))
        ahead[zoned] = _minutes(some)
        words = replaced(words, zoned, pc.replace_substring_regex(some, _ZONE, r"\1"))
    return Undressed(words, ahead)


def offset_minutes(text: str) -> int:
    """Minutes ahead of UTC: ``+09:00``, ``-0530``, ``+9``, ``Z``.

    Examples
    --------
    >>> [offset_minutes(text) for text in ("+09:00", "-0530", "+9", "KST")]
    [540, -330, 540, 540]
    """
    if text in NAMED:
        return NAMED[text]
    hours, minutes = _hours_and_minutes(text[1:])
    return (60 * hours + minutes) * (-1 if text[0] == "-" else 1)


def offset_text(minutes: int) -> str:
    """Minutes ahead of UTC as ``+09:00``."""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _hours_and_minutes(digits: str) -> tuple[int, int]:
    if ":" in digits:
        hours, minutes = digits.split(":")
        return int(hours), int(minutes)
    return (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))


def _minutes(words: pa.Array) -> Minutes:
    """Minutes ahead of UTC of cells that end with a zone, worked out once per zone."""
    zones = pc.replace_substring_regex(words, _ZONE, r"\2 \3 \4\5").dictionary_encode()
    known = np.array([_ahead(*zone.split(" ")) for zone in zones.dictionary.to_pylist()], dtype=np.float64)
    return np.asarray(known[zones.indices.to_numpy(zero_copy_only=False)])


def _ahead(before: str, name: str, behind: str) -> int:
    """``+0900 KST`` says the same twice, ``GMT+9`` says one thing in two parts."""
    if before:
        return offset_minutes(before)
    return (offset_minutes(name) if name else 0) + (offset_minutes(behind) if behind else 0)
