"""Columns on a common scale, outliers bent towards the others."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from hanpan.preparation.steps.base import MatrixStep, State, WorkRow
from hanpan.preparation.stored import Stored

BOUND = 3.0  # nothing ends up farther out than this


class RobustClip(MatrixStep):
    """Minus the median, times 1 / (q75 - q25), or 2 / (max - min) where the quartiles agree; then x / √(1 + (x/3)²).

    The last part is nearly a straight line near 0 and never reaches ±3: an outlier stays the largest, but no longer
    outweighs all other columns.

    References
    ----------
    Holzmüller, Grinsztajn, Steinwart (2024), Better by default: strong pre-tuned MLPs and boosted trees on tabular
    data (RealMLP), arXiv 2407.04491.

    Examples
    --------
    >>> RobustClip().fit_transform({"pay": [1.0, 2.0, 3.0, 4.0, 1e9]}).round(2).ravel().tolist()
    [-0.95, -0.49, 0.0, 0.49, 3.0]
    """

    name: ClassVar[str] = "robust_clip"
    may_be_missing: ClassVar[bool] = True

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        super().__init__(columns)
        self._centre, self._factor = np.zeros(0), np.ones(0)

    def _learn(self, x: np.ndarray, y: np.ndarray | None) -> None:
        known = np.where(np.isnan(x).all(axis=0), 0.0, x)
        quantile = np.nanquantile if np.isnan(x).any() else np.quantile  # the first is much slower
        low, self._centre, high = quantile(known, [0.25, 0.5, 0.75], axis=0)
        between, whole = high - low, np.nanmax(known, axis=0) - np.nanmin(known, axis=0)
        width = np.where(between > 0, between, whole / 2)
        self._factor = np.divide(1.0, width, out=np.zeros_like(width), where=width > 1e-300)

    def apply(self, x: np.ndarray) -> np.ndarray:
        """Scaled columns (n, p), each within ±3."""
        scaled = (x - self._centre) * self._factor
        return scaled / np.sqrt(1.0 + (scaled / BOUND) ** 2)

    def of_row(self) -> WorkRow:
        """One row scaled."""
        pairs = list(zip(self._centre.tolist(), self._factor.tolist(), strict=True))
        return lambda row: [_bent((cell - centre) * factor) for cell, (centre, factor) in zip(row, pairs, strict=True)]

    def _learnt(self) -> State:
        return {"centre": self._centre, "factor": self._factor}

    def _restore(self, stored: Stored) -> None:
        self._centre = stored.array("centre", len(self.inputs))
        self._factor = stored.array("factor", len(self.inputs))


def _bent(scaled: float) -> float:
    share = scaled / BOUND
    return scaled / math.sqrt(1.0 + share * share)
