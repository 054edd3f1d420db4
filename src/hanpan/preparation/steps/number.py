"""Numbers as they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns
from hanpan.preparation.notes import Note
from hanpan.preparation.steps.base import Numbers, ReadRow, State, TableStep
from hanpan.preparation.stored import Stored

LARGEST = 1e37  # single precision, which trees and networks use inside, ends at 3.4e38


class Number(TableStep):
    """Number columns unchanged; infinite cells count as missing and sizes beyond 1e37 are held there (both noted).

    Examples
    --------
    >>> Number(("age",)).fit_transform({"age": [31.0, None]}).tolist()
    [[31.0], [nan]]
    """

    name: ClassVar[str] = "number"
    reads: ClassVar[tuple[Kind, ...]] = ("number",)
    may_be_missing: ClassVar[bool] = True

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        x = columns.numbers(self.columns)
        infinite, huge = np.isinf(x).sum(axis=0), (np.abs(x) > LARGEST).sum(axis=0)
        self.notes = tuple(
            Note(code=code, column=self.columns[i], values={"count": int(counts[i])})
            for code, counts in (("infinite", infinite), ("huge", huge - infinite))
            for i in np.flatnonzero(counts)
        )

    def _apply(self, columns: Columns) -> np.ndarray:
        x = columns.numbers(self.columns)
        return np.clip(np.where(np.isinf(x), np.nan, x), -LARGEST, LARGEST)

    def of_row(self) -> ReadRow:
        """The numbers of one row."""
        names, of_table = self.columns, super().of_row()

        def numbers(row: Mapping[str, Any]) -> Numbers:
            try:
                return [cell if -LARGEST <= (cell := row[name]) <= LARGEST else _held(cell) for name in names]
            except TypeError:  # no plain number
                return of_table(row)

        return numbers

    def _learnt(self) -> State:
        return {}

    def _restore(self, stored: Stored) -> None:
        """Nothing is learnt."""

    def _name_outputs(self) -> None:
        self.names = self.sources = self.columns


def _held(cell: float) -> float:
    """A number that is missing or too large."""
    return math.copysign(LARGEST, cell) if math.isfinite(cell) else math.nan
