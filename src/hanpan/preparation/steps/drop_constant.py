"""Columns that say nothing, left out."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.preparation.notes import Note
from hanpan.preparation.steps.base import DroppingStep


class DropConstant(DroppingStep):
    """Columns with one value in all fit rows (or none at all) are left out; if all are such, the first stays.

    Examples
    --------
    >>> step = DropConstant().fit({"country": [82.0, 82.0], "age": [31.0, 45.0]})
    >>> step.names
    ('age',)
    """

    name: ClassVar[str] = "drop_constant"
    may_be_missing: ClassVar[bool] = True

    def _choose(self, x: np.ndarray, y: np.ndarray | None) -> np.ndarray:
        low, high = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
        # A column that is sometimes missing and otherwise one value still says something.
        same = np.isnan(low) | ((low == high) & ~np.isnan(x).any(axis=0))
        if same.all():
            self.notes = (Note(code="all_constant", column=self.inputs[0]),)
            return np.array([0])
        self.notes = tuple(Note(code="constant", column=self.inputs[i]) for i in np.flatnonzero(same))
        return np.flatnonzero(~same)
