"""Run as ``python -m hanpan.data.readers.excel_child BOOK OUT SHEET``: one sheet as an Arrow file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

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
    names = _names(reader, which)
    loaded = reader.load_sheet(
        which, schema_sample_rows=None, column_names=names or None, skip_rows=1 if names else None
    )
    table = pa.Table.from_batches([loaded.to_arrow()]) if names else pa.table({})
    table = table.rename_columns(names).replace_schema_metadata({"sheet": reader.sheet_names[which]})
    with pa.OSFile(out, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return 0


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
