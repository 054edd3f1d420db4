"""Pieces of Parquet files: row group by row group."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.data.raw import RawTable
from hanpan.data.readers.cutting.piece import Piece, RowGroup
from hanpan.data.readers.cutting.remote import RemoteFile
from hanpan.data.readers.frames import from_arrow
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from hanpan.data.readers.source import Source

ROWS = 65_536  # of a piece
_CELL = 8  # bytes


def parquet_pieces(file: Source) -> Iterator[Piece]:
    """At most ``ROWS`` rows at a time.

    Raises
    ------
    DataError
        The file is damaged.
    """
    numbers = count()
    with opened(file) as parquet:
        for group in range(parquet.num_row_groups):
            yield from _of_group(parquet, group, file, numbers)


def cells_of(file: Source) -> int:
    """Bytes that the cells take in memory, about."""
    with opened(file) as parquet:
        return int(parquet.metadata.num_rows * parquet.metadata.num_columns * _CELL)


def opened(file: Source) -> pq.ParquetFile:
    """The file, whose rows are not read yet.

    Raises
    ------
    DataError
        It is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(file.seekable())
    except (pa.ArrowException, OSError) as error:
        raise DataError("parquet_damaged", source=file.name) from error


def _of_group(parquet: pq.ParquetFile, group: int, file: Source, numbers: Iterator[int]) -> Iterator[Piece]:
    import pyarrow as pa

    rows = parquet.metadata.row_group(group).num_rows
    batches: Iterator[pa.RecordBatch] | None = None
    done = 0

    def read(place: int) -> RawTable | None:
        nonlocal batches, done
        try:
            batches = batches or parquet.iter_batches(batch_size=ROWS, row_groups=[group])
            while done <= place:
                batch, done = next(batches), done + 1
        except (pa.ArrowException, OSError) as error:
            raise DataError("parquet_damaged", source=file.name) from error
        return from_arrow(pa.Table.from_batches([batch]), source=file.name, form="parquet") if batch.num_rows else None

    place_of_file = _place(file)
    whole = None if place_of_file is None else RowGroup(place_of_file, group, ROWS)
    for place in range(-(-rows // ROWS)):
        yield Piece(next(numbers), partial(read, place), whole, place)


def _place(file: Source) -> str | None:
    """Where others find the file: its path, or its address in a store."""
    if isinstance(file, RemoteFile):
        return file.name
    return str(Path(file.text).absolute()) if Path(str(file.text)).is_file() else None
