"""Accounting for the lines of a text file: uneven rows, quotes that do not close, blank lines."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.readers.placing.toplines import TopLine
from hanpan.data.readers.text.separator import LARGEST_CELL
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 5
TAIL, MOST_LAST = 1 << 14, 20  # bytes and lines at the end among which sums and sources are looked for
QUOTE, NEWLINE, RETURN = 34, 10, 13


def uneven_rows(data: bytes, sep: str, width: int, above: int, source: str) -> DataError:
    """The error that names the lines whose number of cells is not ``width``; ``above`` lines stand over the data."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=sep)
    found: list[str] = []
    start, count = 1, 0
    for record in reader:
        if record and len(record) != width and any(cell.strip() for cell in record):
            count += 1
            if len(found) < SHOWN:
                found.append(f"{start + above} ({len(record)})")
        start = reader.line_num + 1
    return DataError("uneven_rows", source=source, width=width, count=count, lines=", ".join(found))


def last_lines(data: bytes, sep: str) -> list[TopLine]:
    """The last lines, one record each, with the bytes that lie before them in ``end``.

    Lines from the last one on that has half a pair of quotes only: it may be the end of a cell that began above.
    """
    csv.field_size_limit(LARGEST_CELL)
    start = max(0, len(data) - TAIL)
    start = data.find(b"\n", start) + 1 if start else 0
    lines: list[TopLine] = []
    for raw in data[start:].splitlines(keepends=True):
        if raw.count(b'"') % 2:
            lines = []
        else:
            lines.append(TopLine(0, next(csv.reader([raw.decode("utf-8")], delimiter=sep), []), start))
        start += len(raw)
    return lines[-MOST_LAST:]


def lines_of_rows(data: bytes, sep: str, width: int, above: int) -> list[int]:
    """The line in which each row begins; ``above`` lines stand over the data."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=sep)
    lines, start = [], 1
    for record in reader:
        if record and (len(record) == width or any(cell.strip() for cell in record)):
            lines.append(start + above)
        start = reader.line_num + 1
    return lines


def check_quotes(data: bytes, sep: str, source: str, above: int = 0) -> None:
    """Refuse a file in which a quote opens and never closes, or closes in the middle of a cell.

    The slow, strict reading is done only where the quotes look odd: a quote with no separator, line end or quote
    beside it, an odd number of them, or one that opens a cell reaching over a line end.

    Raises
    ------
    DataError
        The line where it begins is named.
    """
    if b'"' not in data or not _looks_odd(data, sep):
        return
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=sep, strict=True)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error as error:
        raise DataError("quote_open", source=source, line=start + above) from error


def _looks_odd(data: bytes, sep: str) -> bool:
    codes = np.frombuffer(data, dtype=np.uint8)
    places = np.flatnonzero(codes == QUOTE)
    if len(places) % 2:
        return True
    edge = np.zeros(256, dtype=bool)
    edge[[QUOTE, NEWLINE, RETURN, ord(sep)]] = True
    before, after = codes[np.maximum(places - 1, 0)], codes[np.minimum(places + 1, len(codes) - 1)]
    inside = ~edge[before] & ~edge[after]
    if inside[places > 0].any():
        return True
    breaks = np.flatnonzero(codes == NEWLINE)
    if b"\r" in data:
        breaks = np.union1d(breaks, np.flatnonzero(codes == RETURN))
    return bool((np.searchsorted(places, breaks) % 2).any())


def blank_lines(data: bytes, table: pa.Table) -> int:
    """How many lines were passed over because they were blank: all lines, less rows, less breaks inside cells."""
    import pyarrow.compute as pc

    returns = b"\r" in data  # looked for first: most files have none
    if b"\n\n" not in data and not (returns and (b"\n\r" in data or b"\r\r" in data)):
        return 0
    ends = b"\n" if b"\n" in data else b"\r"
    inside = 0
    if b'"' in data:
        counted = [pc.sum(pc.count_substring(column, ends.decode())).as_py() for column in table.columns]
        inside = sum(int(count or 0) for count in counted)
    return max(0, data.count(ends) - int(table.num_rows) - inside)
