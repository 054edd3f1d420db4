"""The slope of a logistic curve over one number: by how much the odds grow with each standard deviation."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from hanpan.statistics.arrays import Floats, Ints
from hanpan.statistics.interval import Z
from hanpan.statistics.likelihood import logit


@dataclass(frozen=True, kw_only=True)
class Odds:
    """An odds ratio with its 95 % interval and p; ``curve`` is [intercept, slope] in units of x.

    ``separated``: one value of x parts the classes, so that there is no ratio.
    """

    separated: bool = False
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    curve: list[float] = field(default_factory=list)


def logistic_slope(x: Floats, positive: Ints) -> Odds:
    """Odds ratio per standard deviation of x, with its 95 % interval and Wald's p.

    Where one value of x parts the classes the likelihood has no maximum: ``separated`` is told and no ratio.

    Parameters
    ----------
    x, positive
        (m,) numbers that vary; (m,) 0 and 1, both present.

    References
    ----------
    Albert, A. and Anderson, J. A. (1984), Biometrika 71, 1-10; Hosmer, D. W. and Lemeshow, S. (2000), Applied Logistic
    Regression, chapter 1.
    """
    high, low = x[positive == 1], x[positive == 0]
    if high.min() >= low.max() or low.min() >= high.max():
        return Odds(separated=True)
    mean, std = float(x.mean()), float(x.std(ddof=1))
    if not (math.isfinite(std) and std > 0):
        return Odds()
    fit = logit(np.column_stack([np.ones(len(x)), (x - mean) / std]), positive.astype(np.float64)[:, None])
    if not fit.settled:
        return Odds()
    (intercept, slope), (_, error) = fit.beta[0].tolist(), fit.errors[0].tolist()
    ratio, edges = math.exp(slope), [math.exp(min(700.0, slope + side * Z * error)) for side in (-1, 1)]
    p = float(2 * stats.norm.sf(abs(slope) / error))
    curve = [intercept - slope * mean / std, slope / std]
    return Odds(ratio=ratio, low=edges[0], high=edges[1], p=p, curve=curve)
