"""Predictions as files."""

from __future__ import annotations

import codecs
import io
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import on_stdout, whole_file

if TYPE_CHECKING:
    import pandas as pd

# A cell, or a line inside it, that begins like a formula, behind any white space; or with a control character.
_FORMULA = re.compile(r"(^|[\r\n])\s*[=+\-@]|^[\t\r\0]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)

_MOST_TOLD = 1000  # texts that got an apostrophe, of each piece
_SHEET_ROWS = 1_048_576
_WHOLE_IN_EXCEL = 10**15  # a longer number would lose its last digits: it comes as text
_LONGEST_CELL = 32_767
_LATIN = 0x2E7F


class _Printed(io.RawIOBase):
    """Standard output as a file of bytes."""

    def write(self, raw: Any) -> int:
        """Print them."""
        return sys.stdout.write(bytes(raw).decode("utf-8"))


def require_ending(path: str | Path) -> None:
    """Predictions can be written in this form.

    Raises
    ------
    UsageError
        The ending says otherwise.
    """
    if Path(path).suffix.lower() not in _ENDINGS:
        raise UsageError("predictions_ending", path=str(path), endings=", ".join(filter(None, _ENDINGS)))


def write_predictions(
    frames: pd.DataFrame | Iterable[pd.DataFrame], path: str | Path, *, guard: bool = True, bom: bool | None = None
) -> list[str]:
    """Write predictions as the ending says: ``.csv`` (also without an ending), ``.tsv``, ``.parquet`` or ``.xlsx``.

    ``-`` and ``/dev/stdout`` are standard output, as CSV without a BOM. Several frames follow one another.

    With ``bom`` CSV begins with a byte order mark, by which Excel knows UTF-8; if not given, on Windows only. With
    ``guard``, text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are untouched. In
    a workbook text is text and needs none.

    Returns
    -------
    list of str
        The different texts that got an apostrophe, as they were.

    Raises
    ------
    UsageError
        Another ending, or more rows than a sheet has.
    AccessError
        The place cannot be written to.
    """
    import pandas as pd

    require_ending(path)
    ending = ".csv" if on_stdout(path) else Path(path).suffix.lower()
    given = iter([frames] if isinstance(frames, pd.DataFrame) else frames)
    opened: AbstractContextManager[Any] = nullcontext(_Printed()) if on_stdout(path) else whole_file(Path(path))
    with opened as file:
        if ending == ".parquet":
            return _write_parquet(given, file)
        if ending == ".xlsx":
            return _write_workbook(given, file)
        marked = (sys.platform == "win32" if bom is None else bom) and not on_stdout(path)
        return _write_delimited(given, file, "\t" if ending == ".tsv" else ",", marked=marked, guard=guard)


def formula_safe(cell: str) -> str:
    """A text cell that no spreadsheet runs; plain numbers such as -1 stay as they are.

    References
    ----------
    OWASP, CSV Injection; CWE-1236.

    Examples
    --------
    >>> formula_safe("=1+1"), formula_safe("-1"), formula_safe("yes")
    ("'=1+1", '-1', 'yes')
    """
    return "'" + cell if _FORMULA.search(cell) and not _NUMBER.fullmatch(cell) else cell


def _guarded(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The frame with no text and no name that a spreadsheet would run, and which ones were changed."""
    safe, changed = frame.copy(), dict[str, None]()
    for name in safe.columns[[dtype.kind not in "fiub" for dtype in safe.dtypes]]:
        cells = safe[name].tolist()
        told = {cell: formula_safe(cell) for cell in dict.fromkeys(cells) if isinstance(cell, str)}
        safe[name] = _as_they_are([told.get(cell, cell) if isinstance(cell, str) else cell for cell in cells])
        changed |= {cell: None for cell, made in told.items() if made != cell}
    names = [str(name) for name in safe.columns]
    safe.columns = [formula_safe(name) for name in names]
    return safe, [*changed, *(name for name in names if formula_safe(name) != name)]


def _as_they_are(cells: list[Any]) -> pd.Series:
    """Cells as they are, without a type of their own."""
    import pandas as pd

    return pd.Series(cells, dtype=object)


def _write_delimited(
    frames: Iterator[pd.DataFrame], file: IO[bytes], separator: str, *, marked: bool, guard: bool
) -> list[str]:
    guarded = dict[str, None]()
    if marked:
        file.write(codecs.BOM_UTF8)
    for place, frame in enumerate(frames):
        changed: list[str] = []
        if guard:
            frame, changed = _guarded(frame)
        guarded |= dict.fromkeys(changed[:_MOST_TOLD])
        file.write(frame.to_csv(index=False, sep=separator, header=place == 0).encode("utf-8"))
    return list(guarded)


def _write_parquet(frames: Iterator[pd.DataFrame], file: IO[bytes]) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = file if file.seekable() else io.BytesIO()
    first = pa.Table.from_pandas(next(frames), preserve_index=False)
    with pq.ParquetWriter(buffer, first.schema) as writer:
        writer.write_table(first)
        for frame in frames:
            writer.write_table(pa.Table.from_pandas(frame, preserve_index=False).cast(first.schema))
    if isinstance(buffer, io.BytesIO):
        file.write(buffer.getvalue())
    return []


def _write_workbook(frames: Iterator[pd.DataFrame], file: IO[bytes]) -> list[str]:
    """One sheet: names in bold that stay in sight, a filter, columns wide enough; numbers as numbers, text as text."""
    import xlsxwriter

    buffer = io.BytesIO()  # packed, it is small beside the table
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, {**options, "default_date_format": "yyyy-mm-dd"})
    sheet, bold = book.add_worksheet("list"), book.add_format({"bold": True})
    row, names = 0, list[str]()
    for frame in frames:
        if not names:
            names = [str(name) for name in frame.columns]
            for j, name in enumerate(names):
                sheet.set_column(j, j, _width(name, frame.iloc[:, j]))
            for j, name in enumerate(names):
                sheet.write_string(0, j, name, bold)
        if row + len(frame) >= _SHEET_ROWS:
            raise UsageError("sheet_too_long", rows=_SHEET_ROWS - 1)
        for cells in frame.itertuples(index=False, name=None):
            row += 1
            _write_cells(sheet, row, cells)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), max(len(names) - 1, 0))
    book.close()
    file.write(buffer.getvalue())
    return []


def _write_cells(sheet: Any, row: int, cells: tuple[Any, ...]) -> None:
    for j, cell in enumerate(cells):
        plain = cell.item() if isinstance(cell, np.generic) else cell
        if plain is None or plain != plain:  # nothing, or not a number
            continue
        if isinstance(plain, bool):
            sheet.write_boolean(row, j, plain)
        elif isinstance(plain, int | float) and abs(plain) < _WHOLE_IN_EXCEL:
            sheet.write_number(row, j, plain)
        elif isinstance(plain, datetime):
            sheet.write_datetime(row, j, plain.replace(tzinfo=None))
        else:
            sheet.write_string(row, j, str(plain)[:_LONGEST_CELL])


def _width(name: str, cells: pd.Series) -> float:
    """About as many letters as most cells have; Hangul is wide."""
    shown = [name, *map(str, cells.head(100))]
    wide = [sum(1.9 if ord(letter) > _LATIN else 1.0 for letter in told) for told in shown]
    return float(np.clip(max(wide) + 2, 8, 60))


_ENDINGS = (".csv", "", ".txt", ".tsv", ".parquet", ".xlsx")
