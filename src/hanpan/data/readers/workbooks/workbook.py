"""One table of a workbook: which sheet holds it, where it stands there, and its cells with their types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.data.names import nearest, same_name
from hanpan.data.raw import Note
from hanpan.data.readers.placing.repeated import only_rows
from hanpan.data.readers.workbooks.merged import merged_cells
from hanpan.data.readers.workbooks.sheet import Grid, SheetTable, corners, find_table, letter, table_within
from hanpan.foundation.errors import DataError, HanpanError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

COVER = 10  # rows of a first table that may be a cover ...
MUCH_LARGER = 10  # ... where another one has that many times as many cells
SHOWN = 5
TIMES_OF_DAY = ("1899-12-30", "1900-01-01")  # days from and before which Excel keeps a time without a date


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be read: options as the person gave them, and names that the table should have."""

    source: str
    sheet: str | None = None
    header: str | None = None
    range: str | None = None
    wanted: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet, its cells as text, and its table; ``fault`` where it cannot be told where that begins."""

    which: int
    name: str
    visible: bool
    grid: Grid
    table: SheetTable | None
    fault: HanpanError | None = None

    @property
    def size(self) -> int:
        """How many cells its table has; none where that has one column only."""
        table = self.table
        return table.height * len(table.names) if table is not None and len(table.names) > 1 else 0

    def knows(self, wanted: Sequence[str]) -> bool:
        """Whether at least half of the names that are wanted stand there."""
        names = {same_name(name) for name in self.table.names} if self.table is not None else set()
        return len(names & {same_name(name) for name in wanted}) >= max(1, len(wanted) / 2)


def read_workbook(path: Path, asked: Wanted) -> pa.Table:
    """The table, its columns by position; names, decisions and notes as JSON in the metadata of its schema.

    Raises
    ------
    DataError
        There is no such sheet, no table, or it cannot be told where that begins.
    UsageError
        The range is none.
    """
    import fastexcel

    book = fastexcel.read_excel(path)
    sheet = _asked_sheet(book, asked) if asked.sheet or asked.range else _likeliest(book, asked)
    table = sheet.table
    if table is None or not table.height:
        raise _refusal(book, sheet, asked)
    columns, notes = _typed(book, sheet, table)
    columns, merged = _over_rows(columns, path, sheet.which, table)
    rows, gone, again = only_rows(columns, table.names, table.place.typed)
    lines = np.delete(np.arange(table.start + 1, table.stop + 1), gone).tolist() if again else []
    told = {"sheet": sheet.name, **table.place.decision}
    decisions = {**told, "range": asked.range} if asked.range else told
    notes = [*_not_read(book.sheet_names, sheet, asked), *table.notes, *notes, *merged, *again]
    metadata = {"names": table.names, "decisions": decisions, "notes": notes, "lines": lines}
    return rows.replace_schema_metadata({name: json.dumps(value) for name, value in metadata.items()})


def _asked_sheet(book: Any, asked: Wanted) -> Sheet:
    names = book.sheet_names
    which = _which(str(asked.sheet or ""), names)
    if which is None:
        raise DataError("sheet_absent", sheet=asked.sheet, names=nearest(str(asked.sheet), names), source=asked.source)
    if asked.range is None:
        sheet = _looked_at(book, which, asked)
        if sheet.fault is not None:
            raise sheet.fault
        return sheet
    found = corners(asked.range)
    if found is None:
        raise UsageError("range_unread", range=asked.range)
    grid, visible = _grid(book, which)
    left, right, top, bottom = found
    start = max(0, left - grid.left)
    grid = grid.between(start, max(start, right + 1 - grid.left))
    grid = grid.rows(top, grid.height if bottom is None else min(bottom + 1, grid.height)) if grid.columns else grid
    table = table_within(grid, asked.source, asked.header)
    if table is None:
        raise DataError("range_empty", source=asked.source, sheet=names[which], range=asked.range)
    return Sheet(which=which, name=names[which], visible=visible, grid=grid, table=table)


def _which(sheet: str, names: list[str]) -> int | None:
    if not sheet:
        return 0
    if sheet in names:
        return names.index(sheet)
    return int(sheet) - 1 if sheet.isdigit() and 1 <= int(sheet) <= len(names) else None


def _likeliest(book: Any, asked: Wanted) -> Sheet:
    """The first sheet that has the names, or else a table; a far larger one where the first may be a cover."""
    sheets: list[Sheet] = []
    for which in range(len(book.sheet_names)):
        sheet = _looked_at(book, which, asked)
        if sheet.size and sheet.knows(asked.wanted):
            return sheet
        if not asked.wanted and not sheets and sheet.visible and sheet.size and _height(sheet) >= COVER:
            return sheet
        sheets.append(sheet)
    tables = [each for each in sheets if each.size and each.visible] or [each for each in sheets if each.size]
    if not tables:
        fault = next((each.fault for each in sheets if each.fault is not None), None)
        if fault is not None:
            raise fault
        return next((each for each in sheets if each.table is not None), sheets[0])
    largest = max(tables, key=lambda each: each.size)
    cover = _height(tables[0]) < COVER and largest.size >= MUCH_LARGER * tables[0].size
    return largest if cover else tables[0]


def _height(sheet: Sheet) -> int:
    return sheet.table.height if sheet.table is not None else 0


def _looked_at(book: Any, which: int, asked: Wanted) -> Sheet:
    grid, visible = _grid(book, which)
    told = {"which": which, "name": book.sheet_names[which], "visible": visible, "grid": grid}
    try:
        return Sheet(table=find_table(grid, asked.source, asked.header, asked.wanted), **told)
    except DataError as error:
        return Sheet(table=None, fault=error, **told)


def _grid(book: Any, which: int) -> tuple[Grid, bool]:
    """All cells of a sheet as text, from its first row on, and whether the sheet is shown."""
    loaded = book.load_sheet(which, header_row=None, skip_rows=0, dtypes="string")
    columns = loaded.available_columns()
    batch = loaded.to_arrow()
    left = columns[0].absolute_index if columns else 0
    return Grid(columns=list(batch.columns), left=left), loaded.visible == "visible"


def _refusal(book: Any, sheet: Sheet, asked: Wanted) -> DataError:
    if len(book.sheet_names) > 1 and not asked.sheet:
        return DataError("no_table_in_sheets", source=asked.source, sheets=", ".join(book.sheet_names[: 2 * SHOWN]))
    if sheet.table is None:
        return DataError("no_columns", source=asked.source)
    return DataError("no_rows", source=asked.source, names=", ".join(sheet.table.names[: 2 * SHOWN]))


def _not_read(names: list[str], sheet: Sheet, asked: Wanted) -> list[Note]:
    others = [name for name in names if name != sheet.name]
    if asked.sheet or not others:
        return []
    shown = ", ".join(f"“{name}”" for name in others[:SHOWN]) + (" …" if len(others) > SHOWN else "")
    return [("sheet_chosen", {"sheet": sheet.name, "others": shown})]


def _typed(book: Any, sheet: Sheet, table: SheetTable) -> tuple[pa.Table, list[Note]]:
    """The cells with their types, and what stands in cells that hold an error (``#DIV/0!``) in place of a value."""
    import pyarrow as pa

    plain = [f"c{j}" for j in table.columns]
    letters = ",".join(letter(j) for j in table.columns)
    loaded = book.load_sheet(
        sheet.which,
        header_row=None,
        column_names=plain,
        skip_rows=table.start,
        n_rows=table.height,
        use_columns=letters,
        schema_sample_rows=None,
    )
    batch, found = loaded.to_arrow_with_errors()
    texts = [sheet.grid.column(j, table.start, table.stop) for j in table.columns]
    columns = [_column(typed, text) for typed, text in zip(batch.columns, texts, strict=True)]
    places = sorted((error.offset_position for error in found.errors), key=tuple) if found else []
    told = [f"{table.names[column]} ({row + 1})" for row, column in places]
    notes: list[Note] = [("cells_in_error", {"count": len(told), "places": ", ".join(told[:SHOWN])})] if told else []
    return pa.table(columns, names=plain), notes


def _column(typed: pa.Array, texts: pa.Array) -> pa.Array:
    """Typed cells; as text where yes/no stands among numbers and would become 1 and 0, and for times of day."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(typed.type) and len(typed) > typed.null_count:
        first, last = (np.datetime64(day) for day in TIMES_OF_DAY)
        span = pc.min_max(typed).as_py()
        if first <= np.datetime64(span["min"]) and np.datetime64(span["max"]) < last:
            return pc.strftime(pc.cast(typed, pa.timestamp("s"), safe=False), "%H:%M:%S")
    number = pa.types.is_integer(typed.type) or pa.types.is_floating(typed.type)
    mixed = number and pc.any(pc.is_in(texts, value_set=pa.array(["true", "false"], texts.type))).as_py()
    return texts if mixed else typed


def _over_rows(columns: pa.Table, path: Path, which: int, table: SheetTable) -> tuple[pa.Table, list[Note]]:
    """The value of a merged cell at every row that it reaches over."""
    import pyarrow as pa

    spans = [each for each in merged_cells(path, which) if each.first >= table.start and each.column in table.columns]
    places = sorted({each.column - table.left for each in spans})
    for j in places:
        rows = np.arange(table.height)
        for each in spans:
            if each.column == table.left + j:
                rows[each.first - table.start : each.last + 1 - table.start] = each.first - table.start
        inside = pa.array(np.minimum(rows, table.height - 1))
        columns = columns.set_column(j, columns.column_names[j], columns.column(j).take(inside))
    told = {"count": len(spans), "columns": ", ".join(table.names[j] for j in places)}
    return columns, [("merged_filled", told)] if spans else []
