"""Excel workbooks, through calamine: formulas and macros are never run, a text cell ``01234`` stays text.

The sheet is read in a child process with a limit on its memory, so that a hostile file costs only that child.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.frames import from_arrow
from hanpan.data.readers.packed import ZIP
from hanpan.data.readers.source import Source
from hanpan.data.readers.text.encoding import is_text
from hanpan.foundation.apart import Died, work_apart
from hanpan.foundation.errors import DataError
from hanpan.foundation.extras import need

if TYPE_CHECKING:
    import pyarrow as pa

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
OLE = b"\xd0\xcf\x11\xe0"
# What else comes in the same two containers, told by a part of it.
ZIPPED = (("word/", "Word"), ("ppt/", "PowerPoint"), ("Contents/section0.xml", "HWP"))
IN_OLE = (("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint"), ("BodyText", "HWP"))
LOCKED = "EncryptedPackage"  # the stream that a workbook with a password has
MOST_BYTES = 2 << 30  # of the unpacked workbook
MOST_MANIFEST = 1 << 20
MOST_SECONDS = 300


def accepts(source: Source) -> bool:
    """Content that begins as a workbook does; files called so, unless they are text."""
    begins = source.content.startswith((ZIP, OLE))
    return begins or (source.suffix in ENDINGS and not is_text(source.content))


def read(source: Source, options: ReadOptions) -> RawTable:
    """One sheet, with the types its cells have.

    Raises
    ------
    DataError
        The file is no workbook, has a password, is damaged or too large once unpacked; or there is no such sheet, or no
        table in it.
    """
    need("fastexcel", "excel")
    _check(source)
    asked = {
        "source": source.name,
        "sheet": options.sheet,
        "header": options.header,
        "range": options.range,
        "wanted": list(source.wanted),
    }
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "book").write_bytes(source.content)
        Path(folder, "asked").write_text(json.dumps(asked), "utf-8")
        table = _read_apart(Path(folder), source.name)
    told = {name.decode(): json.loads(text) for name, text in (table.schema.metadata or {}).items()}
    notes = [(key, fields) for key, fields in told["notes"]]
    raw = from_arrow(
        table, names=told["names"], source=source.name, form="excel", decisions=told["decisions"], notes=notes
    )
    return replace(raw, lines=tuple(told["lines"]))


def _check(source: Source) -> None:
    """Refuse what is no workbook, or one that cannot be opened, for the true reason."""
    if source.content.startswith(ZIP):
        _check_zip(source)
    elif source.content.startswith(OLE):
        if _names(LOCKED) in source.content:
            raise DataError("excel_password", source=source.name)
        form = next((form for part, form in IN_OLE if _names(part) in source.content), None)
        if form is not None:
            raise DataError("not_a_table", source=source.name, form=form)


def _names(part: str) -> bytes:
    """The name of a stream as an OLE file writes it."""
    return part.encode("utf-16-le")


def _check_zip(source: Source) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as book:
            members = book.infolist()
            size = sum(member.file_size for member in members)
            form = next((form for part, form in ZIPPED for member in members if member.filename.startswith(part)), None)
            locked = any(member.flag_bits & 1 for member in members) or _is_locked(book)
    except (zipfile.BadZipFile, KeyError, OSError, zlib.error, NotImplementedError) as error:
        raise DataError("excel_damaged", source=source.name) from error
    if size > MOST_BYTES:
        raise DataError("file_too_large", source=source.name, limit=MOST_BYTES >> 20)
    if form is not None:
        raise DataError("not_a_table", source=source.name, form=form)
    if locked:
        raise DataError("excel_password", source=source.name)


def _is_locked(book: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument says that its parts are encrypted."""
    name = "META-INF/manifest.xml"
    if name not in book.namelist() or book.getinfo(name).file_size > MOST_MANIFEST:
        return False
    return b"encryption-data" in book.read(name)


def _read_apart(folder: Path, name: str) -> pa.Table:
    import pyarrow as pa

    try:
        work_apart("hanpan.data.readers.workbooks.excel_child", folder, seconds=MOST_SECONDS)
    except Died as died:
        raise DataError("excel_password" if "assword" in died.told else "excel_damaged", source=name) from died
    with pa.OSFile(str(folder / "out"), "rb") as file:
        return pa.ipc.open_file(file).read_all()
