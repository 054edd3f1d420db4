"""Pieces of a text file with a separator: some megabytes of whole lines at a time.

A piece is read as a whole table is, with the decisions (encoding, separator, where the table begins) taken on the
beginning of the file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers.cutting.piece import Piece
from hanpan.data.readers.packed import DAMAGE
from hanpan.data.readers.placing.place import place_of
from hanpan.data.readers.source import Source
from hanpan.data.readers.text import separator
from hanpan.data.readers.text.delimited import DelimitedText, beginning_of, cut_open, table_of, without_footers
from hanpan.data.readers.text.encoding import encoding_of
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    from hanpan.data.readers.placing.place import Place
    from hanpan.data.readers.placing.toplines import TopLine

LETTERS = 8 << 20  # of a piece
_HEAD = 1 << 20
_QUOTE, _NEWLINE = '"', "\n"


@dataclass(frozen=True)
class _Cutting:
    """How the lines of a file become rows, as its beginning tells."""

    source: Source
    sep: str
    place: Place
    lines: list[TopLine]
    encoding: str
    notes: tuple[Note, ...]

    def read(self, text: str, above: int, *, first: bool, last: bool) -> RawTable | None:
        """The rows of some lines; None where there are none."""
        rows = DelimitedText(text.encode("utf-8"), self.sep, above, self.source.name)
        notes = list(self.notes) if first else []
        if last:
            rows, footers = without_footers(rows, self.lines, self.place)
            notes += footers
        if not rows.data.strip():
            return None
        table, _, more = table_of(rows, self.place)
        if not table.num_rows:
            return None
        frame = table.to_pandas().set_axis(self.place.names, axis=1)
        decisions = {
            "encoding": self.encoding,
            "separator": separator.shown_separator(self.sep),
            **self.place.decision,
        }
        return raw_table(frame, source=self.source.name, form="csv", decisions=decisions, notes=[*notes, *more])


def text_pieces(source: Source, options: ReadOptions) -> Iterator[Piece] | None:
    """Some megabytes of whole lines at a time; None where lines are not cut by a plain separator."""
    encoding, how = encoding_of(source.opened, options.encoding, source.name)
    with _letters(source, encoding) as file:
        head = _to_line_end(file.read(_HEAD))
    data = head.encode("utf-8")
    text, sep, notes = cut_open(data, source, options)
    if _NEWLINE not in head or sep in (separator.SPACES, separator.NONE) or ("lines_unwrapped", {}) in notes:
        return None
    if how == "guessed":
        notes.append(("encoding_guessed", {"encoding": encoding}))
    cut = separator.cut(beginning_of(text.data), sep)
    lines = [line._replace(number=line.number + text.above) for line in cut.lines]
    place = place_of(lines, max(cut.width, 1), source.name, options.header, source.wanted)
    opened = len(head) - len(text.data.decode("utf-8"))  # a line that only says the separator
    start = opened + (lines[place.first - 1].end if place.first else 0)
    above = lines[place.first].number - 1 if place.first < len(lines) else lines[-1].number
    cutting = _Cutting(source, sep, place, lines, encoding, (*notes, *place.notes))
    return _cut_text(cutting, start, above)


def _cut_text(cutting: _Cutting, start: int, above: int) -> Iterator[Piece]:
    source, kept = cutting.source, ""
    try:
        with _letters(source, cutting.encoding) as file:
            file.read(start)
            block, numbers = file.read(LETTERS), count()
            while block:
                following = file.read(LETTERS)
                if len(following) < LETTERS:  # the end: sums and sources there are known by the rows above them
                    block, following = block + following, ""
                text, kept = _whole_lines(kept + block, ended=not following)
                if text:
                    number = next(numbers)
                    read = partial(cutting.read, text, above, first=number == 0, last=not following)
                    yield Piece(number, read)
                block, above = following, above + text.count(_NEWLINE)
    except UnicodeDecodeError as error:
        raise DataError("encoding_wrong", source=source.name, encoding=cutting.encoding, line=above + 1) from error
    except DAMAGE as error:
        raise DataError("packed_damaged", source=source.name, form=source.suffix or "-") from error


def _whole_lines(text: str, *, ended: bool) -> tuple[str, str]:
    """Whole lines that end outside of quotes, and the rest."""
    if ended:
        return text, ""
    end = text.rfind(_NEWLINE) + 1
    while end and text.count(_QUOTE, 0, end) % 2:
        end = text.rfind(_NEWLINE, 0, end - 1) + 1
    return text[:end], text[end:]


def _letters(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.opened(), encoding=encoding, newline="")


def _to_line_end(text: str) -> str:
    return text[: text.rfind(_NEWLINE) + 1] or text
