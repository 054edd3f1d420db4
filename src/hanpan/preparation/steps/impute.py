"""Missing cells filled, and marked."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.preparation.notes import Note
from hanpan.preparation.steps.base import MatrixStep, Numbers, State, WorkRow
from hanpan.preparation.stored import Stored


class Impute(MatrixStep):
    """Missing cells get the median of the fit rows; a 0/1 column marks them where the fit rows had any.

    Columns missing in exactly the same rows share one mark. A column without any value is filled with 0 (and then
    dropped as constant).

    Examples
    --------
    >>> step = Impute()
    >>> step.fit_transform({"age": [20.0, None, 40.0]}).tolist()
    [[20.0, 0.0], [30.0, 1.0], [40.0, 0.0]]
    >>> step.names
    ('age', 'age:missing')
    """

    name: ClassVar[str] = "impute"

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        super().__init__(columns)
        self._fill = np.zeros(0)
        self._marked = np.zeros(0, dtype=np.int64)

    def _learn(self, x: np.ndarray, y: np.ndarray | None) -> None:
        gaps = np.isnan(x)
        known = ~gaps.all(axis=0)
        self._fill = np.zeros(x.shape[1])
        self._fill[known] = np.nanmedian(x[:, known], axis=0) if gaps.any() else np.median(x[:, known], axis=0)
        self._marked = _distinct(gaps, np.flatnonzero(gaps.any(axis=0) & known))
        self.notes = tuple(Note(code="no_value", column=self.inputs[i]) for i in np.flatnonzero(~known))

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Filled columns (n, p), then the marks."""
        gaps = np.isnan(x)
        return np.hstack([np.where(gaps, self._fill, x), gaps[:, self._marked]])

    def of_row(self) -> WorkRow:
        """One row filled, then the marks."""
        fill, marked = self._fill.tolist(), self._marked.tolist()

        def filled(row: Numbers) -> Numbers:
            told = [instead if cell != cell else cell for cell, instead in zip(row, fill, strict=True)]
            return [*told, *(float(row[at] != row[at]) for at in marked)] if marked else told

        return filled

    def _learnt(self) -> State:
        return {"fill": self._fill, "marked": self._marked}

    def _restore(self, stored: Stored) -> None:
        self._fill = stored.array("fill", len(self.inputs))
        self._marked = stored.whole("marked", None, below=len(self.inputs))

    def _name_outputs(self) -> None:
        marked = tuple(self.inputs[i] for i in self._marked)
        self.names = (*self.inputs, *(f"{name}:missing" for name in marked))
        self.parents = (*self.inputs, *marked)


def _distinct(gaps: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Of the positions, the first of each pattern of gaps."""
    first: dict[bytes, int] = {}
    for i in positions:
        first.setdefault(np.packbits(gaps[:, i]).tobytes(), int(i))
    return np.array(list(first.values()), dtype=np.int64)
