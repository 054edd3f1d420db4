"""Ordered categories as their rank."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns, entry_of
from hanpan.preparation.steps.base import ReadRow, State, TableStep
from hanpan.preparation.steps.levels import count_levels
from hanpan.preparation.stored import Stored


class Rank(TableStep):
    """Each level becomes its place 0 ... k-1 in the known order; missing and unseen levels become NaN.

    Parameters
    ----------
    columns
        Ordered columns.
    orders
        Column -> levels from low to high; a column not named here is ranked in alphabetical order.

    Examples
    --------
    >>> step = Rank(("grade",), orders={"grade": ["low", "high"]})
    >>> step.fit_transform({"grade": ["high", "low", None]}).tolist()
    [[1.0], [0.0], [nan]]
    """

    name: ClassVar[str] = "rank"
    reads: ClassVar[tuple[Kind, ...]] = ("ordered",)
    may_be_missing: ClassVar[bool] = True

    def __init__(self, columns: tuple[str, ...], orders: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(columns)
        self._orders = {name: tuple(levels) for name, levels in (orders or {}).items()}
        self._tables: tuple[dict[str, int], ...] = ()

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        orders = [self._orders.get(name) or sorted(count_levels(columns, name)[0]) for name in self.columns]
        self._tables = tuple(_positions(order) for order in orders)

    def _apply(self, columns: Columns) -> np.ndarray:
        ranks = np.empty((len(columns), len(self.columns)))
        for i, (name, table) in enumerate(zip(self.columns, self._tables, strict=True)):
            ranks[:, i] = columns.look_up(name, table, missing=-1, unseen=-1)
        return np.where(ranks < 0, np.nan, ranks)

    def of_row(self) -> ReadRow:
        """The ranks of one row."""
        tables = [
            (name, {level: float(at) for level, at in table.items()})
            for name, table in zip(self.columns, self._tables, strict=True)
        ]
        return lambda row: [entry_of(row[name], table, math.nan, math.nan) for name, table in tables]

    def _learnt(self) -> State:
        return {"orders": [list(table) for table in self._tables]}

    def _restore(self, stored: Stored) -> None:
        self._tables = tuple(_positions(order) for order in stored.word_lists("orders", len(self.columns)))

    def _name_outputs(self) -> None:
        self.names = self.sources = self.columns


def _positions(order: Sequence[str]) -> dict[str, int]:
    return {level: i for i, level in enumerate(dict.fromkeys(order))}
