"""Prediction intervals: where the truth of a single row lies, from the errors made out of fold (conformal)."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy import stats

from hanpan.evaluation.explanation.band import Level, PredictionIntervals
from hanpan.statistics.estimates import in_groups

LEVELS = (0.8, 0.95)
_MOST_KNOTS, _ROWS_A_KNOT = 12, 40
_LEAST_SIZE = 0.1  # share of the mean error that the usual error never falls below
_UNEVEN, _UNEVEN_P = 0.1, 0.01  # rank correlation of the error's size with the prediction, from which the band follows


def prediction_intervals(y: np.ndarray, output: np.ndarray) -> PredictionIntervals | None:
    """Quantiles of the errors made out of fold, with the correction that conformal intervals need.

    With n errors, the limits at level 1 - α are the floor(α/2 (n + 1))-th smallest and the ceil((1 - α/2)(n + 1))-th:
    of rows drawn alike, at least about 1 - α have their truth inside, whatever the model and the errors' shape. Where
    the size of the error goes with the prediction, errors are first divided by their usual size at the prediction.

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
    Vovk, Gammerman, Shafer (2005), Algorithmic learning in a random world; Lei, G'Sell, Rinaldo, Tibshirani, Wasserman
    (2018), Distribution-free predictive inference for regression (errors divided by their size); Barber, Candès,
    Ramdas, Tibshirani (2021), Predictive inference with the jackknife+ (errors out of fold).
    """
    known = np.isfinite(output)
    y, output = y[known], output[known]
    if not len(y):
        return None
    at, size = _usual(np.abs(y - output), output)
    errors = np.sort((y - output) / np.interp(output, at, size))
    levels = [level for one in LEVELS if (level := _level(errors, one)) is not None]
    if not levels:
        return None
    floor = 0.0 if y.min() >= 0 else None
    return PredictionIntervals(
        at=at, size=size, rows=len(y), typical=float(np.median(output)), levels=levels, floor=floor
    )


def judged_intervals(
    told: PredictionIntervals, y: np.ndarray, output: np.ndarray, group: np.ndarray | None = None
) -> PredictionIntervals:
    """The same, with coverage and width on other rows (n,); ``group`` (n,): what chance is counted in, if not rows."""
    return replace(told, levels=[_judged(told, level, y, output, group) for level in told.levels])


def _judged(
    told: PredictionIntervals, level: Level, y: np.ndarray, output: np.ndarray, group: np.ndarray | None
) -> Level:
    found = told.limits(output, level.level)
    if found is None:
        return level
    low, high = found
    inside = (low <= y) & (y <= high)
    return replace(level, coverage=in_groups(inside, group), width=float((high - low).mean()))


def _usual(error: np.ndarray, output: np.ndarray) -> tuple[list[float], list[float]]:
    """Mean size of the error in groups of equally many rows by their prediction; one knot where all are alike."""
    groups = min(_MOST_KNOTS, len(error) // _ROWS_A_KNOT)
    alike = [float(np.median(output))], [1.0]
    if groups < 2 or np.ptp(output) == 0 or np.ptp(error) == 0:
        return alike
    told = stats.spearmanr(error, output)
    if not (abs(told.statistic) > _UNEVEN and told.pvalue < _UNEVEN_P):
        return alike
    parts = np.array_split(np.argsort(output, kind="stable"), groups)
    at = np.array([output[part].mean() for part in parts])
    size = np.maximum([error[part].mean() for part in parts], _LEAST_SIZE * error.mean())
    apart = np.r_[True, np.diff(at) > 0]
    return at[apart].tolist(), size[apart].tolist()


def _level(errors: np.ndarray, level: float) -> Level | None:
    low, high = _ranks(len(errors), level)
    if low < 1 or high > len(errors):
        return None
    return Level(level=level, low=float(errors[low - 1]), high=float(errors[high - 1]))


def _ranks(n: int, level: float) -> tuple[int, int]:
    """Which of n sorted errors are the limits, counted from 1.

    Examples
    --------
    >>> _ranks(39, 0.95), _ranks(38, 0.95), _ranks(99, 0.8)
    ((1, 39), (0, 39), (10, 90))
    """
    tail = round((1 - level) / 2, 6) * (n + 1)
    return math.floor(round(tail, 6)), math.ceil(round(n + 1 - tail, 6))
