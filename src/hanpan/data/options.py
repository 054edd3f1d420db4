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
    header
        Line of the names, counted from 1 as an editor or a spreadsheet shows it; ``3-4`` for names in two lines, ``0``
        where there are none; None: found.
    query
        Of a database: a table by its name, or SQL that selects; None: the only table there is.
    range
        Cells of a sheet that hold the table, ``C5:H200``; the names stand in the first row of them. None: found.
    image_size
        ``WIDTHxHEIGHT`` (or one number for both) that all images are brought to; None: they must all have one size.
    drop, columns
        Columns to leave out; the only columns to keep.
    """

    sep: str | None = option(None, metavar="CHAR")
    encoding: str | None = option(None, metavar="NAME")
    sheet: str | None = option(None, metavar="NAME")
    header: str | None = option(None, metavar="ROW")
    range: str | None = option(None, metavar="C5:H200")
    image_size: str | None = option(None, metavar="WxH")
    query: str | None = option(None, metavar="SQL|TABLE")
    drop: tuple[str, ...] = option((), metavar="A,B", many=True)
    columns: tuple[str, ...] = option((), metavar="A,B", many=True)


@dataclass(frozen=True, kw_only=True)
class SizeOptions:
    """How much of a table is held at once.

    Attributes
    ----------
    memory
        Bytes that a table may take with all that is made of it; one for which that is too little is read in batches.
        None: most of what is free.
    """

    memory: float | None = option(None, low=100e6, parse="size", metavar="SIZE")
