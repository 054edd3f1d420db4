"""Run as ``python -m hanpan.data.readers.excel_child BOOK OUT SHEET``: one sheet as an Arrow file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

MOST_MEMORY = 6 << 30
BAD_SHEET = 4


def main(book: str, out: str, sheet: str) -> int:
    """Read and write; the exit status tells how it went."""
    _limit_memory()
    import fastexcel
    import pyarrow as pa

    reader = fastexcel.read_excel(book)
    which = _which(sheet, reader.sheet_names)
    if which is None:
        Path(out).write_text("\n".join(reader.sheet_names), "utf-8")
        return BAD_SHEET
    table, errors = _read(reader, which, _names(reader, which))
    told = {"sheet": reader.sheet_names[which], "errors": json.dumps(errors)}
    table = table.replace_schema_metadata(told)
    with pa.OSFile(out, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return 0


def _read(reader: Any, which: int, names: list[str]) -> tuple[pa.Table, list[str]]:
    """The cells below the names, and the places of cells that hold an error (``#DIV/0!``) in place of a value."""
    import pyarrow as pa

    if not names:
        return pa.table({}), []
    plain = [f"c{i}" for i in range(len(names))]
    how = {"header_row": None, "skip_rows": 1, "column_names": plain}
    batch, found = reader.load_sheet(which, schema_sample_rows=None, **how).to_arrow_with_errors()
    texts = reader.load_sheet(which, dtypes="string", **how).to_arrow()
    columns = [_column(batch.column(i), texts.column(i)) for i in range(len(names))]
    errors = sorted((error.offset_position for error in found.errors), key=tuple) if found else []
    return pa.table(columns, names=names), [f"{names[column]} ({row + 1})" for row, column in errors]


def _column(typed: pa.Array, texts: pa.Array) -> pa.Array:
    """Typed cells; as text where yes/no stands among numbers and would become 1 and 0."""
    import pyarrow as pa
    import pyarrow.compute as pc

    number = pa.types.is_integer(typed.type) or pa.types.is_floating(typed.type)
    mixed = number and pc.any(pc.is_in(texts, value_set=pa.array(["true", "false"], texts.type))).as_py()
    return texts if mixed else typed


def _which(sheet: str, names: list[str]) -> int | None:
    if not sheet:
        return 0
    if sheet in names:
        return names.index(sheet)
    return int(sheet) - 1 if sheet.isdigit() and 1 <= int(sheet) <= len(names) else None


def _names(reader: Any, which: int) -> list[str]:
    """The first row as text, as it stands: the library would invent names for empty and repeated ones."""
    first = reader.load_sheet(which, header_row=None, n_rows=1, dtypes="string").to_arrow()
    return [str(column[0].as_py() or "") for column in first.columns] if first.num_rows else []


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:4]))
