"""What each column is, decided on all of its cells; each decision is recorded and can be corrected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd

from hanpan.data.columns.corrections import NOTHING, Corrections, Wish, read_corrections
from hanpan.data.columns.image_columns import image_columns
from hanpan.data.columns.surroundings import Surroundings
from hanpan.data.columns.text_columns import infer_text
from hanpan.data.columns.typed import Typed
from hanpan.data.columns.typed_columns import infer_typed
from hanpan.data.parsers.amounts.marks import COMMA, habit
from hanpan.data.raw import Note, RawTable
from hanpan.data.schema import Schema
from hanpan.foundation.memory import give_freed_back

THREADS = 2
MOST_SPELLINGS = 100  # distinct numbers a column may have and still be a target of classes
VERY_LONG = 100_000  # rows
LONG = 10_000  # rows; in shorter columns threads wait for one another longer than they work


@dataclass(frozen=True, kw_only=True)
class Inferred:
    """A schema, the typed frame it describes, and notes on what was decided.

    ``spellings`` keeps number columns of text sources as they stood in the file (``1.0``, ``+5``), by name.
    """

    schema: Schema
    frame: pd.DataFrame
    notes: list[Note] = field(default_factory=list)
    spellings: dict[str, pd.Series] = field(default_factory=dict)

    def without(self, names: set[str]) -> Inferred:
        """The same less some columns."""
        if not names:
            return self
        columns = tuple(column for column in self.schema if column.name not in names)
        frame = self.frame[[column.name for column in columns]]
        return replace(self, schema=replace(self.schema, columns=columns), frame=frame)


def infer_schema(raw: RawTable, corrections: Corrections | None = None, spelt: Collection[str] = ()) -> Inferred:
    """Decide what each column is and give its cells that type. The cells as they came are let go on the way.

    Every cell counts: a column whose 20,001st cell is a word is seen as it is. A cell that does not fit its column
    becomes missing only where at least 99 % of the others fit, and then a note lists it. Where comma and point can be
    read either way, the other columns and the separator decide, and a finding says so.

    Parameters
    ----------
    corrections
        By column: ``kind`` (number, category, ordered, date, text, id), ``order`` of an ordered column, ``format``
        of a date, ``first_year`` of two-digit years, ``missing`` words, ``decimal`` mark, ``join_spellings``.
    spelt
        Columns of numbers whose spelling is kept however many different ones there are.

    Raises
    ------
    DataError
        A column holds infinite numbers, or a correction cannot be followed.
    """
    wishes = read_corrections(corrections, list(raw.frame.columns))
    known = image_columns(raw, set(wishes))
    names = [str(name) for name in raw.frame.columns]
    # Long columns are let go one by one; to take columns out of a frame of thousands takes minutes.
    take = raw.frame.pop if len(raw.frame) >= VERY_LONG else raw.frame.__getitem__
    told = [_ColumnCells(name, take(name), wishes.get(name, NOTHING), name in spelt) for name in names]
    known |= _inferred([each for each in told if each.name not in known], raw.reading.decisions.get("separator", ""))
    columns = _side_by_side([known[name] for name in names])
    # Long columns are put side by side as they are; many short ones are quicker to handle in one block.
    frame = pd.DataFrame({each.column.name: each.series for each in columns}, copy=len(columns[0].series) < VERY_LONG)
    return Inferred(
        schema=Schema(columns=tuple(each.column for each in columns), image=raw.reading.image),
        frame=frame,
        notes=[note for each in columns for note in each.notes],
        spellings={each.column.name: each.spelling for each in columns if each.spelling is not None},
    )


def _side_by_side(columns: list[Typed]) -> list[Typed]:
    """The columns of the table, each followed by those that were made from it, under names that are free."""
    taken = {typed.column.name for typed in columns}
    found = []
    for typed in columns:
        found.append(typed)
        for beside in typed.beside:
            name = beside.column.name
            while name in taken:
                name += "_2"
            taken.add(name)
            found.append(replace(beside, column=replace(beside.column, name=name), series=beside.series.rename(name)))
    return found


@dataclass
class _ColumnCells:
    """A column as it came: let go as soon as nothing can be asked of it any more."""

    name: str
    series: pd.Series | None
    wish: Wish
    spelt: bool

    @property
    def length(self) -> int:
        """Rows."""
        return 0 if self.series is None else len(self.series)

    def infer(self, around: Surroundings) -> Typed:
        """Decide what it is."""
        if self.series is None:
            raise ValueError(f"the cells of {self.name} are gone")
        typed = infer_column(self.name, self.series, self.wish, around)
        if not typed.marks.unsure:
            long, self.series = self.length >= VERY_LONG, None
            if long:
                give_freed_back()
        if typed.spelling is not None and not self.spelt and typed.column.n_distinct > MOST_SPELLINGS:
            typed = replace(typed, spelling=None)
        return typed


def _inferred(columns: list[_ColumnCells], separator: str) -> dict[str, Typed]:
    """Every column by itself; then once more those whose comma or point only their neighbours can settle."""
    around = Surroundings()
    with ExitStack() as held:
        over: Callable[..., Iterator[Typed]] = map
        if columns and columns[0].length >= LONG:  # Arrow works without the interpreter's lock
            over = held.enter_context(ThreadPoolExecutor(THREADS)).map
        first = list(over(partial(_ColumnCells.infer, around=around), columns))
        around = replace(around, habit=habit((typed.marks for typed in first), separator))
        unsure = [place for place, typed in enumerate(first) if around.habit == COMMA and typed.marks.unsure]
        again = over(partial(_ColumnCells.infer, around=around), [columns[place] for place in unsure])
        for place, typed in zip(unsure, again, strict=True):
            first[place] = typed
    return {typed.column.name: typed for typed in first}


def infer_column(name: str, series: pd.Series, wish: Wish = NOTHING, around: Surroundings | None = None) -> Typed:
    """One column, from text or from a type of its own."""
    around = around or Surroundings()
    if isinstance(series.dtype, pd.StringDtype):
        return infer_text(name, series, wish, around)
    return infer_typed(name, series, wish, around)
