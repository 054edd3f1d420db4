"""How much less rows say about a pair where they come in groups: the design effect.

Here: how many independent rows stand behind an effect. Not here: what follows for p and interval (``shrunk.py``).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from hanpan.statistics.arrays import Floats, Ints

_WHOLE = 0.99  # of a level's rows in one group: other groups say nothing about the level


class Clusters(NamedTuple):
    """The ``groups`` behind a pair, to how many equally weighty ones they amount, and the design effect.

    ``inflation`` is the variance of the effect between groups over that which as many independent rows would give,
    never below 1; infinite where every level lies in one group alone.
    """

    groups: int
    weighty: float
    inflation: float


def of_slope(x: Floats, y: Floats, group: Ints) -> Clusters:
    """Of the correlation of two numbers (m,) that both vary.

    References
    ----------
    Liang, K.-Y. and Zeger, S. L. (1986), Biometrika 73, 13-22; Bell, R. M. and McCaffrey, D. F. (2002), Survey
    Methodology 28, 169-181 (few groups, and groups of great leverage).

    Examples
    --------
    >>> x, y = np.random.default_rng(0).normal(size=(2, 40))
    >>> found = of_slope(np.repeat(x, 5), np.repeat(y, 5), np.repeat(np.arange(40), 5))  # five copies of each row
    >>> found.groups, 4.5 < found.inflation < 6
    (40, True)
    """
    across, rising = stats.zscore(x), stats.zscore(y)
    left = across * (rising - np.mean(across * rising) * across)
    code, sizes = _counted(group)
    lever = np.bincount(code, across**2) / len(x)
    free = np.maximum(1 - lever - sizes / len(x), 1 - _WHOLE)
    between = float((np.bincount(code, left) ** 2 / free).sum())
    return Clusters(len(sizes), _weighty(lever), _ratio(between, float((left**2).sum()), len(x) / len(sizes)))


def of_levels(levels: Ints, told: Floats, group: Ints) -> Clusters:
    """Of the differences of means between levels.

    Parameters
    ----------
    levels
        (m,) codes of at least two levels.
    told
        (m, c) what is averaged: a number, its ranks, or one column for each class.

    References
    ----------
    Rao, J. N. K. and Scott, A. J. (1981), JASA 76, 221-230; Obuchowski, N. A. (1997), Biometrics 53, 567-578.
    """
    level, counts = _counted(levels)
    code, sizes = _counted(group)
    shares = np.zeros((len(sizes), len(counts)))
    np.add.at(shares, (code, level), 1.0)
    shares /= counts
    known = (shares < _WHOLE).all(axis=0)
    weighty = _weighty((shares / counts).sum(axis=1))
    if not known.any():
        return Clusters(len(sizes), weighty, float("inf"))
    between, within = 0.0, 0.0
    for column in told.T:
        left = column - (np.bincount(level, column) / counts)[level]
        summed = np.bincount(code * len(counts) + level, left, len(sizes) * len(counts)).reshape(shares.shape)
        pulls = (summed / np.sqrt(np.maximum(1 - shares, 1 - _WHOLE) * counts))[:, known]
        direction = np.sqrt(counts / counts.sum())[known]  # of the mean of all, which is no difference
        between += float((pulls**2).sum() - ((pulls @ direction) ** 2).sum())
        spread = np.bincount(level, left**2) / np.maximum(counts - 1, 1)
        within += float((spread * (1 - counts / counts.sum()))[known].sum())
    return Clusters(len(sizes), weighty, _ratio(between, within, len(level) / len(sizes)))


def _counted(codes: Ints) -> tuple[Ints, Ints]:
    _, place, sizes = np.unique(codes, return_inverse=True, return_counts=True)
    return place, sizes


def _weighty(weights: Floats) -> float:
    """As many equal weights as these amount to.

    References
    ----------
    Kish, L. (1965), Survey Sampling, section 11.7.
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def _ratio(between: float, within: float, copies: float) -> float:
    """Where rows leave nothing unexplained, those of a group count as copies of one."""
    return max(1.0, between / within) if within > 0 else copies
