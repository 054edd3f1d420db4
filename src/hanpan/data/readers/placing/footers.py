"""What stands below the last row of a table: sums, sources, remarks."""

from __future__ import annotations

from collections.abc import Sequence

from hanpan.data.readers.placing.looks import filled, is_blank, is_note, is_numberlike, is_total, says_nothing
from hanpan.data.readers.placing.place import Place
from hanpan.data.readers.placing.toplines import TopLine


def count_footers(lines: Sequence[TopLine], place: Place, above: Sequence[TopLine] = ()) -> int:
    """How many of the last lines are no rows: sums, sources, remarks, and blank lines between them.

    Parameters
    ----------
    lines
        The last lines, all below the first row of data.
    above
        Lines from the start of the table: a word for a sum that stands there too is a category.

    Examples
    --------
    >>> place = Place(names=["city", "sold"], lines=(1,), first=1, typed=frozenset({1}))
    >>> lines = [TopLine(8, ["Seoul", "5"]), TopLine(9, ["Total", "5"]), TopLine(10, ["Source: city hall"])]
    >>> count_footers(lines, place)
    2
    """
    own = [line.cells for line in lines]
    first = [cells[0].strip() for cells in own if cells]
    categories = {line.cells[0].strip() for line in above[place.first :] if line.cells and line.cells not in own}
    categories |= {word for word in first if first.count(word) > 1}
    found, apart = 0, False
    for count, line in enumerate(reversed(lines), start=1):
        before = lines[: len(lines) - count]
        if not filled(line.cells):
            apart = True
        elif _is_footer(line.cells, place, apart or _blank_above(before)) and line.cells[0].strip() not in categories:
            found = count
        else:
            break
    return found


def _blank_above(lines: Sequence[TopLine]) -> bool:
    """Whether a blank line stands between here and the rows, with nothing but single cells after it."""
    for line in reversed(lines):
        if filled(line.cells) != 1:
            return not filled(line.cells)
    return False


def _is_footer(cells: list[str], place: Place, apart: bool) -> bool:
    width, alone = len(place.names), filled(cells) == 1
    at = next(i for i, cell in enumerate(cells) if not is_blank(cell))
    word = cells[at]
    breaks = at in place.typed and not is_numberlike(word) and not says_nothing(word)
    if len(cells) != width:
        return alone and (is_note(word) or is_total(word) or (not is_numberlike(word) and (apart or breaks)))
    if is_total(word) and width > 1:
        return at == 0 or (at == 1 and breaks)
    return alone and width > 2 and (is_note(word) or (breaks and apart))
