"""Parquet files."""

from __future__ import annotations

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.frames import from_arrow
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

MARK = b"PAR1"


def accepts(source: Source) -> bool:
    """Files that begin as Parquet does, or are called so."""
    return source.suffix in (".parquet", ".pq") or source.content.startswith(MARK)


def read(source: Source, options: ReadOptions) -> RawTable:
    """Read all columns with their types.

    Raises
    ------
    DataError
        The file is damaged, or is not Parquet whatever its name.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(pa.BufferReader(source.content))
    except (pa.ArrowException, OSError) as error:
        raise DataError("parquet_damaged", source=source.name) from error
    return from_arrow(table, source=source.name, form="parquet")
