"""Shapes of relations: a smooth line through points, the density of a number."""

from __future__ import annotations

import numpy as np
from scipy import stats

from hanpan.data.pairs.record import BendingLine
from hanpan.statistics.arrays import Floats

_MOST_ROWS = 2_000
_POINTS = 41
_SHARE = 0.5
_FEWEST = 5


def smooth(x: Floats, y: Floats) -> BendingLine:
    """A locally weighted line through points (m,), at about 40 places; empty where x has too few values.

    Parameters
    ----------
    x, y
        Finite numbers; of more than 2,000 every k-th in order of x is used.

    References
    ----------
    Cleveland, W. S. (1979), Robust locally weighted regression and smoothing scatterplots, JASA 74, 829-836 (without
    the robust steps).
    """
    order = np.argsort(x, kind="stable")
    order = order[:: -(-len(order) // _MOST_ROWS)]
    x, y = x[order], y[order]
    places = np.unique(np.quantile(x, np.linspace(0.005, 0.995, _POINTS), method="nearest"))
    if len(places) < _FEWEST:
        return BendingLine()
    near = max(_FEWEST, int(_SHARE * len(x)))
    drawn = [_local_line(x, y, place, near) for place in places]
    kept = [(float(place), value) for place, value in zip(places, drawn, strict=True) if np.isfinite(value)]
    return BendingLine(x=[place for place, _ in kept], y=[value for _, value in kept])


def _local_line(x: Floats, y: Floats, place: float, near: int) -> float:
    """The height at ``place`` of a line through its nearest points, the nearer the heavier."""
    away = np.abs(x - place)
    reach = np.partition(away, near - 1)[near - 1]
    if reach <= 0:
        return float(y[away == 0].mean())
    used = away < reach
    weight = (1 - (away[used] / reach) ** 3) ** 3
    dx = x[used] - place
    total, first, second = weight.sum(), (weight * dx).sum(), (weight * dx * dx).sum()
    level, tilt = (weight * y[used]).sum(), (weight * dx * y[used]).sum()
    determinant = total * second - first**2
    if determinant <= 1e-12 * total * second:
        return float(level / total)
    return float((second * level - first * tilt) / determinant)


def density(x: Floats, grid: Floats) -> list[float] | None:
    """The density of numbers (m,) along a grid; None where they hardly vary.

    References
    ----------
    Scott, D. W. (1992), Multivariate Density Estimation, section 6.3.
    """
    if len(x) < _FEWEST or not np.ptp(x) > 0:
        return None
    used = np.sort(x)[:: -(-len(x) // _MOST_ROWS)]
    spread = min(float(used.std(ddof=1)), float(np.subtract(*np.quantile(used, (0.75, 0.25)))) / 1.34 or np.inf)
    width = max(1.06 * spread * len(used) ** -0.2, float(grid[-1] - grid[0]) / (2 * len(grid)))
    heights = stats.norm.pdf((grid[:, None] - used[None, :]) / width).mean(axis=1) / width
    return [float(f"{height:.4g}") for height in heights]
