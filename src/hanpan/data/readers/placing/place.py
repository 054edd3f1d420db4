"""Where a table begins among the lines of a file or the rows of a sheet.

Titles and notes stand above the names, units or second names below them. What tells them apart is the contrast to the
columns: where a column holds numbers or dates nearly throughout, the lines that hold words there are no rows of data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from hanpan.data.raw import Note
from hanpan.data.readers.placing.looks import filled, is_blank, is_numberlike, sequence_of
from hanpan.data.readers.placing.toplines import SHOWN_LINES, TopLine, TopLines, numbered, shown_lines
from hanpan.foundation.errors import DataError, UsageError

ROWS = re.compile(r"^\s*(\d{1,7})\s*(?:[-,]\s*(\d{1,7})\s*)?$")
NAMED = 8  # names of columns that an error or a note shows


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the table stands.

    Attributes
    ----------
    names
        Names of its columns (w,); empty ones where there is no line of names.
    lines
        Numbers of the lines that hold the names, as the file shows them; none where no line does.
    first
        Position of the first line of data among the lines looked at.
    typed
        Columns that hold numbers or dates nearly throughout.
    notes
        What was passed over, to be said.
    doubt
        Whether lines stand above the data and none of them looks like names.
    """

    names: list[str]
    lines: tuple[int, ...]
    first: int
    typed: frozenset[int] = frozenset()
    notes: list[Note] = field(default_factory=list)
    doubt: bool = False

    @property
    def decision(self) -> dict[str, str]:
        """Where the names stand, unless that is the first line; to be shown with other decisions."""
        told = ", ".join(map(str, self.lines)) or "0"
        return {} if told == "1" else {"header": told}


def place_of(
    lines: Sequence[TopLine], width: int, source: str, asked: str | None, wanted: Collection[str] = ()
) -> Place:
    """The place that was asked for, or else the one that is found.

    Raises
    ------
    UsageError
        ``asked`` is no number of a line.
    DataError
        No names stand in that line; or none was asked for and it cannot be told where the names are.
    """
    if asked is None:
        place = find_place(lines, width, wanted)
        if place.doubt:
            raise DataError("header_unclear", source=source, head=numbered(lines))
        return place
    found = place_at(lines, width, asked_lines(asked))
    if found is None:
        raise DataError("header_absent", source=source, header=asked, head=numbered(lines))
    return found


def asked_lines(asked: str) -> list[int]:
    """Numbers of lines from ``3``, ``3-4`` (two lines of names) or ``0`` (none).

    Raises
    ------
    UsageError
        It is none of these.

    Examples
    --------
    >>> asked_lines("3"), asked_lines("3-4"), asked_lines("0")
    ([3], [3, 4], [0])
    """
    found = ROWS.match(asked)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not first <= last <= first + 9:
        raise UsageError("header_unread", header=asked)
    return list(range(first, last + 1))


def find_place(lines: Sequence[TopLine], width: int, wanted: Collection[str] = ()) -> Place:
    """Find the line of names and the first line of data.

    Parameters
    ----------
    lines
        The first lines, blank ones included.
    width
        How many cells a row of the table has.
    wanted
        Names that the table should have (those a model knows, or the target), to choose between lines.

    Examples
    --------
    >>> lines = [TopLine(1, ["Sales of 2023", ""]), TopLine(2, ["city", "sold"]), TopLine(3, ["Seoul", "5"])]
    >>> found = find_place(lines, 2)
    >>> found.names, found.first
    (['city', 'sold'], 2)
    """
    seen = TopLines(lines, width)
    known = seen.with_names(wanted)
    worthy = [known] if known is not None else seen.nameworthy(seen.before_data())
    return _below(seen, _joined(seen, worthy[0])) if worthy else _nameless(seen)


def place_at(lines: Sequence[TopLine], width: int, header: Sequence[int]) -> Place | None:
    """The table whose names stand in lines of these numbers; without names for 0; None where there is no such line."""
    seen = TopLines(lines, width)
    if list(header) == [0]:
        first = next((i for i in seen.rows if seen.is_data(i)), next(iter(seen.rows), 0))
        above = [line for line in lines[:first] if filled(line.cells)]
        told: list[Note] = [("lines_above_rows", {"count": len(above), "shown": shown_lines(above)})] if above else []
        return Place(names=[""] * width, lines=(), first=first, typed=seen.typed, notes=told)
    at = [i for i, line in enumerate(lines) if line.number in header and filled(line.cells)]
    if len(at) != len(header):
        return None
    names = seen.cells(at[0])
    for i in at[1:]:
        names = _both(names, seen.cells(i))
    return _below(seen, (at[0], at[-1], names))


Names = tuple[int, int, list[str]]  # first and last line of names, and what they say together


def _joined(seen: TopLines, at: int) -> Names:
    """Names in two lines are put together: years below groups, or parts below groups that share them."""
    names = seen.cells(at)
    below = seen.cells(at + 1) if at + 1 < len(seen.lines) else []
    if _is_lower(seen, at, names, below) or _are_parts(seen, at, names, below):
        return at, at + 1, _both(names, below)
    above = seen.cells(at - 1) if at - 1 in seen.rows else []
    lacking = len(set(names)) < len(names) or "" in names
    if lacking and 1 < filled(above) < seen.width and not seen.is_data(at - 1):
        joined = _both(above, names)
        if len(set(joined)) == len(joined) and "" not in joined:
            return at - 1, at, joined
    return at, at, names


