"""Pieces of Parquet files: row group by row group."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from hanpan.data.raw import RawTable
from hanpan.data.readers.cutting.piece import Piece
from hanpan.data.readers.cutting.remote import is_remote, remote_files
from hanpan.data.readers.frames import from_arrow
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS = 65_536  # of a piece
_CELL = 8  # bytes


@dataclass(frozen=True)
class RowGroup:
    """A row group that can be read by itself, at most ``rows`` rows at a time; ``size``: bytes of its file."""

    path: str
    size: int
    group: int
    rows: int

    def is_here(self) -> bool:
        """Whether the file is to be seen from this machine."""
        try:
            return self._file().size == self.size
        except (OSError, DataError):
            return False

    def tables(self, content: bytes | None = None) -> Iterator[RawTable]:
        """The rows; out of ``content``, where it is what ``alone`` gave.

        Raises
        ------
        DataError
            The file is damaged.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        group = self.group if content is None else 0
        with opened(self._file()) if content is None else pq.ParquetFile(io.BytesIO(content)) as parquet:
            try:
                for batch in parquet.iter_batches(batch_size=self.rows, row_groups=[group]):
                    yield from_arrow(pa.Table.from_batches([batch]), source=self.path, form="parquet")
            except (pa.ArrowException, OSError) as error:
                raise DataError("parquet_damaged", source=self.path) from error

    def alone(self) -> bytes:
        """It as a Parquet file of its own, for whoever does not see the file."""
        import pyarrow.parquet as pq

        buffer = io.BytesIO()
        with opened(self._file()) as parquet:
            table = parquet.read_row_group(self.group)
        pq.write_table(table, buffer, row_group_size=max(1, table.num_rows), compression="zstd")
        return buffer.getvalue()

    def _file(self) -> Source:
        file = Source(self.path)
        return remote_files(file)[0] if is_remote(file) else file


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
            yield from _of_group(parquet, _row_group(file, group), file.name, numbers)


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


def _row_group(file: Source, group: int) -> RowGroup:
    path = file.name if is_remote(Source(file.name)) else str(Path(file.text).absolute())
    return RowGroup(path, file.size, group, ROWS)


def _of_group(parquet: pq.ParquetFile, group: RowGroup, name: str, numbers: Iterator[int]) -> Iterator[Piece]:
    import pyarrow as pa

    rows = parquet.metadata.row_group(group.group).num_rows
    batches: Iterator[pa.RecordBatch] | None = None
    done = 0

    def read(place: int) -> RawTable | None:
        nonlocal batches, done
        try:
            batches = batches or parquet.iter_batches(batch_size=ROWS, row_groups=[group.group])
            while done <= place:
                batch, done = next(batches), done + 1
        except (pa.ArrowException, OSError) as error:
            raise DataError("parquet_damaged", source=name) from error
        return from_arrow(pa.Table.from_batches([batch]), source=name, form="parquet") if batch.num_rows else None

    for place in range(-(-rows // ROWS)):
        yield Piece(next(numbers), partial(read, place), group, place)
