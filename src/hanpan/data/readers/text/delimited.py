"""Text files with a separator: every cell comes through letter by letter, and no row is lost.

pyarrow does the reading. Two things it would pass over in silence are caught here: blank lines, and a quote that is
never closed and swallows the rows after it. Where the table begins and ends is found on its first and last lines.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers.placing.footers import count_footers
from hanpan.data.readers.placing.place import NAMED, place_of
from hanpan.data.readers.placing.repeated import only_rows
from hanpan.data.readers.placing.toplines import SHOWN_LETTERS, TopLine, numbered, shown_lines
from hanpan.data.readers.source import Source
from hanpan.data.readers.text import separator
from hanpan.data.readers.text.encoding import decode
from hanpan.data.readers.text.lines import blank_lines, check_quotes, last_lines, lines_of_rows, uneven_rows
from hanpan.data.readers.text.openings import is_wrapped, unwrapped, without_sep_line
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

    from hanpan.data.readers.placing.place import Place

HEAD = 1 << 18
BLOCK = 1 << 20  # what several threads cut at a time; larger ones leave more memory behind, and are no faster
LARGEST_BLOCK = 2**31 - 1
BLANK_ENDS = (b"\n\n", b"\n\r\n", b"\r\r")


class DelimitedText(NamedTuple):
    """Lines as UTF-8, the separator of their cells, how many lines stood above them, and whose they are."""

    data: bytes
    sep: str
    above: int
    source: str


def accepts(source: Source) -> bool:
    """Whatever no other reader took."""
    return True


def read(source: Source, options: ReadOptions) -> RawTable:
    """Read a text file.

    Raises
    ------
    DataError
        Rows differ in length (their lines are named), a quote is never closed, there is nothing below the names, or
        it cannot be told where these are.
    """
    rows, lines, place, decisions, notes = _found(source, options)
    table, row_lines, more = table_of(rows, place)
    frame = table.to_pandas().set_axis(place.names, axis=1)
    notes += more
    if len(place.names) == 1:
        row = next(iter(frame.iloc[:, 0].dropna()), "")[:SHOWN_LETTERS]
        notes.append(("one_column", {"column": place.names[0], "row": row, "lines": numbered(lines)}))
    raw = raw_table(frame, source=source.name, form="csv", decisions=decisions, notes=notes)
    return replace(raw, lines=row_lines)


class _FoundLines(NamedTuple):
    """The lines of data, the first lines of the file, where the table begins, and how all that was decided."""

    rows: DelimitedText
    lines: list[TopLine]
    place: Place
    decisions: dict[str, str]
    notes: list[Note]


def _found(source: Source, options: ReadOptions) -> _FoundLines:
    """Where the table lies in a file. The bytes of the file itself are let go with the end of this function."""
    decoded = decode(source.taken(), options.encoding, source.name)
    text, sep, notes = cut_open(decoded.data, source, options)
    if decoded.how == "guessed":
        notes.append(("encoding_guessed", {"encoding": decoded.encoding}))
    cut = separator.cut(beginning_of(text.data), text.sep)
    lines = [line._replace(number=line.number + text.above) for line in cut.lines]
    place = place_of(lines, max(cut.width, 1), source.name, options.header, source.wanted)
    rows, footers = _rows(text, lines, place)
    decisions = {"encoding": decoded.encoding, "separator": separator.shown_separator(sep), **place.decision}
    return _FoundLines(rows, lines, place, decisions, [*notes, *place.notes, *footers])


def cut_open(data: bytes, source: Source, options: ReadOptions) -> tuple[DelimitedText, str, list[Note]]:
    """The lines as they can be cut, the separator as it stands in the file, and what was taken off around lines."""
    opened = without_sep_line(data)
    data, notes = opened.data, list[Note]()
    if is_wrapped(beginning_of(data)):
        data = unwrapped(data.decode("utf-8")).encode("utf-8")
        notes.append(("lines_unwrapped", {}))
    if given := options.sep or opened.sep:
        sep = separator.named_separator(given)
    else:
        sep = separator.find_separator(beginning_of(data), source.suffix, source.wanted)
    text = DelimitedText(data, sep, opened.lines, source.name)
    if sep == separator.SPACES:
        text = text._replace(data=separator.one_blank_each(data.decode("utf-8")).encode("utf-8"), sep="\t")
    elif sep == separator.NONE:
        text = text._replace(data=data.rstrip(b"\r\n"))
    return text, sep, notes


def beginning_of(data: bytes) -> str:
    """Enough whole lines to judge by; at least the first one, however long."""
    end = data.find(b"\n", HEAD)
    return (data if end < 0 else data[: end + 1]).decode("utf-8")


def _rows(text: DelimitedText, lines: list[TopLine], place: Place) -> tuple[DelimitedText, list[Note]]:
    """The lines of data: below the names, above sums and sources."""
    beginning = beginning_of(text.data)
    start = len(beginning[: lines[place.first - 1].end].encode("utf-8")) if place.first else 0
    above = lines[place.first].number - 1 if place.first < len(lines) else lines[-1].number
    return without_footers(text._replace(data=text.data[start:], above=above), lines, place)


def without_footers(body: DelimitedText, lines: list[TopLine], place: Place) -> tuple[DelimitedText, list[Note]]:
    """Lines of data above sums and sources at the end of the file."""
    above = body.above
    last = last_lines(body.data, body.sep)
    count = count_footers(last, place, lines)
    if not count or not any(line.cells for line in last[: len(last) - count]):
        return body, []
    footers = last[len(last) - count :]
    end = footers[0].end
    first = above + body.data.count(b"\n", 0, end) + 1
    told = [line for line in footers if line.cells]
    note = ("footers", {"count": len(told), "line": first, "shown": shown_lines(told)})
    return body._replace(data=body.data[:end]), [note]


def table_of(rows: DelimitedText, place: Place) -> tuple[pa.Table, tuple[int, ...], list[Note]]:
    """All lines as rows of text; blank ones and those that repeat the names are passed over and counted.

    Where there were such, the line of each row comes along.
    """
    width, data = len(place.names), rows.data
    if not (data[:HEAD].strip() or data.strip() if width > 1 else data):
        raise DataError("no_rows", source=rows.source, names=", ".join(place.names[:NAMED]))
    if width > 1 and data.endswith(BLANK_ENDS):
        data = data.rstrip(b"\r\n")
    rows = rows._replace(data=data if data.endswith((b"\n", b"\r")) else data + b"\n")
    check_quotes(rows.data, rows.sep, rows.source, rows.above)
    table, blank_rows = _cut(rows, width)
    blank = max(blank_rows, blank_lines(rows.data, table) if width > 1 else 0)
    table, again, notes = only_rows(table, place.names, place.typed)
    if blank:
        notes.append(("blank_lines", {"count": blank}))
    if not notes:
        return table, (), []
    lines = np.delete(np.array(lines_of_rows(rows.data, rows.sep, width, rows.above)), again)
    between = len(lines) == table.num_rows and (np.diff(lines) != 1).any()
    return table, tuple(lines.tolist()) if between else (), notes


def _cut(rows: DelimitedText, width: int) -> tuple[pa.Table, int]:
    """Read in blocks, side by side; in one block where a line is longer than a block."""
    import pyarrow as pa

    reason = ""
    for block in (BLOCK, min(len(rows.data) + 1, LARGEST_BLOCK)):
        try:
            return _pyarrow(rows, width, block)
        except pa.ArrowInvalid as error:
            reason = str(error)
        if "block" not in reason:
            break
    raise DataError("text_damaged", source=rows.source, reason=reason)


def _pyarrow(rows: DelimitedText, width: int, block: int) -> tuple[pa.Table, int]:
    """Every cell as text; a row of another length is an error unless it holds nothing but blanks."""
    import pyarrow as pa
    from pyarrow import csv

    odd: list[str] = []

    def handle(row: csv.InvalidRow) -> str:
        odd.append(row.text)
        return "skip"

    names = [f"f{i}" for i in range(width)]
    table = csv.read_csv(
        pa.BufferReader(rows.data),
        read_options=csv.ReadOptions(column_names=names, block_size=block),
        parse_options=csv.ParseOptions(
            delimiter=rows.sep,
            newlines_in_values=b'"' in rows.data,
            ignore_empty_lines=width > 1,
            invalid_row_handler=handle,
        ),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            check_utf8=False,
        ),
        memory_pool=pa.system_memory_pool(),  # Arrow's own pool would keep what several threads took for good
    )
    if any(row.strip() for row in odd):
        raise uneven_rows(rows.data, rows.sep, width, rows.above, rows.source)
    return table, len(odd)
