"""A sheet as a grid of text, and the cells of it that are the table."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hanpan.data.raw import Note
from hanpan.data.readers.placing.footers import count_footers
from hanpan.data.readers.placing.place import Place, place_of
from hanpan.data.readers.placing.toplines import TopLine, shown_lines

if TYPE_CHECKING:
    import pyarrow as pa

RANGE = re.compile(r"^\s*\$?([A-Z]{1,3})\$?(\d{1,7})?\s*:\s*\$?([A-Z]{1,3})\$?(\d{1,7})?\s*$", re.IGNORECASE)
TOP, BOTTOM = 60, 20  # rows among which names and sums are looked for
Bits = npt.NDArray[np.bool_]
SAME_ROWS = 0.5  # of the rows of the table that cells beside it fill, and they belong to it


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of a sheet as text, (w) columns of (n) rows; ``left`` and ``top`` are its corner, counted from 0."""

    columns: list[pa.Array]
    left: int = 0
    top: int = 0

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.columns[0]) if self.columns else 0

    def filled(self) -> Bits:
        """Which cells (n, w) hold something."""
        import pyarrow.compute as pc

        told = [pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(each), ""), False) for each in self.columns]
        return np.column_stack([each.to_numpy(zero_copy_only=False) for each in told])

    def lines(self, start: int, stop: int) -> list[TopLine]:
        """Some rows with their numbers in the sheet."""
        cells = [each.slice(start, max(0, stop - start)).to_pylist() for each in self.columns]
        return [
            TopLine(self.top + start + i + 1, [cell or "" for cell in row])
            for i, row in enumerate(zip(*cells, strict=True))
        ]

    def between(self, start: int, stop: int) -> Grid:
        """The columns from one position to before another."""
        return replace(self, columns=self.columns[start:stop], left=self.left + start)

    def column(self, position: int, start: int, stop: int) -> pa.Array:
        """Some rows of a column, by their positions in the sheet."""
        return self.columns[position - self.left].slice(start - self.top, stop - start)

    def rows(self, start: int, stop: int) -> Grid:
        """The rows from one position to before another."""
        columns = [each.slice(start, max(0, stop - start)) for each in self.columns]
        return replace(self, columns=columns, top=self.top + start)


@dataclass(frozen=True, kw_only=True)
class SheetTable:
    """The table of a sheet: its columns from ``left`` on, and its rows of data from ``start`` to before ``stop``."""

    place: Place
    left: int
    start: int
    stop: int
    notes: list[Note]

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return self.place.names

    @property
    def columns(self) -> range:
        """Positions of the columns in the sheet."""
        return range(self.left, self.left + len(self.place.names))

    @property
    def height(self) -> int:
        """How many rows of data."""
        return self.stop - self.start


def find_table(grid: Grid, source: str, header: str | None, wanted: Collection[str]) -> SheetTable | None:
    """The table of a sheet; None where it has none.

    Raises
    ------
    DataError
        It cannot be told where the names stand.
    """
    if not grid.columns or not (filled := grid.filled()).any():
        return None
    start, stop, notes = _block(grid, filled)
    rows = np.flatnonzero(filled[:, start:stop].any(axis=1))
    grid = grid.between(start, stop).rows(0, int(rows[-1]) + 1)
    table = _table(grid, grid.lines(0, int(rows[0]) + TOP), source, header, wanted)
    height, footers = _footers(grid, table)
    return replace(table, stop=height, notes=[*table.notes, *notes, *footers])


def table_within(grid: Grid, source: str, header: str | None) -> SheetTable | None:
    """The table that fills a grid from its first row on; None where the grid is empty.

    Raises
    ------
    DataError
        ``header`` is none of its rows.
    """
    if not grid.columns or not grid.filled().any():
        return None
    return _table(grid, grid.lines(0, TOP), source, header or str(grid.top + 1), ())


def _table(grid: Grid, lines: list[TopLine], source: str, header: str | None, wanted: Collection[str]) -> SheetTable:
    place = place_of(lines, len(grid.columns), source, header, wanted)
    start = lines[place.first].number - 1 if place.first < len(lines) else grid.top + grid.height
    stop = grid.top + grid.height
    return SheetTable(place=place, left=grid.left, start=start, stop=stop, notes=place.notes)


def _footers(grid: Grid, table: SheetTable) -> tuple[int, list[Note]]:
    """Where the rows end, and what stands below them."""
    last = grid.lines(max(table.start, table.stop - BOTTOM), table.stop)
    count = count_footers(last, table.place, grid.lines(0, TOP))
    footers = [line for line in last[len(last) - count :] if any(line.cells)]
    if not footers or footers[0].number - 1 <= table.start:
        return table.stop, []
    told = {"count": len(footers), "line": footers[0].number, "shown": shown_lines(footers)}
    rows = grid.rows(0, footers[0].number - 1 - grid.top).filled().any(axis=1)
    stop = grid.top + int(np.flatnonzero(rows)[-1]) + 1  # no blank rows between the table and these
    return max(stop, table.start + 1), [("footers", told)]


def _block(grid: Grid, filled: Bits) -> tuple[int, int, list[Note]]:
    """The columns of the table: those with most cells between empty columns, and others that fill as many rows."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], filled.any(axis=0), [0]])))
    blocks = [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
    main = max(blocks, key=lambda block: filled[:, slice(*block)].sum())
    rows = _rows_of(filled, main)
    own = [each for each in blocks if each == main or _beside(_rows_of(filled, each), rows)]
    start, stop = own[0][0], own[-1][1]
    left = [each for each in blocks if not start <= each[0] < stop]
    if not left:
        return start, stop, []
    cells = ", ".join(_corners(grid, filled, each) for each in left)
    return start, stop, [("blocks_left", {"cells": cells})]


def _beside(some: Bits, rows: Bits) -> bool:
    return bool((some & rows).sum() >= SAME_ROWS * rows.sum())


def _rows_of(filled: Bits, block: tuple[int, int]) -> Bits:
    """Which rows (n,) hold something in these columns."""
    return np.asarray(filled[:, slice(*block)].any(axis=1))


def _corners(grid: Grid, filled: Bits, block: tuple[int, int]) -> str:
    rows = np.flatnonzero(_rows_of(filled, block))
    first = f"{letter(grid.left + block[0])}{rows[0] + 1}"
    last = f"{letter(grid.left + block[1] - 1)}{rows[-1] + 1}"
    return first if first == last else f"{first}:{last}"


def letter(position: int) -> str:
    """The letters of a column, counted from 0.

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(letters: str) -> int:
    """The position of a column from its letters.

    Examples
    --------
    >>> position("A"), position("AB")
    (0, 27)
    """
    count = 0
    for each in letters.upper():
        count = 26 * count + ord(each) - 64
    return count - 1


def corners(given: str) -> tuple[int, int, int, int | None] | None:
    """First and last column, first and last row (counted from 0, the last open) of ``C5:H200``; None if it is no range.

    Examples
    --------
    >>> corners("C5:H200"), corners("B:D"), corners("C5")
    ((2, 7, 4, 199), (1, 3, 0, None), None)
    """
    found = RANGE.match(given)
    if found is None:
        return None
    left, right = position(found[1]), position(found[3])
    top, bottom = int(found[2] or 1) - 1, int(found[4]) - 1 if found[4] else None
    if right < left or top < 0 or (bottom is not None and bottom < top):
        return None
    return left, right, top, bottom
