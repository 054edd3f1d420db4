"""Text files with a separator: every cell comes through letter by letter, and no row is lost.

pyarrow does the reading. Two things it would pass over in silence are caught here: blank lines, and a quote that is
never closed and swallows the rows after it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers import separator
from hanpan.data.readers.encoding import Decoded, decode
from hanpan.data.readers.lines import blank_lines, check_quotes, uneven_rows
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

HEAD = 1 << 18
BLOCK = 1 << 22
LARGEST_BLOCK = 2**31 - 1
NUMBER = re.compile(r"^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$")


def accepts(source: Source) -> bool:
    """Whatever no other reader took."""
    return True


def read(source: Source, options: ReadOptions) -> RawTable:
    """Read a text file.

    Raises
    ------
    DataError
        Rows differ in length (their lines are named), a quote is never closed, or there is nothing below the names.
    """
    decoded = decode(source.content, options.encoding, source.name)
    head = _beginning(decoded.data)
    sep = separator.named_separator(options.sep) if options.sep else separator.find_separator(head, source.suffix)
    table, lost = _parse(decoded, sep, source.name)
    names = [str(column[0].as_py() or "") for column in table.columns]
    frame = table.slice(1).to_pandas().set_axis(names, axis=1)
    decisions = {"encoding": decoded.encoding, "separator": separator.shown_separator(sep)}
    return raw_table(frame, source=source.name, form="csv", decisions=decisions, notes=_notes(decoded, names, lost))


def _beginning(data: bytes) -> str:
    """Enough whole lines to judge by; at least the first one, however long."""
    end = data.find(b"\n", HEAD)
    return (data if end < 0 else data[: end + 1]).decode("utf-8")


def _notes(decoded: Decoded, names: list[str], lost: int) -> list[Note]:
    notes: list[Note] = []
    if decoded.how == "guessed":
        notes.append(("encoding_guessed", {"encoding": decoded.encoding}))
    if all(NUMBER.match(name) for name in names):
        notes.append(("header_like_data", {"names": ", ".join(names[:8])}))
    if lost:
        notes.append(("blank_lines", {"count": lost}))
    return notes


def _parse(decoded: Decoded, sep: str, source: str) -> tuple[pa.Table, int]:
    """All lines as rows of text, the names first; and how many lines were blank."""
    data = decoded.data
    if sep == separator.SPACES:
        data, sep = separator.one_blank_each(decoded.text).encode("utf-8"), "\t"
    if sep == separator.NONE:
        data = data.strip(b"\r\n")
    data = data if data.endswith((b"\n", b"\r")) else data + b"\n"
    check_quotes(data, sep, source)
    table, blank_rows = _cut(data, sep, source)
    return table, max(blank_rows, blank_lines(data, table) if table.num_columns > 1 else 0)


def _cut(data: bytes, sep: str, source: str) -> tuple[pa.Table, int]:
    """Read in blocks, side by side; in one block where a line is longer than a block."""
    import pyarrow as pa

    width = len(separator.first_record(_beginning(data), sep))
    reason = ""
    for block in (BLOCK, min(len(data) + 1, LARGEST_BLOCK)):
        try:
            return _pyarrow(data, sep, (width, block), source)
        except pa.ArrowInvalid as error:
            reason = str(error)
        if "block" not in reason:
            break
    raise DataError("text_damaged", source=source, reason=reason)


def _pyarrow(data: bytes, sep: str, shape: tuple[int, int], source: str) -> tuple[pa.Table, int]:
    """Every cell as text; a row of another length is an error unless it holds nothing but blanks."""
    import pyarrow as pa
    from pyarrow import csv

    width, block = shape
    odd: list[str] = []

    def handle(row: csv.InvalidRow) -> str:
        odd.append(row.text)
        return "skip"

    table = csv.read_csv(
        pa.BufferReader(data),
        read_options=csv.ReadOptions(autogenerate_column_names=True, block_size=block),
        parse_options=csv.ParseOptions(
            delimiter=sep,
            newlines_in_values=b'"' in data,
            ignore_empty_lines=width > 1,
            invalid_row_handler=handle,
        ),
        convert_options=csv.ConvertOptions(
            column_types={f"f{i}": pa.large_string() for i in range(width)},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            check_utf8=False,
        ),
    )
    if any(row.strip() for row in odd):
        raise uneven_rows(data, sep, source)
    return table, len(odd)
