"""The slope of a logistic curve over one number: by how much the odds grow with each standard deviation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import stats

from hanpan.data.values import Floats, Ints

_STEPS, _CLOSE = 40, 1e-9
_Z = float(stats.norm.ppf(0.975))


def logistic_slope(x: Floats, positive: Ints) -> dict[str, Any]:
    """Odds ratio per standard deviation of x, with its 95 % interval and Wald's p.

    Where one value of x parts the classes the likelihood has no maximum: ``separated`` is told and no ratio.

    Parameters
    ----------
    x, positive
        (m,) numbers that vary; (m,) 0 and 1, both present.

    Returns
    -------
    dict
        ``odds_ratio``, ``odds_low``, ``odds_high``, ``slope_p``, ``curve`` ([intercept, slope] in units of x), or
        ``separated``.

    References
    ----------
    Albert, A. and Anderson, J. A. (1984), Biometrika 71, 1-10; Hosmer, D. W. and Lemeshow, S. (2000), Applied Logistic
    Regression, chapter 1.
    """
    high, low = x[positive == 1], x[positive == 0]
    if high.min() >= low.max() or low.min() >= high.max():
        return {"separated": True}
    mean, std = float(x.mean()), float(x.std(ddof=1))
    if not (math.isfinite(std) and std > 0):
        return {}
    fit = _newton((x - mean) / std, positive.astype(np.float64))
    if fit is None:
        return {}
    intercept, slope, error = fit
    ratio, edges = math.exp(slope), [math.exp(min(700.0, slope + side * _Z * error)) for side in (-1, 1)]
    p = float(2 * stats.norm.sf(abs(slope) / error))
    curve = [intercept - slope * mean / std, slope / std]
    return {"odds_ratio": ratio, "odds_low": edges[0], "odds_high": edges[1], "slope_p": p, "curve": curve}


def _newton(z: Floats, y: Floats) -> tuple[float, float, float] | None:
    """Intercept, slope and the slope's standard error; None where the steps do not settle."""
    share = y.mean()
    beta = np.array([math.log(share / (1 - share)), 0.0])
    for _ in range(_STEPS):
        said = 1 / (1 + np.exp(-np.clip(beta[0] + beta[1] * z, -500, 500)))
        weight, left = said * (1 - said), y - said
        a, b, c = weight.sum(), (weight * z).sum(), (weight * z * z).sum()
        determinant = a * c - b * b
        if not determinant > 0:
            return None
        up, across = left.sum(), (left * z).sum()
        step = np.array([c * up - b * across, a * across - b * up]) / determinant
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < _CLOSE:
            return float(beta[0]), float(beta[1]), math.sqrt(a / determinant)
    return None
