"""A piece of a table, and the row group of a Parquet file that it may be of."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hanpan.data.raw import RawTable
from hanpan.data.readers.cutting.remote import remote_file
from hanpan.data.readers.frames import from_arrow
from hanpan.foundation.errors import DataError, HanpanError

_SCHEME = "://"


@dataclass(frozen=True)
class RowGroup:
    """A row group of a Parquet file, which can be read by itself: ``rows`` rows at a time.

    ``path``: where the file lies, or its address in an object store.
    """

    path: str
    group: int
    rows: int

    def lying(self) -> int | None:
        """Bytes of its file as this process sees it; None where it does not."""
        try:
            return remote_file(self.path).size if _SCHEME in self.path else Path(self.path).stat().st_size
        except (HanpanError, OSError):
            return None

    def tables(self, content: bytes | None = None) -> Iterator[RawTable]:
        """The rows; out of ``content``, where it is what ``alone`` gave.

        Raises
        ------
        DataError
            The file is damaged.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            with pq.ParquetFile(self._opened() if content is None else io.BytesIO(content)) as opened:
                group = self.group if content is None else 0
                for batch in opened.iter_batches(batch_size=self.rows, row_groups=[group]):
                    yield from_arrow(pa.Table.from_batches([batch]), source=self.path, form="parquet")
        except (pa.ArrowException, OSError) as error:
            raise DataError("parquet_damaged", source=self.path) from error

    def alone(self) -> bytes:
        """It as a Parquet file of its own, for whoever does not see the file."""
        import pyarrow.parquet as pq

        buffer = io.BytesIO()
        with pq.ParquetFile(self._opened()) as opened:
            table = opened.read_row_group(self.group)
        pq.write_table(table, buffer, row_group_size=max(1, table.num_rows), compression="zstd")
        return buffer.getvalue()

    def _opened(self) -> Any:
        return remote_file(self.path).seekable() if _SCHEME in self.path else self.path


@dataclass(frozen=True)
class Piece:
    """Some successive rows; ``read`` gives them, or None where there are none. Pieces are read in their order.

    ``group``: the row group that it is the ``place``-th table of, if it is one of a file here.
    """

    number: int
    read: Callable[[], RawTable | None]
    group: RowGroup | None = None
    place: int = 0
