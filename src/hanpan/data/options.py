"""Options about reading a table."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.options import option


@dataclass(frozen=True, kw_only=True)
class ReadOptions:
    """How a table is read, where the file itself does not say it well enough.

    Attributes
    ----------
    sep
        Separator of a text file: one character, ``tab`` or ``space`` (runs of blanks); None: found.
    encoding
        Encoding of a text file; None: found.
    sheet
        Sheet of a workbook, by name or number from 1; None: the first.
    query
        SQL that makes the table, for a database URL.
    image_size
        ``WIDTHxHEIGHT`` (or one number for both) that all images are brought to; None: they must all have one size.
    drop, columns
        Columns to leave out; the only columns to keep.
    """

    sep: str | None = option(None, metavar="CHAR")
    encoding: str | None = option(None, metavar="NAME")
    sheet: str | None = option(None, metavar="NAME")
    query: str | None = option(None, metavar="SQL")
    image_size: str | None = option(None, metavar="WxH")
    drop: tuple[str, ...] = option((), metavar="A,B", many=True)
    columns: tuple[str, ...] = option((), metavar="A,B", many=True)
