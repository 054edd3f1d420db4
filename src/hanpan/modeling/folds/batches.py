"""Rows in batches: more of them than are held at once, read again from the beginning each time they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

BATCH = 65_536  # rows
_MOST_AT_ONCE = 10_000_000  # cells; prepared, and held by a library beside, they take about 300 MB
_Y = "\0y"  # no column of a table is called so


class Batch(NamedTuple):
    """Successive rows: features, and y (n,) as float values or codes."""

    frame: pd.DataFrame
    y: np.ndarray


class Batches(Protocol):
    """A source of batches. ``rows``: of all of them together."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    def __iter__(self) -> Iterator[Batch]:
        """The batches, from the first."""


@dataclass(frozen=True)
class HeldRows:
    """Rows that are at hand, a batch at a time."""

    frame: pd.DataFrame
    y: np.ndarray

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.y)

    def __iter__(self) -> Iterator[Batch]:
        """Slices of the rows."""
        for start in range(0, self.rows, BATCH):
            yield Batch(self.frame.iloc[start : start + BATCH].reset_index(drop=True), self.y[start : start + BATCH])


@dataclass(frozen=True)
class StoredRows:
    """Rows in a Parquet file that ``RowWriter`` wrote."""

    path: Path

    @property
    def rows(self) -> int:
        """How many rows there are; none where there is no file."""
        import pyarrow.parquet as pq

        return int(pq.read_metadata(self.path).num_rows) if self.path.is_file() else 0

    def __iter__(self) -> Iterator[Batch]:
        """The rows as they were written, a batch at a time."""
        import pyarrow.parquet as pq

        if not self.path.is_file():
            return
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=BATCH):
                frame = batch.to_pandas()
                yield Batch(frame, frame.pop(_Y).to_numpy())


class RowWriter:
    """Writes batches of rows, all with the same columns, to a Parquet file; without any row there is no file."""

    def __init__(self, path: Path) -> None:
        self._path, self.rows = path, 0
        self._file: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, frame: pd.DataFrame, y: np.ndarray) -> None:
        """Add rows below."""
        import pyarrow.parquet as pq

        if not len(frame):
            return
        table = arrow_table(frame, {_Y: y})
        if self._file is None:
            self._file = pq.ParquetWriter(self._path, table.schema, compression="zstd", compression_level=1)
        self._file.write_table(table.cast(self._file.schema))
        self.rows += len(frame)


def arrow_table(frame: pd.DataFrame, beside: dict[str, np.ndarray] | None = None) -> Any:
    """A typed frame as an Arrow table in one piece; NaN stays NaN, so that reading it back copies nothing."""
    import pyarrow as pa

    columns: dict[str, Any] = {}
    for name in frame.columns:
        column = frame[name]
        plain = column.dtype.kind == "f"
        array = pa.array(column.to_numpy() if plain else column, from_pandas=not plain)
        columns[str(name)] = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return pa.table(columns | {name: pa.array(values) for name, values in (beside or {}).items()})


def too_large(rows: int, width: int) -> bool:
    """Whether so many rows of so many columns are better met in batches than at once."""
    return rows * max(1, width) > _MOST_AT_ONCE


def total(sources: Iterable[Batches]) -> int:
    """Rows of all sources."""
    return sum(source.rows for source in sources)
