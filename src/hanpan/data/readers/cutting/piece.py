"""A piece of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hanpan.data.raw import RawTable

if TYPE_CHECKING:
    from hanpan.data.readers.cutting.parquet_file import RowGroup


@dataclass(frozen=True)
class Piece:
    """Some successive rows; ``read`` gives them, or None where there are none. Pieces are read in their order.

    ``group``: the row group that it is the ``place``-th table of, if it is one.
    """

    number: int
    read: Callable[[], RawTable | None]
    group: RowGroup | None = None
    place: int = 0
