"""Categories as how common their level is."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns, entry_of
from hanpan.preparation.steps.base import ReadRow, State, TableStep
from hanpan.preparation.steps.levels import count_levels, entries
from hanpan.preparation.stored import Stored


class Frequency(TableStep):
    """The share of the fit rows that have the row's level (missing is a level); 0 for unseen levels.

    Examples
    --------
    >>> step = Frequency(("shop",)).fit({"shop": ["a", "a", "b", None]})
    >>> step.transform({"shop": ["a", None, "new"]}).ravel().tolist()
    [0.5, 0.25, 0.0]
    """

    name: ClassVar[str] = "frequency"
    reads: ClassVar[tuple[Kind, ...]] = ("category", "ordered")

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__(columns)
        self._tables: tuple[dict[str, int], ...] = ()
        self._shares: tuple[np.ndarray, ...] = ()  # by level position, then missing, then unseen

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        counted = [count_levels(columns, name) for name in self.columns]
        self._tables = tuple({level: i for i, level in enumerate(counts)} for counts, _ in counted)
        self._shares = tuple(
            np.array([*counts.values(), absent, 0], dtype=float) / len(columns) for counts, absent in counted
        )

    def _apply(self, columns: Columns) -> np.ndarray:
        block = np.empty((len(columns), len(self.columns)))
        for i, (name, table) in enumerate(zip(self.columns, self._tables, strict=True)):
            block[:, i] = self._shares[i][columns.look_up(name, table, missing=len(table), unseen=len(table) + 1)]
        return block

    def of_row(self) -> ReadRow:
        """The shares of one row."""
        tables = entries(self.columns, self._tables, [shares.tolist() for shares in self._shares])
        return lambda row: [entry_of(row[name], table, absent, unseen) for name, table, absent, unseen in tables]

    def _learnt(self) -> State:
        return {"levels": [list(table) for table in self._tables], "shares": list(self._shares)}

    def _restore(self, stored: Stored) -> None:
        levels = stored.word_lists("levels", len(self.columns))
        self._tables = tuple({level: i for i, level in enumerate(part)} for part in levels)
        self._shares = stored.arrays("shares", [len(part) + 2 for part in levels])

    def _name_outputs(self) -> None:
        self.names = tuple(f"{name}:frequency" for name in self.columns)
        self.sources = self.columns
