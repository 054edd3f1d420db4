"""A large table read from its beginning, as often as need be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hanpan.data.load import choose_columns
from hanpan.data.names import require_names
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.pieces import any_pieces
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError


@dataclass(frozen=True)
class LargeTable:
    """A table that is never held as a whole. Iterating it gives its rows, piece by piece, with the wanted columns.

    ``target``, if there is one, and the columns ``keep`` stay whatever the options leave out.
    """

    table: Any
    options: ReadOptions
    target: str | None = None
    keep: Sequence[str] = ()

    @property
    def wanted(self) -> list[str]:
        """Columns that stay."""
        return [*([] if self.target is None else [self.target]), *self.keep]

    @property
    def name(self) -> str:
        """How it is called."""
        return Source(self.table).name

    def __iter__(self) -> Iterator[RawTable]:
        """The rows from the first on.

        Raises
        ------
        DataError
            It cannot be read, or not in pieces; a named column is absent.
        """
        pieces = any_pieces(Source(self.table, wanted=tuple(self.wanted)), self.options)
        if pieces is None:
            raise DataError("not_in_pieces", source=self.name)
        for piece in pieces:
            raw = piece.read()
            if raw is not None:
                yield self._chosen(raw)

    def _chosen(self, raw: RawTable) -> RawTable:
        names = list(raw.frame.columns)
        if self.target is not None:
            require_names([self.target], names, "target_absent")
        dropped = tuple(name for name in self.options.drop if name in names)
        return choose_columns(raw, replace(self.options, drop=dropped), self.wanted)
