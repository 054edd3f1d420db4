"""Categories as codes, for algorithms that split categories by themselves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns, entry_of
from hanpan.preparation.notes import Note
from hanpan.preparation.steps.base import ReadRow, State, TableStep
from hanpan.preparation.steps.levels import count_levels
from hanpan.preparation.stored import Stored

MOST_CODES = 254  # histogram boosters keep at most 255 bins, one of them for missing cells


class Codes(TableStep):
    """Levels numbered by falling frequency; missing and unseen levels are NaN, or share one code if ``complete``.

    Parameters
    ----------
    columns
        Category columns.
    complete
        No NaN: missing and unseen levels get a code of their own.

    Examples
    --------
    >>> step = Codes(("city",)).fit({"city": ["Seoul", "Busan", "Seoul", None]})
    >>> step.transform({"city": ["Seoul", "Busan", None, "Paris"]}).ravel().tolist()
    [0.0, 1.0, nan, nan]
    """

    name: ClassVar[str] = "codes"
    reads: ClassVar[tuple[Kind, ...]] = ("category", "ordered")
    may_be_missing: ClassVar[bool] = True

    def __init__(self, columns: tuple[str, ...], complete: bool = False) -> None:
        super().__init__(columns)
        self._complete = complete
        self._tables: tuple[dict[str, int], ...] = ()

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        counted = [list(count_levels(columns, name)[0]) for name in self.columns]
        last = MOST_CODES - 1 - self._complete
        self._tables = tuple({level: min(i, last) for i, level in enumerate(levels)} for levels in counted)
        self.notes = tuple(
            Note(code="levels_joined", column=name, values={"count": len(levels) - last})
            for name, levels in zip(self.columns, counted, strict=True)
            if len(levels) > last + 1
        )

    def _apply(self, columns: Columns) -> np.ndarray:
        block = np.empty((len(columns), len(self.columns)))
        for i, (name, table) in enumerate(zip(self.columns, self._tables, strict=True)):
            block[:, i] = columns.look_up(name, table, missing=-1, unseen=-1)
            block[block[:, i] < 0, i] = self._unknown(table)
        return block

    def of_row(self) -> ReadRow:
        """The codes of one row."""
        tables = [
            (name, {level: float(code) for level, code in table.items()}, self._unknown(table))
            for name, table in zip(self.columns, self._tables, strict=True)
        ]
        return lambda row: [entry_of(row[name], table, unknown, unknown) for name, table, unknown in tables]

    def _unknown(self, table: Mapping[str, int]) -> float:
        """The code of missing and unseen levels."""
        return max(table.values(), default=-1) + 1.0 if self._complete else math.nan

    def _learnt(self) -> State:
        return {
            "complete": self._complete,
            "levels": [list(table) for table in self._tables],
            "codes": [np.array(list(table.values()), dtype=np.int64) for table in self._tables],
        }

    def _restore(self, stored: Stored) -> None:
        self._complete = stored.flag("complete")
        levels = stored.word_lists("levels", len(self.columns))
        codes = stored.wholes("codes", [len(part) for part in levels], below=[MOST_CODES] * len(levels))
        self._tables = tuple(dict(zip(a, b.tolist(), strict=True)) for a, b in zip(levels, codes, strict=True))

    def _name_outputs(self) -> None:
        self.names = self.sources = self.categorical = self.columns
