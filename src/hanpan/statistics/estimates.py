"""95 % limits of shares and means, and of the difference between two groups of rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import stats

from hanpan.statistics.groups import standard_error, sums
from hanpan.statistics.interval import Difference, Estimate, Z

FEWEST = 1.0  # degrees of freedom: with fewer, chance between groups cannot be told


def share(hits: float, rows: float) -> Estimate:
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
    p, spread = hits / rows, Z**2 / rows
    middle = (p + spread / 2) / (1 + spread)
    half = float(Z * np.sqrt(p * (1 - p) / rows + spread / (4 * rows)) / (1 + spread))
    return Estimate(value=p, low=max(0.0, middle - half), high=min(1.0, middle + half), rows=int(rows))


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


def in_groups(values: np.ndarray, group: np.ndarray | None) -> Estimate:
    """A share (of booleans) or mean of values (n,), whose rows may be dependent within groups; no limits for one group.

    Of groups, the variance between them counts, and the rows as the independent ones they amount to (Kish's design
    effect, never below 1).

    Examples
    --------
    >>> hits = np.repeat([True, False, True, False, True, False], 9)
    >>> alone, grouped = in_groups(hits, None), in_groups(hits, np.repeat(np.arange(6), 9))
    >>> round(alone.low, 2), round(grouped.low, 2)
    (0.37, 0.12)
    """
    plain = share(int(values.sum()), len(values)) if values.dtype == bool else mean(values)
    if group is None or len(values) < 2:
        return plain
    sizes = sums(np.ones(len(values)), group)
    free = float(sizes.sum() ** 2 / (sizes**2).sum()) - 1
    if len(sizes) < 2 or free < FEWEST or plain.value is None:
        return replace(plain, low=None, high=None)
    wider = _inflation(values, group, len(sizes)) * (float(stats.t.ppf(0.975, free)) / Z) ** 2
    if values.dtype == bool:
        edges = share(plain.value * len(values) / wider, len(values) / wider)
        return replace(plain, low=edges.low, high=edges.high)
    half = Z * float(np.sqrt(wider * values.var(ddof=1) / len(values)))
    return replace(plain, low=plain.value - half, high=plain.value + half)


def _inflation(values: np.ndarray, group: np.ndarray, groups: int) -> float:
    """The design effect of a mean; rows that are all alike count as copies."""
    away = values - values.mean()
    within = float((away**2).sum()) / (len(values) * (len(values) - 1))
    return max(1.0, standard_error(values, group) ** 2 / within) if within > 0 else len(values) / groups


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
    half = float(Z * np.sqrt(one * (1 - one) / (rows + 2) + two * (1 - two) / (rest + 2)))
    return Difference(value=hits / rows - others / rest, low=one - two - half, high=one - two + half, p=p)
