"""The record of prediction intervals: light, for whoever only predicts; ``intervals`` makes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.statistics.interval import Estimate


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level: what is added to a prediction, and what came of it on rows kept apart.

    ``low`` and ``high`` are times the usual error at the prediction. ``coverage``: share of those rows whose truth lay
    inside. ``width``: mean width there.
    """

    level: float
    low: float
    high: float
    coverage: Estimate | None = None
    width: float | None = None


@dataclass(frozen=True, kw_only=True)
class PredictionIntervals:
    """How far the truth lies from a prediction.

    Attributes
    ----------
    at, size
        The usual size of the error at some predictions, between them on straight lines; one knot where it is the same
        everywhere (its size is 1 then, and limits are in the unit of y).
    rows
        Errors out of fold behind it.
    typical
        The median prediction.
    floor
        No truth lies below: 0 where y never was negative.
    levels
        Those that the number of rows allows.
    """

    at: list[float]
    size: list[float]
    rows: int
    typical: float
    levels: list[Level]
    floor: float | None = None

    @property
    def even(self) -> bool:
        """Whether the band is equally wide everywhere."""
        return len(self.at) == 1

    def limits(self, output: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray] | None:
        """Lower and upper limits (n,) of predictions (n,); None where the level is not there."""
        known = next((one for one in self.levels if one.level == level), None)
        if known is None:
            return None
        usual = np.interp(output, self.at, self.size)
        low, high = output + known.low * usual, output + known.high * usual
        if self.floor is None:
            return low, high
        return np.maximum(low, self.floor), np.maximum(high, self.floor)
