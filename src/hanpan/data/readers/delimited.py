"""Text files with a separator: every cell comes through letter by letter, and no row is lost.

pyarrow does the reading. Two things it would pass over in silence are caught here: blank lines, and a quote that is
never closed and swallows the rows after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers import separator
from hanpan.data.readers.encoding import Decoded, decode
from hanpan.data.readers.lines import blank_lines, check_quotes, uneven_rows
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 1 << 22
LARGEST_BLOCK = 2**31 - 1
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)$"


class Parsed(NamedTuple):
    """All lines as text columns, the names among them as the first row."""

    table: pa.Table
    notes: list[Note]


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
    sep = (
        separator.named_separator(options.sep) if options.sep else separator.find_separator(decoded.text, source.suffix)
    )
    parsed = _parse(decoded.text, sep, source.name)
    names = [str(column[0].as_py() or "") for column in parsed.table.columns]
    frame = parsed.table.slice(1).to_pandas().set_axis(names, axis=1)
    decisions = {"encoding": decoded.encoding, "separator": separator.shown_separator(sep)}
    notes = _notes(decoded, names) + parsed.notes
    return raw_table(frame, source=source.name, form="csv", decisions=decisions, notes=notes)


def _notes(decoded: Decoded, names: list[str]) -> list[Note]:
    import re

    notes: list[Note] = []
    if decoded.how == "guessed":
        notes.append(("encoding_guessed", {"encoding": decoded.encoding}))
    if all(re.match(NUMBER, name.strip()) for name in names):
        notes.append(("header_like_data", {"names": ", ".join(names[:8])}))
    return notes


def _parse(text: str, sep: str, source: str) -> Parsed:
    """Cut the text into cells, then account for every line of it."""
    if sep == separator.SPACES:
        text, sep = separator.one_blank_each(text), "\t"
    text = (text.lstrip("\n\r") if sep == separator.NONE else text).rstrip("\n\r") + "\n"
    check_quotes(text, sep, source)
    data = text.encode("utf-8", "surrogatepass")
    table, blank_rows = _cut(data, text, sep, source)
    lost = blank_rows + (blank_lines(data, table) if table.num_columns > 1 else 0)
    return Parsed(table, [("blank_lines", {"count": lost})] if lost else [])


def _cut(data: bytes, text: str, sep: str, source: str) -> tuple[pa.Table, int]:
    import pyarrow as pa

    rows = separator.first_record(text, sep)
    block = max(BLOCK, 4 * (text.find("\n") + 1))
    try:
        return _pyarrow(data, sep, (len(rows), block), source, text)
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error) and "block" not in str(error):
            raise DataError("text_damaged", source=source, reason=str(error)) from error
    try:
        return _pyarrow(data, sep, (len(rows), min(len(data) + 1, LARGEST_BLOCK)), source, text)
    except pa.ArrowInvalid as error:
        raise DataError("text_damaged", source=source, reason=str(error)) from error


def _pyarrow(data: bytes, sep: str, shape: tuple[int, int], source: str, text: str) -> tuple[pa.Table, int]:
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
        raise uneven_rows(text, sep, source)
    return table, len(odd)
