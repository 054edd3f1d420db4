"""Rows given as column -> cell: made to fit the schema as ``data.conform`` does it for a table of that one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.data.conforming.conform import ConformNotes, conform, require_features
from hanpan.data.names import same_name
from hanpan.data.schema import Column, Schema
from hanpan.deployment.predictor.cells import ODD, CellReader, RowNote
from hanpan.foundation.errors import DataError
from hanpan.preparation.columns import Columns, missing

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
_KEPT = 20_000  # odd cells that are remembered: the same dates and spellings come again and again
_LONGEST = 200  # letters of a cell that is remembered
_SHOWN = 80
_NESTED = (list, dict, tuple, set, complex, np.ndarray)


@dataclass(frozen=True)
class Misfit:
    """Why a row cannot be answered: a feature is ``absent``, or its cell is ``nested`` (no plain value)."""

    row: int
    column: str
    kind: str
    cell: Any = None


@dataclass(frozen=True)
class TypedRows:
    """Typed rows, each as column -> cell, what was noticed in each, and which of them do not fit at all.

    ``names``: the columns that each row has, missing cells included.
    """

    names: Sequence[str]
    rows: Sequence[Mapping[str, Any]]
    notes: tuple[tuple[RowNote, ...], ...]
    misfits: tuple[Misfit, ...] = ()

    @cached_property
    def columns(self) -> Columns:
        """The same by column."""
        return Columns({name: self.cells(name) for name in self.names}, len(self.rows))

    def numbers(self, name: str) -> np.ndarray:
        """The cells of a number column (n,), NaN where missing."""
        return Columns({name: self.cells(name)}).numbers((name,))[:, 0]

    def cells(self, name: str) -> list[Any]:
        """The cells of a column (n,)."""
        return [row[name] for row in self.rows]


@dataclass(slots=True)
class _RowReading:
    """One row on its way: its typed cells, and what was noticed."""

    row: Row
    number: int
    found: dict[str, Any] = field(default_factory=dict)
    noted: list[RowNote] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)

    def misfit(self, column: str, kind: str, cell: Any = None) -> None:
        self.found[column] = None
        self.misfits.append(Misfit(self.number, column, kind, cell))


class RowReader:
    """Reads rows as the columns of a schema.

    Each row is read by itself, whatever stands beside it, so that it gets the same answer alone and among others.

    Parameters
    ----------
    schema
        Of the training.
    target
        Name of the target; a row may have it, and need not.

    Examples
    --------
    >>> schema = Schema(columns=(Column(name="age", kind="number", low=9, high=91),))
    >>> read = RowReader(schema, None).read([{"age": 31}, {"age": 120, "name": "Kim"}])
    >>> read.columns.numbers(("age",)).ravel().tolist(), [note.kind for note in read.notes[1]]
    ([31.0, 120.0], ['extra', 'outside'])
    """

    def __init__(self, schema: Schema, target: str | None) -> None:
        self._schema, self._target = schema, target
        self._known = frozenset(schema.names)
        self._features = [column.name for column in schema.features if column.name != target]
        self._wanted = frozenset(self._features)
        self._own = {column.name: CellReader.of(column) for column in schema if not column.source}
        self._made = [column for column in schema if column.source]
        self._alone = lru_cache(_KEPT, typed=True)(self._read_alone)  # 1, 1.0 and True are read differently

    def read(self, rows: Sequence[Row]) -> TypedRows:
        """Rows as typed columns.

        Cells that are no value of their column's kind are taken as missing and noted; rows that lack a feature are
        among the misfits, with a missing cell in its place.
        """
        read = [self._row(_RowReading(row, number)) for number, row in enumerate(rows)]
        notes = tuple([tuple(one.noted) for one in read])
        misfits = tuple([misfit for one in read for misfit in one.misfits])
        return TypedRows(self._features, [one.found for one in read], notes, misfits)

    def refuse(self, row: Row, misfit: Misfit) -> DataError:
        """The refusal of a row that does not fit, in the words in which tables are refused."""
        if misfit.kind == "nested":
            return DataError("nested_column", column=misfit.column, kind=type(misfit.cell).__name__)
        try:
            names = {same_name(str(name)): place for place, name in enumerate(row)}
            require_features(self._schema, names, self._target)
        except DataError as error:
            return error
        raise AssertionError(misfit)

    def _row(self, on: _RowReading) -> _RowReading:
        if not on.row.keys() <= self._known:
            on.row = self._renamed(on)
        row, found, noted, odd = on.row, on.found, on.noted, list[CellReader]()
        for name, own in self._own.items():
            if name not in row:
                self._absent(on, name)
                continue
            value = own.read(row[name], noted)
            if value is ODD:
                odd.append(own)
            else:
                found[name] = value
        if odd:
            self._odd(on, odd)
        for column in self._made:
            self._make(on, column)
        return on

    def _renamed(self, on: _RowReading) -> dict[str, Any]:
        """The row by the schema's names; of several spellings of one name the first counts, as in a table."""
        named: dict[str, Any] = {}
        for given, cell in on.row.items():
            name = same_name(str(given))
            if name in self._known and name not in named:
                named[name] = cell
            else:
                on.noted.append(RowNote("extra", name))
        return named

    def _odd(self, on: _RowReading, odd: Sequence[CellReader]) -> None:
        """Cells that need a table's reading; text among numbers together, for one shows how the others are meant."""
        texts: dict[str, str] = {}
        for own in odd:
            name, cell = own.column.name, _plain(on.row[own.column.name])
            if isinstance(cell, _NESTED):
                on.misfit(name, "nested", cell)
            elif missing(cell):
                on.found[name] = own.read(None, on.noted)
            elif own.column.kind == "number" and isinstance(cell, str):
                texts[name] = cell
            else:
                self._remembered(on, own, cell)
        told = {name: self._own[name].plain_number(cell) for name, cell in texts.items()}
        if len(texts) > 1 and None in told.values():
            self._together(texts, on.found, on.noted)
            return
        for name, number in told.items():
            self._remembered(on, self._own[name], texts[name] if number is None else number)

    def _remembered(self, on: _RowReading, own: CellReader, cell: Any) -> None:
        """One cell by itself: plain after all, or read as a table's cell, once for all rows that have it."""
        name, value = own.column.name, own.read(cell, on.noted)
        if value is ODD:
            short = not isinstance(cell, str) or len(cell) <= _LONGEST
            value, notes = (self._alone if short else self._read_alone)(name, cell)
            on.noted += notes
        on.found[name] = value

    def _read_alone(self, name: str, cell: Any) -> tuple[Any, tuple[RowNote, ...]]:
        found, noted = dict[str, Any](), list[RowNote]()
        self._together({name: cell}, found, noted)
        return found[name], tuple(noted)

    def _together(self, cells: Mapping[str, Any], found: dict[str, Any], noted: list[RowNote]) -> None:
        columns = tuple(replace(self._schema[name], role="left_out") for name in cells)
        frame, told = conform(_table(cells), Schema(columns=columns), target=None)
        found.update({name: _value(frame[name]) for name in cells})
        noted += row_notes(told)

    def _make(self, on: _RowReading, column: Column) -> None:
        """A column that is made from another one (whether an end in it is open)."""
        if column.name in on.row:
            self._remembered(on, CellReader.of(column), _plain(on.row[column.name]))
        elif column.source in on.row:
            source = replace(self._schema[column.source], role="left_out")
            pair = Schema(columns=(source, replace(column, role="left_out")))
            frame, _ = conform(_table({column.source: on.row[column.source]}), pair, target=None)
            on.found[column.name] = _value(frame[column.name])
        else:
            self._absent(on, column.name)

    def _absent(self, on: _RowReading, name: str) -> None:
        if name in self._wanted:
            on.misfit(name, "absent")
        else:
            on.found[name] = None


