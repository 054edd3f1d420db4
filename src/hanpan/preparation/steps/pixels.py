"""Pixels as shares of the largest value they can have."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns
from hanpan.preparation.steps.base import State, TableStep
from hanpan.preparation.stored import Stored


class Pixels(TableStep):
    """Pixels divided by one number, the largest value a pixel can have (255): 0 is black, 1 is white.

    A missing pixel is black. All are divided alike, so that bright stays brighter than dark; standardising each pixel
    by itself would blow up the few specks that some images have in their margin.

    Parameters
    ----------
    columns
        Pixel columns.
    top
        The largest value a pixel can have.

    Examples
    --------
    >>> Pixels(("pixel_000_000",)).fit_transform({"pixel_000_000": [0.0, 51.0, 255.0]}).ravel().tolist()
    [0.0, 0.2, 1.0]
    """

    name: ClassVar[str] = "pixels"
    reads: ClassVar[tuple[Kind, ...]] = ("number",)

    def __init__(self, columns: tuple[str, ...], top: float = 255.0) -> None:
        super().__init__(columns)
        self._top = top

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        """Nothing: the largest value belongs to the form of the images."""

    def _apply(self, columns: Columns) -> np.ndarray:
        x = columns.numbers(self.columns)
        return np.where(np.isfinite(x), x, 0.0) / self._top

    def _learnt(self) -> State:
        return {"top": np.array([self._top])}

    def _restore(self, stored: Stored) -> None:
        self._top = float(stored.positive("top", 1)[0])

    def _name_outputs(self) -> None:
        self.names = self.sources = self.columns
