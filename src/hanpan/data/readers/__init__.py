"""Readers: one file per kind of source, each with ``accepts(source)`` and ``read(source, options)``.

A reader gives cells, never opinions about them: what a column means is decided in ``inference``.
"""

from __future__ import annotations

from types import ModuleType

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers import bundled, delimited, excel, frames, json_lines, later, parquet
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

# The first that accepts reads; the last one takes whatever is left.
READERS: tuple[ModuleType, ...] = (frames, bundled, later, parquet, excel, json_lines, delimited)


def read_table(source: object, options: ReadOptions | None = None) -> RawTable:
    """Read a table.

    Parameters
    ----------
    source
        A path, ``-`` (standard input), ``sklearn:NAME``, or a pandas, polars or arrow table.

    Raises
    ------
    DataError
        The source cannot be read as a table; the error says why and what to do.

    Examples
    --------
    >>> read_table("sklearn:iris").frame.shape
    (150, 5)
    """
    given, options = Source(source), options or ReadOptions()
    if options.query is not None and not given.is_url:
        raise DataError("query_without_database", source=given.name)
    reader = next(reader for reader in READERS if reader.accepts(given))
    if options.sheet is not None and reader is not excel:
        raise DataError("sheet_without_workbook", source=given.name, sheet=options.sheet)
    table: RawTable = reader.read(given, options)
    return table