def _are_parts(seen: TopLines, at: int, names: list[str], below: list[str]) -> bool:
    """Whether the next line names the parts of groups: words below each cell of a group, nothing below other names.

    A group is a name with blank cells after it, as merged cells leave them.
    """
    if at + 1 not in seen.rows or not seen.words(at + 1) or seen.numbers(at + 1):
        return False
    parts = {j for j, name in enumerate(names) if not name} | {
        j for j, name in enumerate(names[:-1]) if name and not names[j + 1]
    }
    joined = _both(names, below)
    return "" in names[1:] and parts == {j for j, cell in enumerate(below) if cell} and len(set(joined)) == len(joined)


def _is_lower(seen: TopLines, at: int, names: list[str], below: list[str]) -> bool:
    """Whether the next line continues the names.

    It fills what they leave blank, and is blank itself where the first column has cells; or it says the same parts
    again below each group (2022, 2023, 2022, 2023); or it tells apart names that stand there twice.
    """
    rows = [i for i in seen.rows if i > at + 1][:SHOWN_LINES]
    if at + 1 not in seen.rows or not rows:
        return False
    joined = _both(names, below)
    lacking = names[1:].count("") == 1 or len(set(names[1:])) < len(names) - 1
    if not all(joined[1:]) or len(set(joined)) < len(joined) or not lacking:
        return False
    if seen.is_second_header(at + 1):
        return True
    if "" not in names[1:]:
        return False
    if below[0]:
        return not names[0] and len(set(below)) < len(below)
    if names[1:].count("") == 1 and is_numberlike(below[-1]) and not sequence_of(below[1:]):
        return False  # one name is lacking, and a row of numbers begins below it
    return not any(is_blank(seen.lines[i].cells[0]) for i in rows)


def _both(upper: list[str], lower: list[str]) -> list[str]:
    """Two lines of names as one; a group reaches over the blank cells after it."""
    names, group = [], ""
    for over, under in zip(upper, lower, strict=True):
        group = over or group
        names.append(f"{group} {under}".strip() if under and under != group else over or under)
    return names


def _below(seen: TopLines, names: Names) -> Place:
    """The place below these names; units and second names are passed over."""
    top, last, said = names
    first, passed = last + 1, []
    for i in range(last + 1, len(seen.lines)):
        if seen.is_ruler(i) or (i in seen.rows and seen.is_second_header(i)):
            passed.append(seen.lines[i])
            first = i + 1
        elif filled(seen.lines[i].cells):
            break
    notes = _told(seen, top, last, passed) + (_doubtful(seen, said, last) if top == last else [])
    lines = tuple(line.number for line in (seen.lines[i] for i in range(top, last + 1)) if filled(line.cells))
    return Place(names=said, lines=lines, first=first, typed=seen.typed, notes=notes)


def _told(seen: TopLines, top: int, last: int, passed: list[TopLine]) -> list[Note]:
    notes: list[Note] = []
    above = [line for line in seen.lines[:top] if filled(line.cells)]
    if above:
        told = {"line": seen.lines[last].number, "count": len(above), "shown": shown_lines(above)}
        notes.append(("lines_above", told))
    if top < last:
        notes.append(("names_joined", {"lines": f"{seen.lines[top].number}, {seen.lines[last].number}"}))
    if passed:
        numbers = ", ".join(str(line.number) for line in passed)
        notes.append(("lines_below", {"count": len(passed), "lines": numbers, "shown": shown_lines(passed)}))
    return notes


def _doubtful(seen: TopLines, names: list[str], at: int) -> list[Note]:
    """Names that look like the cells below them: numbers wherever these are numbers, and no years or positions."""
    said = [names[j] for j in sorted(seen.typed)]
    if not said or not all(is_numberlike(name) for name in said) or _are_names(seen, at):
        return []
    return [("header_like_data", {"names": ", ".join(names[:8]), "line": seen.lines[at].number})]


def _nameless(seen: TopLines) -> Place:
    """The first line of data taken for the names, as there is nothing else; in doubt where lines stand above it."""
    at = next((i for i in seen.rows if seen.is_data(i)), next(iter(seen.rows), None))
    if at is None:
        return Place(names=[""] * seen.width, lines=(), first=0, doubt=True)
    short = _short_names(seen, at)
    if short:
        return _below(seen, (at - 1, at - 1, short))
    above = any(filled(line.cells) for line in seen.lines[:at])
    return replace(_below(seen, _joined(seen, at)), doubt=above and not _are_names(seen, at))


def _are_names(seen: TopLines, at: int) -> bool:
    """Whether a line of numbers names columns: years or positions, which the row below does not go on with."""
    rows = [i for i in seen.rows if i >= at][:2]
    numbers = [[cell for cell in (seen.cells(i)[j] for j in sorted(seen.typed)) if is_numberlike(cell)] for i in rows]
    told = [sequence_of(each) for each in numbers]
    return bool(told[0]) and told[0] not in told[1:]


def _short_names(seen: TopLines, at: int) -> list[str]:
    """Names in a line with one cell less than the rows below: the rows are named, or each ends in a separator."""
    cells = seen.lines[at - 1].cells if at else []
    if len(cells) != seen.width - 1 or len(cells) < 2 or not all(cells) or any(map(is_numberlike, cells)):
        return []
    ended = all(is_blank(seen.lines[i].cells[-1]) for i in seen.rows)
    return [*cells, ""] if ended else ["", *cells]
