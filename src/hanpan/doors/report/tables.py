"""Table: rows for a page, with what a reader sorts by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import clean, short


@dataclass(frozen=True)
class Cell:
    """``text`` as shown, ``sort`` to order by, ``title`` for what was cut; numbers stand on the right."""

    text: str
    sort: float | str | None = None
    title: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """Heads and rows; ``right`` tells which columns hold numbers."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    @property
    def right(self) -> tuple[bool, ...]:
        """Per column, whether its cells are numbers."""
        first = self.rows[0] if self.rows else ()
        return tuple(cell.numeric for cell in first) or (False,) * len(self.heads)


def name_cell(value: object, longest: int = 40) -> Cell:
    """A name from the table, cut where it is long."""
    whole, shown = clean(value), short(value, longest)
    return Cell(shown, sort=whole, title=whole if shown != whole else "")


def number_cell(value: float | None, shown: str | None = None) -> Cell:
    """A number."""
    return Cell(number(value) if shown is None else shown, sort=value, numeric=True)


def table(heads: Sequence[str], rows: Iterable[Iterable[object]]) -> Table:
    """A table of plain values: numbers become number cells, all else names."""
    return Table(tuple(heads), [tuple(_cell(value) for value in row) for row in rows])


def _cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    if value is None:
        return number_cell(None)
    return number_cell(float(value)) if isinstance(value, int | float) else name_cell(value)