def rows_of_frame(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Typed rows as column -> cell, None where a cell is missing."""
    columns = {str(name): [None if missing(cell) else cell for cell in frame[name].tolist()] for name in frame}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def frame_of_rows(read: TypedRows, schema: Schema) -> pd.DataFrame:
    """Rows that were read as a typed table, for whoever needs one (explanations)."""
    import pandas as pd

    types = {"number": "float64", "date": "datetime64[us]"}
    names = [column.name for column in schema.features if column.name in read.names]
    series = {name: pd.Series(read.cells(name), dtype=types.get(schema[name].kind, "str")) for name in names}
    return pd.DataFrame(series)


def row_notes(told: ConformNotes) -> list[RowNote]:
    """What was noticed in a table of one row, as notes of a row (columns that only serve training may be absent)."""
    notes = [RowNote("extra", name) for name in told.extra]
    for kind in ("unread", "unseen", "outside", "missing"):
        for name in getattr(told, kind):
            shown = told.examples.get(name, [""])[0] if kind == "unread" else ""
            notes.append(RowNote(kind, name, shown[:_SHOWN]))
    return notes + [RowNote(key, str(fields.get("column", "")), "", tuple(fields.items())) for key, fields in told.told]


def _table(cells: Mapping[str, Any]) -> Any:
    import pandas as pd

    from hanpan.data.readers import read_table

    return read_table(pd.DataFrame({str(name): [cell] for name, cell in cells.items()}))


def _value(made: pd.Series) -> Any:
    """The only cell of a typed column: a number, a word, a date, or None."""
    cell = made.to_numpy()[0] if made.dtype.kind in "fM" else made.iloc[0]
    return cell if made.dtype.kind == "f" or not missing(cell) else None


def _plain(cell: Any) -> Any:
    """NumPy's numbers as Python's own."""
    return cell.item() if isinstance(cell, np.number | np.bool_) else cell
