"""95 % limits of shares and means, and of the difference between two groups of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

_Z = float(stats.norm.ppf(0.975))


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A value with its 95 % limits, and the rows it was counted on; all None where there are none."""

    value: float | None
    low: float | None
    high: float | None
    rows: int


@dataclass(frozen=True, kw_only=True)
class Difference:
    """By how much the mean of one group is above that of another; ``p`` one-sided (there is no such excess)."""

    value: float
    low: float
    high: float
    p: float


def share(hits: int, rows: int) -> Estimate:
    """A share of rows with Wilson's limits.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples
    --------
    >>> found = share(81, 263)
    >>> round(found.low, 4), round(found.high, 4)
    (0.2553, 0.3662)
    """
    if not rows:
        return Estimate(value=None, low=None, high=None, rows=0)
    p, spread = hits / rows, _Z**2 / rows
    middle = (p + spread / 2) / (1 + spread)
    half = float(_Z * np.sqrt(p * (1 - p) / rows + spread / (4 * rows)) / (1 + spread))
    return Estimate(value=p, low=max(0.0, middle - half), high=min(1.0, middle + half), rows=rows)


def mean(values: np.ndarray) -> Estimate:
    """A mean with Student's limits; none for one row."""
    n = len(values)
    if not n:
        return Estimate(value=None, low=None, high=None, rows=0)
    middle = float(values.mean())
    if n < 2:
        return Estimate(value=middle, low=None, high=None, rows=n)
    half = float(stats.t.ppf(0.975, n - 1) * values.std(ddof=1) / np.sqrt(n))
    return Estimate(value=middle, low=middle - half, high=middle + half, rows=n)


def excess(inside: np.ndarray, outside: np.ndarray) -> Difference:
    """How much larger the values of one group are: of yes and no (booleans), or of sizes.

    Shares: Fisher's exact test and the limits of Agresti and Caffo. Means: Welch's test and its limits.

    Parameters
    ----------
    inside, outside
        (n,) and (m,) values, at least two each.

    References
    ----------
    Agresti, Caffo (2000), Simple and effective confidence intervals for proportions and differences of proportions;
    Welch (1947), The generalization of Student's problem when several different population variances are involved.
    """
    if inside.dtype == bool:
        return _of_shares(int(inside.sum()), len(inside), int(outside.sum()), len(outside))
    told = stats.ttest_ind(inside, outside, equal_var=False, alternative="greater")
    both = stats.ttest_ind(inside, outside, equal_var=False).confidence_interval()
    p = float(told.pvalue) if np.isfinite(told.pvalue) else 1.0  # no spread at all
    gap = float(inside.mean() - outside.mean())
    low, high = (float(one) if np.isfinite(one) else gap for one in (both.low, both.high))
    return Difference(value=gap, low=low, high=high, p=p)


def _of_shares(hits: int, rows: int, others: int, rest: int) -> Difference:
    p = float(stats.hypergeom.sf(hits - 1, rows + rest, hits + others, rows))
    one, two = (hits + 1) / (rows + 2), (others + 1) / (rest + 2)
    half = float(_Z * np.sqrt(one * (1 - one) / (rows + 2) + two * (1 - two) / (rest + 2)))
    return Difference(value=hits / rows - others / rest, low=one - two - half, high=one - two + half, p=p)
