"""A piece of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hanpan.data.raw import RawTable


@dataclass(frozen=True)
class Piece:
    """Some successive rows; ``read`` gives them, or None where there are none. Pieces are read in their order."""

    number: int
    read: Callable[[], RawTable | None]
