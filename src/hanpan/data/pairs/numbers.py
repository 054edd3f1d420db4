"""Number against number: Pearson's r, with Spearman's rho beside it."""

from __future__ import annotations

import numpy as np
from scipy import stats

from hanpan.data.pairs.record import Evidence, Pair
from hanpan.statistics.arrays import Floats

FEWEST = 4  # the confidence interval of r needs n - 3 > 0


def compare_numbers(column: str, x: Floats, y: Floats) -> Pair | None:
    """Linear association of two numbers (m,), no missing.

    References
    ----------
    Pearson, K. (1895), Proceedings of the Royal Society 58, 240-242; Spearman, C. (1904), American Journal of
    Psychology 15, 72-101.
    """
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    result = stats.pearsonr(centred(x), centred(y))
    interval = result.confidence_interval()
    evidence = Evidence(n=len(x), low=interval.low, high=interval.high, spearman=spearman(x, y))
    return Pair(column=column, test="pearson", effect=result.statistic, p=result.pvalue, evidence=evidence)


def spearman(x: Floats, y: Floats) -> float:
    """Spearman's rank correlation of two numbers that both vary."""
    return float(np.corrcoef(stats.rankdata(x), stats.rankdata(y))[0, 1])


def centred(x: Floats) -> Floats:
    """Median 0, largest size 1: neither r nor t nor F changes with the unit, but sums of squares overflow."""
    moved = x - np.median(x)
    return np.asarray(moved / np.abs(moved).max())
