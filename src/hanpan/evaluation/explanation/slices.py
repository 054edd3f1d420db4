"""Slices: parts of the rows named by one column, as people name them: an age from 30 to 45, a city."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.schema import Column

if TYPE_CHECKING:
    import pandas as pd

_BINS = 4
_MOST_LEVELS = 12


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Rows whose cell in ``column`` is a level, a number in ``low <= x < high`` (no limit where None), or missing.

    Where ``low`` and ``high`` are the same, the number itself.
    """

    column: str
    level: str | None = None
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> str:
        """In signs that every language reads.

        Examples
        --------
        >>> Slice(column="age", low=30.0, high=45.0).name, Slice(column="city", level="Seoul").name
        ('30 ≤ age < 45', 'city = Seoul')
        >>> Slice(column="age", low=30.0).name, Slice(column="age").name, Slice(column="age", low=3.0, high=3.0).name
        ('age ≥ 30', 'age = NA', 'age = 3')
        """
        if self.level is not None:
            return f"{self.column} = {self.level}"
        if self.low is None and self.high is None:
            return f"{self.column} = NA"
        if self.low == self.high:
            return f"{self.column} = {_shown(self.low)}"
        if self.low is None or self.high is None:
            return f"{self.column} < {_shown(self.high)}" if self.low is None else f"{self.column} ≥ {_shown(self.low)}"
        return f"{_shown(self.low)} ≤ {self.column} < {_shown(self.high)}"

    def rows(self, frame: pd.DataFrame) -> np.ndarray:
        """Which rows lie in it, (n,) bool."""
        cells = frame[self.column]
        if self.level is not None:
            return np.asarray(cells.eq(self.level).fillna(value=False), dtype=bool)
        if self.low is None and self.high is None:
            return cells.isna().to_numpy()
        values = cells.to_numpy(dtype=float)
        if self.low == self.high:
            return np.asarray(values == self.low)
        above = np.ones(len(values), dtype=bool) if self.low is None else values >= self.low
        return np.asarray(above if self.high is None else above & (values < self.high))


def slices_of(cells: pd.Series, column: Column, least: int, bins: int = _BINS) -> list[Slice]:
    """The slices of a column with at least so many of the rows: quarters of numbers, frequent levels, missing cells.

    Columns of other kinds have none.
    """
    found: Sequence[Slice] = ()
    if column.kind == "number":
        found = _ranges(column.name, cells.dropna().to_numpy(dtype=float), bins)
    elif column.kind in ("category", "ordered"):
        levels = cells.dropna().value_counts().index[:_MOST_LEVELS]
        found = [Slice(column=column.name, level=str(level)) for level in levels]
    table = cells.to_frame(column.name)
    return [one for one in [*found, Slice(column=column.name)] if least <= one.rows(table).sum() < len(cells)]


def _ranges(name: str, values: np.ndarray, bins: int) -> list[Slice]:
    """Between quantiles; each value where there are few."""
    distinct = np.unique(values)
    if len(distinct) <= bins + 1:
        return [Slice(column=name, low=value, high=value) for value in distinct.tolist()]
    cuts = np.quantile(values, np.linspace(0, 1, bins + 1)[1:-1], method="higher")
    sides = [None, *np.unique(cuts[cuts > distinct[0]]).tolist(), None]
    return [Slice(column=name, low=low, high=high) for low, high in pairwise(sides)]


def _shown(value: float | None) -> str:
    return f"{value:,.10g}"
