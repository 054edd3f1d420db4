"""Tables of HTML pages, and of the XML that old Excel writes: what web sites send under the name of ``.xls``."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers.placing.footers import count_footers
from hanpan.data.readers.placing.place import place_of
from hanpan.data.readers.placing.toplines import TopLine, shown_lines
from hanpan.data.readers.source import Source
from hanpan.data.readers.text.encoding import decode
from hanpan.foundation.errors import DataError

BEGINS = re.compile(
    rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(<!--.*?-->\s*)*"
    rb"<(!doctype\s+html|html|head|meta|body|table|style|script|"
    rb"\?xml[^>]*>\s*(<\?mso-application[^>]*>\s*)?<(\w+:)?(html|workbook))",
    re.IGNORECASE | re.DOTALL,
)
ROWS, CELLS, UNSEEN = ("tr", "row"), ("td", "th", "cell"), ("style", "script", "title")
WIDEST = 2_000  # columns that one cell may reach over
TOP = 60


def accepts(source: Source) -> bool:
    """Content that begins as a page or an XML workbook does, whatever the file is called."""
    return bool(BEGINS.match(source.content[:4096].replace(b"\x00", b"")))


def read(source: Source, options: ReadOptions) -> RawTable:
    """The largest table of the page; a cell over several rows counts for each of them.

    Raises
    ------
    DataError
        The page has no table, or it cannot be told where the names stand.
    """
    decoded = decode(source.content, options.encoding, source.name)
    page = _Markup()
    page.feed(decoded.text)
    page.close()
    tables = [rows for rows in page.tables if any(any(row) for row in rows)]
    if not tables:
        raise DataError("not_a_table", source=source.name, form="HTML")
    rows = max(tables, key=lambda table: sum(map(len, table)))
    notes: list[Note] = [("page_tables", {"count": len(tables)})] if len(tables) > 1 else []
    return _as_table(rows, source, options, {"encoding": decoded.encoding}, notes)


def _as_table(
    rows: list[list[str]], source: Source, options: ReadOptions, decisions: dict[str, str], notes: list[Note]
) -> RawTable:
    import pandas as pd

    width = max(map(len, rows))
    lines = [TopLine(number, row + [""] * (width - len(row))) for number, row in enumerate(rows, start=1)]
    place = place_of(lines[:TOP], width, source.name, options.header, source.wanted)
    body = lines[place.first :]
    count = count_footers(body, place)
    footers = body[len(body) - count :] if count < len(body) else []
    body = body[: len(body) - len(footers)]
    notes = [*notes, *place.notes]
    if footers:
        told = {"count": len(footers), "line": footers[0].number, "shown": shown_lines(footers)}
        notes.append(("footers", told))
    columns = [pd.Series([line.cells[j] or None for line in body], dtype="str") for j in range(width)]
    frame = pd.concat(columns, axis=1).set_axis(place.names, axis=1)
    decisions = {**decisions, **place.decision}
    return raw_table(frame, source=source.name, form="html", decisions=decisions, notes=notes)


class _Markup(HTMLParser):
    """Collects the rows of every table, nested ones apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[_MarkupTable] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, row or cell; what was not closed before ends here."""
        told = dict(attrs)
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._open.append(_MarkupTable())
            self.tables.append(self._open[-1].rows)
        elif not self._open:
            return
        elif tag in ROWS:
            self._open[-1].begin_row(_whole(told.get("ss:index")))
        elif tag in CELLS:
            self._open[-1].begin_cell(tag, told)
        elif tag in ("br", "p", "div"):
            self._open[-1].add(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or table."""
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif self._open and tag in CELLS:
            self._open[-1].end_cell()
        elif self._open and tag == "table":
            self._open.pop().end_cell()

    def handle_data(self, data: str) -> None:
        """Text of the cell that is open."""
        if self._open and not self._unseen:
            self._open[-1].add(data)


class _MarkupTable:
    """Rows of text; cells that reach over several rows or columns take their room."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._text: list[str] | None = None
        self._over: tuple[int, int] = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}  # column -> how many rows more, and what stands there
        self._is_name = False

    def begin_row(self, index: int | None) -> None:
        self.end_cell()
        while index is not None and len(self.rows) < min(index - 1, len(self.rows) + WIDEST):
            self.rows.append([])
        self.rows.append([])
        self._reach_down()

    def begin_cell(self, tag: str, told: dict[str, str | None]) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        across = _whole(told.get("colspan")) or (_whole(told.get("ss:mergeacross")) or 0) + 1
        down = _whole(told.get("rowspan")) or (_whole(told.get("ss:mergedown")) or 0) + 1
        index = _whole(told.get("ss:index"))
        while index is not None and len(self.rows[-1]) < min(index - 1, WIDEST):
            self.rows[-1].append("")
        self._text, self._over, self._is_name = [], (min(across, WIDEST), down), tag == "th"

    def add(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def end_cell(self) -> None:
        if self._text is None:
            return
        text, (across, down) = " ".join("".join(self._text).split()), self._over
        self._text = None
        row = self.rows[-1]
        for count in range(across):
            if down > 1:
                self._below[len(row)] = (down - 1, text if not self._is_name and not count else "")
            row.append("" if count else text)
        self._reach_down()

    def _reach_down(self) -> None:
        """Put in what reaches into this row from above, as far as it comes next."""
        row = self.rows[-1]
        while (at := len(row)) in self._below and (self._below[at][0] > 0):
            more, text = self._below[at]
            row.append(text)
            self._below[at] = (more - 1, text)


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 6 else None
