"""Columns on a common scale."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.preparation.steps.base import MatrixStep, State, WorkRow
from hanpan.preparation.stored import Stored


class Scale(MatrixStep):
    """Standardised: minus the mean, divided by the standard deviation of the fit rows. 0/1 columns stay as they are.

    A 0/1 column already lies on the common scale, and dividing a rare one by its small deviation would let it outweigh
    every other column in a distance.

    Examples
    --------
    >>> Scale().fit_transform({"income": [1000.0, 3000.0], "owner": [0.0, 1.0]}).tolist()
    [[-1.0, 0.0], [1.0, 1.0]]
    """

    name: ClassVar[str] = "scale"
    may_be_missing: ClassVar[bool] = True

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        super().__init__(columns)
        self._centre, self._spread = np.zeros(0), np.ones(0)

    def _learn(self, x: np.ndarray, y: np.ndarray | None) -> None:
        flags = ((x == 0) | (x == 1)).all(axis=0)
        known = np.where(np.isnan(x).all(axis=0), 0.0, x)
        spread = np.nanstd(known, axis=0)
        self._centre = np.where(flags, 0.0, np.nanmean(known, axis=0))
        self._spread = np.where(flags | (spread == 0), 1.0, spread)

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Scaled columns (n, p)."""
        return (x - self._centre) / self._spread

    def of_row(self) -> WorkRow:
        """One row scaled."""
        pairs = list(zip(self._centre.tolist(), self._spread.tolist(), strict=True))
        return lambda row: [(cell - centre) / spread for cell, (centre, spread) in zip(row, pairs, strict=True)]

    def _learnt(self) -> State:
        return {"centre": self._centre, "spread": self._spread}

    def _restore(self, stored: Stored) -> None:
        self._centre = stored.array("centre", len(self.inputs))
        self._spread = stored.positive("spread", len(self.inputs))
