"""Which character stands between the cells of a text file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import accumulate
from typing import NamedTuple

from hanpan.data.readers.placing.place import find_place
from hanpan.data.readers.placing.toplines import TopLine
from hanpan.foundation.errors import UsageError

CANDIDATES = (",", "\t", ";", "|")
RARE = ("^", "~", "\x01")  # looked for where none of the others cuts anything
SPACES = " "  # runs of blanks
NONE = "\x1f"  # one column: a character that no file of text holds
NAMES = {"tab": "\t", "\\t": "\t", "space": SPACES, "comma": ",", "semicolon": ";", "pipe": "|"}
SAMPLE = 1 << 18
RECORDS = 300
MOST_CELLS, FEWEST_LINES = 40_000, 12  # of a wide table fewer lines are looked at
LARGEST_CELL = 2**31 - 1
NEARLY_ALL = 0.95
LEAST_OWN = 0.5  # of the lines have as many cells as the first
THOUSANDS = re.compile(r"^\D{0,3}\d{1,3}(,\d{3})+(\.\d*)?\D{0,3}$")  # 1,234 in a single column
PROSE = re.compile(r",\s")


class Cut(NamedTuple):
    """The first lines cut by a separator.

    ``width`` is how many cells a row has, ``share`` how many of the lines from the ``first`` of this width on have as
    many.
    """

    sep: str
    width: int
    share: float
    first: int
    lines: list[TopLine]

    @property
    def starts(self) -> bool:
        """Whether nothing stands above the first line of this width."""
        return not any(line.cells and any(cell.strip() for cell in line.cells) for line in self.lines[: self.first])


def find_separator(text: str, suffix: str = "", wanted: Collection[str] = ()) -> str:
    r"""The separator that cuts most lines into as many cells, at least two.

    Lines above the table (titles, notes) may be shorter where what follows them is a table beyond doubt.

    Examples
    --------
    >>> find_separator('name;price\n"Kim; Lee";1,5\nPark;2,5')
    ';'
    >>> find_separator('Sales of 2023\nname;price\nKim;1,5\nPark;2,5')
    ';'
    """
    cuts = [cut(text, sep) for sep in CANDIDATES]
    usable = [each for each in cuts if each.width > 1 and (each.starts or _is_table(each, wanted))]
    if suffix == ".tsv":
        usable.sort(key=lambda each: each.sep != "\t")
    best = max(usable, key=lambda each: (round(each.share, 1), each.starts, each.width), default=None)
    if best is None or best.share < 0.8:
        spaced = cut(text, SPACES)
        if (
            spaced.width > 1
            and (spaced.starts or _is_table(spaced, wanted))
            and spaced.share > max(NEARLY_ALL, best.share if best else 0.0)
        ):
            return SPACES
    if best is not None:
        return best.sep
    rare = [each for each in (cut(text, sep) for sep in RARE) if each.width > 1 and each.share > NEARLY_ALL]
    return next((each.sep for each in rare if each.starts or _is_table(each, wanted)), NONE)


def _is_table(found: Cut, wanted: Collection[str]) -> bool:
    """Whether what stands below some shorter lines is a table: it has columns of numbers, or its cells are no prose."""
    below = [found.sep.join(line.cells) for line in found.lines[found.first :]]
    if found.share < NEARLY_ALL or all(map(THOUSANDS.match, below)):
        return False
    place = find_place(found.lines, found.width, wanted)
    if place.typed:
        return not place.doubt or (found.width > 2 and found.sep != SPACES)
    if found.sep == SPACES:
        return False
    prose = found.sep == "," and sum(bool(PROSE.search(line)) for line in below) > len(below) / 2
    return not prose and (found.width > 2 or found.sep != ",")


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


def cut(text: str, sep: str) -> Cut:
    """The first lines of a text as one separator cuts them.

    The width of the first line counts where many have it, else the most common one.
    """
    sample = one_blank_each(_sample(text)) if sep == SPACES else _sample(text)
    lines = _few(list(_records(sample, "\t" if sep == SPACES else sep)))
    widths = [len(line.cells) if any(cell.strip() for cell in line.cells) else 0 for line in lines]
    counts = Counter(width for width in widths if width)
    if not counts:
        return Cut(sep, 0, 0.0, 0, lines)
    own = next(width for width in widths if width)
    width = own if counts[own] >= LEAST_OWN * counts.total() else max(counts, key=lambda each: counts[each])
    first = widths.index(width)
    below = [each for each in widths[first:] if each]
    return Cut(sep, width, below.count(width) / len(below), first, lines)


def _few(lines: list[TopLine]) -> list[TopLine]:
    """The first lines of a wide table, as many as can be looked at in no time."""
    cells = accumulate(len(line.cells) for line in lines)
    return lines[: max(FEWEST_LINES, sum(count <= MOST_CELLS for count in cells))]


def _sample(text: str) -> str:
    """Whole lines from the start."""
    return text if len(text) <= SAMPLE else text[: text.rfind("\n", 0, SAMPLE) + 1] or text


def _records(sample: str, sep: str) -> Iterable[TopLine]:
    csv.field_size_limit(LARGEST_CELL)
    letters, source = 0, io.StringIO(sample, newline="")

    def counted() -> Iterable[str]:
        nonlocal letters
        for line in source:
            letters += len(line)
            yield line

    reader = csv.reader(counted(), delimiter=sep)
    number = 1
    try:
        for _, record in zip(range(RECORDS), reader, strict=False):
            yield TopLine(number, record, letters)
            number = reader.line_num + 1
    except csv.Error:
        return
