"""The first lines of a table: how many cells each has, and which columns hold numbers nearly throughout."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from hanpan.data.names import same_name
from hanpan.data.readers.placing.looks import filled, is_blank, is_numberlike, is_unitlike, says_nothing

DEEPEST = 250  # lines among which the names are looked for
SHOWN_LINES, SHOWN_LETTERS = 8, 70
NAMEWORTHY = 0.75  # of the most cells that a line above the data holds
MOST_TYPED = 0.6  # of the columns of numbers hold a word in a second line of names
PROSE = 0.7  # of the cells after the first begin with a blank
FIRST_ROWS = 10  # that may hold words in a column of numbers
CORE = 0.95  # of the cells between a column's first and last number are numbers
LEAST_CORE = 0.5  # of its cells lie there
RANGE = re.compile(r"^\d{1,3}\s?[-–/~∼]\s?\d{1,3}$")
RULER = re.compile(r"^[\s\-=+|:_]*$")


class TopLine(NamedTuple):
    """A line of a file or row of a sheet: its number there, its cells, and how many letters lie before its end."""

    number: int
    cells: list[str]
    end: int = 0


def numbered(lines: Sequence[TopLine]) -> list[str]:
    """The first lines as a person sees them, each with its number."""
    shown = [line for line in lines if filled(line.cells)][:SHOWN_LINES]
    told = [" | ".join(" ".join(cell.split()) for cell in line.cells) for line in shown]
    return [f"{line.number}: {text[:SHOWN_LETTERS]}" for line, text in zip(shown, told, strict=True)]


def shown_lines(lines: Sequence[TopLine]) -> str:
    """What some lines hold, in quotes, cut where it is long."""
    texts = [" | ".join(cell.strip() for cell in line.cells if not is_blank(cell)) for line in lines[:3]]
    return ", ".join(f"“{text[:40]}”" for text in texts) + (" …" if len(lines) > 3 else "")


class TopLines:
    """The lines with what is asked of them again and again."""

    def __init__(self, lines: Sequence[TopLine], width: int) -> None:
        self.lines, self.width = lines, width
        self.rows = [i for i, line in enumerate(lines) if len(line.cells) == width and filled(line.cells)]
        self.typed = frozenset(j for j in range(width) if self._is_typed(j))

    def cells(self, i: int) -> list[str]:
        """The cells of a line, as many as the table has columns."""
        cells = [cell.strip() for cell in self.lines[i].cells]
        return (cells + [""] * self.width)[: self.width]

    def words(self, i: int) -> int:
        """In how many columns of numbers a line holds a word."""
        cells = self.lines[i].cells
        return sum(not says_nothing(cells[j]) and not is_numberlike(cells[j]) for j in self.typed)

    def numbers(self, i: int) -> int:
        """In how many columns of numbers a line holds a number."""
        cells = self.lines[i].cells
        return sum(is_numberlike(cells[j]) for j in self.typed)

    def is_data(self, i: int) -> bool:
        """Whether a line has more numbers than words where the columns have numbers."""
        return self.numbers(i) > self.words(i)

    def before_data(self) -> list[int]:
        """The lines with as many cells as the table above the first that looks like data."""
        top = [i for i in self.rows if i < DEEPEST]
        if not self.typed:
            return [i for i in top if self._is_full(i)][:1]
        stop = next((i for i in top if self.is_data(i)), len(self.lines))
        return [i for i in top if i < stop]

    def nameworthy(self, above: list[int]) -> list[int]:
        """Those lines above the data that hold nearly as many cells as any, prose and units only for want of others."""
        full = [i for i in above if self._is_full(i) and not self.is_ruler(i)]
        plain = [i for i in full if not self.is_units(i) and not self._is_prose(i)]
        named = plain or [i for i in full if not self.is_units(i)] or full
        most = max((filled(self.lines[i].cells) for i in named), default=0)
        return [i for i in named if filled(self.lines[i].cells) >= NAMEWORTHY * most]

    def with_names(self, wanted: Collection[str]) -> int | None:
        """The line that holds most of the names that are known, at least half of them."""
        known = {same_name(name) for name in wanted}
        if not known:
            return None
        rows = [i for i in self.rows if i < DEEPEST] if len(known) > 1 else self.nameworthy(self.before_data())
        counts = {i: len(known & {same_name(cell) for cell in self.lines[i].cells}) for i in rows}
        best = max(counts, key=lambda i: counts[i], default=None)
        return best if best is not None and counts[best] >= len(known) / 2 else None

    def is_units(self, i: int) -> bool:
        """Units and nothing else, at least one of them where the column has numbers."""
        cells = [(j, cell) for j, cell in enumerate(self.lines[i].cells) if not is_blank(cell)]
        told = any(j in self.typed and not says_nothing(cell) for j, cell in cells)
        return told and all(is_unitlike(cell) for _, cell in cells)

    def is_ruler(self, i: int) -> bool:
        """Dashes and nothing else, in however many cells."""
        cells = self.lines[i].cells
        return filled(cells) > 0 and all(map(RULER.match, cells)) and max(map(len, cells)) > 1

    def is_second_header(self, i: int) -> bool:
        """Units, the name of the first column alone, or words in the columns of numbers that no row below has."""
        if self._plain_numbers(i) or not self.words(i):
            return False
        alone = filled(self.lines[i].cells) == 1 and self.width > 2
        many = self.words(i) >= max(2, MOST_TYPED * len(self.typed))
        return self.is_units(i) or ((alone or many) and not self._is_repeated(i))

    def _plain_numbers(self, i: int) -> int:
        """In how many columns of numbers a line holds one that is no range of them (0/1, 1-5)."""
        cells = self.lines[i].cells
        return sum(is_numberlike(cells[j]) and not RANGE.match(cells[j].strip()) for j in self.typed)

    def _is_repeated(self, i: int) -> bool:
        """Whether a row below has one of the cells of this line in the same column."""
        cells = self.lines[i].cells
        return any(
            cells[j] == self.lines[k].cells[j] for k in self.rows if k > i for j in range(self.width) if cells[j]
        )

    def _is_prose(self, i: int) -> bool:
        """A sentence that its commas cut into cells: a blank after nearly each of them."""
        cells = self.lines[i].cells[1:]
        return len(cells) > 1 and sum(cell.startswith(" ") for cell in cells) > PROSE * len(cells)

    def _is_full(self, i: int) -> bool:
        """Not a title that was padded to the table's width."""
        return filled(self.lines[i].cells) > (1 if self.width > 2 else 0)

    def _is_typed(self, j: int) -> bool:
        """Numbers nearly throughout, from below what the first rows hold of words down to the last number."""
        cells = [self.lines[i].cells[j] for i in self.rows]
        numbers = [is_numberlike(cell) for cell in cells if not says_nothing(cell)]
        if True not in numbers:
            return False
        top = numbers[:FIRST_ROWS]
        start = max((i + 1 for i, told in enumerate(top) if not told), default=0)
        core = numbers[start : len(numbers) - numbers[::-1].index(True)]
        return sum(core) >= CORE * len(core) and len(core) >= max(1, LEAST_CORE * len(numbers))
