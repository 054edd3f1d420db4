"""Corrections of predicted values, where over- and under-prediction cost differently."""

from __future__ import annotations

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.value import Worth

_MOST_ROWS = 20_000


def shifted(worth: Worth, y: np.ndarray, output: np.ndarray, weight: np.ndarray | None) -> DecisionRule:
    """Add the one amount that costs least: the critical quantile of the residuals y - ŷ.

    References
    ----------
    Koenker, Bassett (1978), Regression quantiles.

    Examples
    --------
    >>> y = np.arange(1., 101.)
    >>> shifted(Worth(over=1, under=3), y, np.zeros(100), None).shift
    75.0
    """
    return DecisionRule(shift=_quantile(y - output, worth.quantile, weight))


def sloped(worth: Worth, y: np.ndarray, output: np.ndarray, weight: np.ndarray | None) -> DecisionRule:
    """Multiply and add: where large values are missed by more than small ones.

    For each slope the best shift is a quantile, and what is left is convex in the slope alone.
    """
    from scipy.optimize import minimize_scalar

    step = max(1, len(y) // _MOST_ROWS)
    y, output = y[::step], output[::step]
    weight = None if weight is None else weight[::step]

    def rule(slope: float) -> DecisionRule:
        return DecisionRule(slope=slope, shift=_quantile(y - slope * output, worth.quantile, weight))

    def loss(slope: float) -> float:
        return -float(worth.earned(y, rule(slope).correct(output), weight).mean())

    return rule(float(minimize_scalar(loss, bounds=(0.0, 3.0), method="bounded", options={"xatol": 1e-3}).x))


def _quantile(values: np.ndarray, share: float, weight: np.ndarray | None) -> float:
    """The smallest value below or at which at least ``share`` of the weight lies."""
    order = np.argsort(values, kind="stable")
    heavy = np.ones(len(values)) if weight is None or weight.sum() <= 0 else weight
    summed = np.cumsum(heavy[order])
    place = int(np.searchsorted(summed, share * summed[-1] * (1 - 1e-12)))
    return float(values[order][min(place, len(values) - 1)])
