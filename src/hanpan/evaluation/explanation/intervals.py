"""Prediction intervals: where the truth of a single row lies, from the errors made out of fold (conformal)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from hanpan.evaluation.explanation.limits import Estimate, share

LEVELS = (0.8, 0.95)
_MOST_BINS = 4
_ROWS_A_BIN = 100
_UNEVEN, _UNEVEN_P = 0.1, 0.01  # rank correlation of the error's size with the prediction, from which bins are worth it


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level: what is added to a prediction of each bin, and what came of it on rows kept apart.

    ``coverage``: share of those rows whose truth lay inside. ``width``: mean width there.
    """

    level: float
    low: list[float]
    high: list[float]
    coverage: Estimate | None = None
    width: float | None = None


@dataclass(frozen=True, kw_only=True)
class PredictionIntervals:
    """How far the truth lies from a prediction.

    Attributes
    ----------
    edges
        Where bins of the predicted value end, none for one bin; the error is of another size in each.
    rows
        Rows out of fold behind each bin.
    floor
        No truth lies below: 0 where y never was negative.
    levels
        Those that the number of rows allows.
    """

    edges: list[float]
    rows: list[int]
    levels: list[Level]
    floor: float | None = None

    def limits(self, output: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray] | None:
        """Lower and upper limits (n,) of predictions (n,); None where the level is not there."""
        known = next((one for one in self.levels if one.level == level), None)
        if known is None:
            return None
        where = np.searchsorted(self.edges, output, side="right")
        low, high = output + np.asarray(known.low)[where], output + np.asarray(known.high)[where]
        if self.floor is None:
            return low, high
        return np.maximum(low, self.floor), np.maximum(high, self.floor)


def prediction_intervals(y: np.ndarray, output: np.ndarray) -> PredictionIntervals | None:
    """Quantiles of the errors made out of fold, with the correction that conformal intervals need.

    With n errors, the limits at level 1 - α are the floor(α/2 (n + 1))-th smallest and the ceil((1 - α/2)(n + 1))-th:
    of rows drawn alike, at least about 1 - α have their truth inside, whatever the model and the errors' shape. Where
    the size of the error goes with the prediction, this is done in bins of the prediction.

    Parameters
    ----------
    y, output
        (n,) truths and out-of-fold predictions; rows without a prediction (NaN) are left out.

    Returns
    -------
    PredictionIntervals or None
        None where there are too few rows for any level.

    References
    ----------
    Vovk, Gammerman, Shafer (2005), Algorithmic learning in a random world (Mondrian, for bins); Barber, Candès, Ramdas,
    Tibshirani (2021), Predictive inference with the jackknife+.
    """
    known = np.isfinite(output)
    y, output = y[known], output[known]
    edges = _edges(y - output, output)
    where = np.searchsorted(edges, output, side="right")
    errors = [np.sort((y - output)[where == place]) for place in range(len(edges) + 1)]
    levels = [level for one in LEVELS if (level := _level(errors, one)) is not None]
    if not levels:
        return None
    floor = 0.0 if y.min() >= 0 else None
    return PredictionIntervals(edges=edges, rows=[len(part) for part in errors], levels=levels, floor=floor)


def judged_intervals(told: PredictionIntervals, y: np.ndarray, output: np.ndarray) -> PredictionIntervals:
    """The same, with coverage and width on other rows (n,)."""
    return replace(told, levels=[_judged(told, level, y, output) for level in told.levels])


def _judged(told: PredictionIntervals, level: Level, y: np.ndarray, output: np.ndarray) -> Level:
    found = told.limits(output, level.level)
    if found is None:
        return level
    low, high = found
    inside = (low <= y) & (y <= high)
    return replace(level, coverage=share(int(inside.sum()), len(y)), width=float((high - low).mean()))


def _edges(error: np.ndarray, output: np.ndarray) -> list[float]:
    """Limits of bins of equally many rows, none where the error is as large everywhere."""
    bins = min(_MOST_BINS, len(error) // _ROWS_A_BIN)
    if bins < 2 or np.ptp(output) == 0 or np.ptp(np.abs(error)) == 0:
        return []
    told = stats.spearmanr(np.abs(error), output)
    if not (abs(told.statistic) > _UNEVEN and told.pvalue < _UNEVEN_P):
        return []
    cuts = np.unique(np.quantile(output, np.linspace(0, 1, bins + 1)[1:-1]))
    counts = np.bincount(np.searchsorted(cuts, output, side="right"), minlength=len(cuts) + 1)
    return [float(cut) for cut in cuts] if counts.min() >= _ROWS_A_BIN // 2 else []


def _level(errors: list[np.ndarray], level: float) -> Level | None:
    ranks = [_ranks(len(part), level) for part in errors]
    if any(low < 1 or high > len(part) for part, (low, high) in zip(errors, ranks, strict=True)):
        return None
    pairs = list(zip(errors, ranks, strict=True))
    low, high = ([float(part[rank[side] - 1]) for part, rank in pairs] for side in (0, 1))
    return Level(level=level, low=low, high=high)


def _ranks(n: int, level: float) -> tuple[int, int]:
    """Which of n sorted errors are the limits, counted from 1.

    Examples
    --------
    >>> _ranks(39, 0.95), _ranks(38, 0.95), _ranks(99, 0.8)
    ((1, 39), (0, 39), (10, 90))
    """
    tail = round((1 - level) / 2, 6) * (n + 1)
    return math.floor(round(tail, 6)), math.ceil(round(n + 1 - tail, 6))
