"""Which character stands between the cells of a text file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from hanpan.foundation.errors import UsageError

CANDIDATES = (",", "\t", ";", "|")
SPACES = " "  # runs of blanks
NONE = "\x1f"  # one column: a character that no file of text holds
NAMES = {"tab": "\t", "\\t": "\t", "space": SPACES, "comma": ",", "semicolon": ";", "pipe": "|"}
SAMPLE = 1 << 18
RECORDS = 300
LARGEST_CELL = 2**31 - 1


class Guess(NamedTuple):
    """A separator, how many cells the first line has with it, and the share of lines that have as many."""

    sep: str
    width: int
    share: float


def find_separator(text: str, suffix: str = "") -> str:
    r"""The separator that cuts most lines into as many cells as the first line, at least two.

    Examples
    --------
    >>> find_separator('name;price\\n"Kim; Lee";1,5\\nPark;2,5')
    ';'
    """
    guesses = [_guess(text, sep) for sep in CANDIDATES]
    usable = [guess for guess in guesses if guess.width > 1]
    if suffix == ".tsv":
        usable.sort(key=lambda guess: guess.sep != "\t")
    best = max(usable, key=lambda guess: (round(guess.share, 1), guess.width), default=None)
    if best is None or best.share < 0.8:
        spaced = _guess(text, SPACES)
        if spaced.width > 1 and spaced.share > max(0.95, best.share if best else 0.0):
            return SPACES
    return best.sep if best else NONE


def named_separator(given: str) -> str:
    r"""A separator as a person writes it: ``;``, ``tab``, ``\\t``, ``space``.

    Raises
    ------
    UsageError
        It is no single character.
    """
    sep = NAMES.get(given.lower(), given)
    if len(sep) != 1 or sep in '"\n\r' or ord(sep) > 127:
        raise UsageError("separator_length", sep=given)
    return sep


def shown_separator(sep: str) -> str:
    """A separator as a person reads it."""
    return {"\t": "tab", SPACES: "space", NONE: "none"}.get(sep, sep)


def one_blank_each(text: str) -> str:
    r"""Runs of blanks as one tab, except inside quotes and line ends.

    Examples
    --------
    >>> one_blank_each('a  b\n 1 "x  y"')
    'a\tb\n1\t"x  y"'
    """
    text = re.sub(r"(?m)^[ \t]+|[ \t]+$", "", text)
    if '"' not in text:
        return re.sub(r"[ \t]+", "\t", text)
    return re.sub(r'("(?:[^"]|"")*")|[ \t]+', lambda match: match.group(1) or "\t", text)


def first_record(text: str, sep: str) -> list[str]:
    """Cells of the first line that is not blank."""
    return next((record for record in _records(_sample(text), sep) if record), [])


def _guess(text: str, sep: str) -> Guess:
    sample = one_blank_each(_sample(text)) if sep == SPACES else _sample(text)
    widths = list(_widths(sample, "\t" if sep == SPACES else sep))
    if not widths:
        return Guess(sep, 0, 0.0)
    counts = Counter(widths)
    return Guess(sep, widths[0], counts[widths[0]] / len(widths))


def _sample(text: str) -> str:
    """Whole lines from the start."""
    return text if len(text) <= SAMPLE else text[: text.rfind("\n", 0, SAMPLE) + 1] or text


def _widths(sample: str, sep: str) -> Iterable[int]:
    for record in _records(sample, sep):
        if record and any(cell.strip() for cell in record):
            yield len(record)


def _records(sample: str, sep: str) -> Iterable[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=sep)
    try:
        for _, record in zip(range(RECORDS), reader, strict=False):
            yield record
    except csv.Error:
        return
