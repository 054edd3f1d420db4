"""Excel workbooks, through calamine: formulas and macros are never run, a text cell ``01234`` stays text.

The sheet is read in a child process with a limit on its memory, so that a hostile file costs only that child.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.data.names import nearest
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.frames import from_arrow
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError
from hanpan.foundation.extras import need

if TYPE_CHECKING:
    import pyarrow as pa

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_BYTES = 2 << 30  # of the unpacked workbook
MOST_SECONDS = 300
SHOWN = 5
BAD_SHEET = 4  # the child's exit status for "no such sheet"


def accepts(source: Source) -> bool:
    """Files called so; content that begins as a workbook does."""
    return source.suffix in ENDINGS or source.content.startswith((ZIP, OLE))


def read(source: Source, options: ReadOptions) -> RawTable:
    """One sheet, with the types its cells have.

    Raises
    ------
    DataError
        The file is no workbook, damaged or too large once unpacked; or there is no such sheet.
    """
    need("fastexcel", "excel")
    _check_size(source)
    with tempfile.TemporaryDirectory() as folder:
        book, out = Path(folder) / "book", Path(folder) / "out"
        book.write_bytes(source.content)
        _run_child(book, out, options.sheet, source.name)
        table = _fetch(out)
    told = {name.decode(): text.decode() for name, text in (table.schema.metadata or {}).items()}
    raw = from_arrow(table, source=source.name, form="excel")
    raw.reading.decisions["sheet"] = told["sheet"]
    if errors := json.loads(told["errors"]):
        raw.reading.notes.append(("cells_in_error", {"count": len(errors), "places": ", ".join(errors[:SHOWN])}))
    return raw


def _check_size(source: Source) -> None:
    if not source.content.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as book:
            size = sum(member.file_size for member in book.infolist())
    except zipfile.BadZipFile as error:
        raise DataError("excel_damaged", source=source.name) from error
    if size > MOST_BYTES:
        raise DataError("file_too_large", source=source.name, limit=MOST_BYTES >> 20)


def _run_child(book: Path, out: Path, sheet: str | None, name: str) -> None:
    command = [sys.executable, "-m", "hanpan.data.readers.excel_child", str(book), str(out), sheet or ""]
    try:
        child = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise DataError("excel_damaged", source=name) from error
    if child.returncode == BAD_SHEET:
        names = out.read_text("utf-8").split("\n")
        raise DataError("sheet_absent", sheet=sheet, names=nearest(sheet or "", names), source=name)
    if child.returncode != 0:
        raise DataError("excel_damaged", source=name)


def _fetch(out: Path) -> pa.Table:
    import pyarrow as pa

    with pa.OSFile(str(out), "rb") as file:
        return pa.ipc.open_file(file).read_all()
