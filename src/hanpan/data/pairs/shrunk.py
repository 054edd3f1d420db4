"""A test of a pair once more, with its rows counted as the independent ones they amount to."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from msgspec import structs
from scipy import stats

from hanpan.data.pairs.record import ClusterCount, Evidence, Pair
from hanpan.data.values import CodedColumn
from hanpan.statistics.arrays import Floats, Ints
from hanpan.statistics.design_effects import Clusters, of_levels, of_slope
from hanpan.statistics.effects import auc_limits, g_limits, table_limits, variance_limits
from hanpan.statistics.interval import Interval, Z

_FEWEST = 1.0  # degrees of freedom: with fewer, chance between groups cannot be told
_Again = tuple[float | None, float, Interval]  # effect, p, limits


def in_groups(pair: Pair | None, x: Floats | CodedColumn, y: Floats | CodedColumn, group: Ints | None) -> Pair | None:
    """A pair, its chance counted in groups of rows (m,) where there are some; x is what stands in the levels of y.

    Two numbers, a number and a category, or two categories, the second of them the classes.
    """
    if pair is None or group is None:
        return pair
    if not isinstance(y, CodedColumn):
        return counted_in_groups(pair, of_slope(np.asarray(x), y, group), (len(y),))
    if not isinstance(x, CodedColumn):
        told = stats.rankdata(x) if pair.test in ("mann_whitney", "kruskal") else x
        return counted_in_groups(pair, of_levels(y.codes, told[:, None], group), _sizes(y))
    shares = np.bincount(y.codes)
    seen = np.flatnonzero(shares)
    told = (y.codes[:, None] == seen) / np.sqrt(shares[seen] / shares.sum())
    return counted_in_groups(pair, of_levels(x.codes, told, group), _sizes(x), len(seen))


def _sizes(levels: CodedColumn) -> tuple[int, ...]:
    counts = np.bincount(levels.codes)
    return tuple(counts[counts > 0].tolist())


def counted_in_groups(pair: Pair, found: Clusters, sizes: tuple[int, ...], classes: int = 1) -> Pair:
    """A pair whose p and interval count groups; without both where there are too few groups.

    The statistic is divided by the design effect and judged by as many degrees of freedom as there are groups beyond
    the levels compared; limits are those of as many rows as the rows amount to. Never surer than rows alone would be.

    Parameters
    ----------
    sizes
        Rows of each level compared; of all where two numbers are.
    classes
        How many classes a category is compared with.

    References
    ----------
    Rao, J. N. K. and Scott, A. J. (1981), JASA 76, 221-230.
    """
    free = found.weighty - max(2, len(sizes))
    if free < _FEWEST or not math.isfinite(found.inflation):
        unsure = ClusterCount(groups=found.groups, like=None)
        return replace(pair, p=None, evidence=_without_limits(pair.evidence, unsure))
    grouped = ClusterCount(groups=found.groups, like=sum(sizes) / found.inflation, design_effect=found.inflation)
    wider = found.inflation * (float(stats.t.ppf(0.975, free)) / Z) ** 2
    effect, p, limits = _AGAIN.get(pair.test, _table)(pair, _Counting(found.inflation, wider, free, sizes, classes))
    p = max(p, pair.p or 0.0)
    evidence = _wider_odds(_wider_parts(pair.evidence, wider), wider)
    evidence = structs.replace(evidence, clusters=grouped, **limits.ends)
    return replace(pair, effect=effect, p=p, evidence=evidence)


class _Counting:
    """What the tests are counted with: ``by`` divides statistics, ``wider`` rows for limits, ``free`` judges."""

    def __init__(self, by: float, wider: float, free: float, sizes: tuple[int, ...], classes: int) -> None:
        self.by, self.free, self.classes = by, free, classes
        self.levels, self.n, self.rows = len(sizes), sum(sizes), sum(sizes) / by
        self.sizes = [size / wider for size in sizes]
        self.wider = wider

    def two_sided(self, statistic: float) -> float:
        return float(2 * stats.t.sf(abs(statistic) / math.sqrt(self.by), self.free))


def _pearson(pair: Pair, by: _Counting) -> _Again:
    r = float(np.clip(pair.effect or 0.0, -1 + 1e-12, 1 - 1e-12))
    t = r * math.sqrt((by.n - 2) / (1 - r * r))
    half = Z * math.sqrt(by.wider / max(by.n - 3, 1))
    limits = Interval(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half), method="fisher")
    return pair.effect, by.two_sided(t), limits


def _welch(pair: Pair, by: _Counting) -> _Again:
    first, second = by.sizes
    return pair.effect, by.two_sided(pair.evidence.t or 0.0), g_limits(pair.effect or 0.0, first, second)


def _ranks(pair: Pair, by: _Counting) -> _Again:
    other, positive = by.sizes
    p = by.two_sided(float(stats.norm.isf((pair.p or 1e-300) / 2)))
    return pair.effect, p, auc_limits(pair.effect or 0.5, positive, other)


def _variance(pair: Pair, by: _Counting) -> _Again:
    """F once more, its own effect with it: levels made of few groups differ by more than chance of rows lets expect."""
    between = by.levels - 1
    statistic = _fisher(pair, by)
    excess = max(0.0, between * (statistic - 1))
    p = float(stats.f.sf(statistic, between, by.free))
    if not math.isfinite(statistic):
        return pair.effect, p, Interval(1.0, 1.0, 1.0)
    limits = variance_limits(statistic, float(between), by.free, math.ceil(by.rows))
    return excess / (excess + by.rows), p, limits


def _fisher(pair: Pair, by: _Counting) -> float:
    share = pair.evidence.eta_squared or 0.0
    ratio = (by.n - by.levels) / (by.levels - 1)
    return math.inf if share >= 1 else share / (1 - share) * ratio / by.by


def _table(pair: Pair, by: _Counting) -> _Again:
    shape = by.levels, by.classes
    free, rows = (shape[0] - 1) * (shape[1] - 1), by.rows
    statistic = (pair.evidence.chi2 or 0.0) / by.by
    p = float(stats.f.sf(statistic / free, free, by.free))
    wider = by.wider / by.by
    limits = table_limits(statistic / wider, free, max(2, round(rows / wider)), min(shape))
    beyond = max(0.0, statistic / rows - free / max(rows - 1, 1))
    smaller = min(side - (side - 1) ** 2 / max(rows - 1, 1) for side in shape) - 1
    return (min(1.0, math.sqrt(beyond / smaller)) if smaller > 0 else 0.0), p, limits


_AGAIN: dict[str, Callable[[Pair, _Counting], _Again]] = {
    "pearson": _pearson,
    "welch_t": _welch,
    "mann_whitney": _ranks,
    "welch_anova": _variance,
    "kruskal": _variance,
}


def _wider_odds(evidence: Evidence, wider: float) -> Evidence:
    """The odds ratio tells the same relation as the AUC on another scale, and is as unsure."""
    if evidence.odds_ratio is None or evidence.odds_high is None:
        return evidence
    centre = math.log(evidence.odds_ratio)
    half = (math.log(evidence.odds_high) - centre) * math.sqrt(wider)
    low, high = math.exp(centre - half), math.exp(min(700.0, centre + half))
    p = float(2 * stats.norm.sf(Z * abs(centre) / half)) if half > 0 else evidence.slope_p
    return structs.replace(evidence, odds_low=low, odds_high=high, slope_p=p)


def _wider_parts(evidence: Evidence, wider: float) -> Evidence:
    """Means and shares of the levels, as unsure as the differences between them."""
    root = math.sqrt(wider)
    groups = [
        structs.replace(row, low=_farther(row.mean, row.low, root), high=_farther(row.mean, row.high, root))
        for row in evidence.groups
    ]
    shares = [
        structs.replace(row, residuals=[round(off / root, 2) for off in row.residuals]) for row in evidence.shares
    ]
    return structs.replace(evidence, groups=groups, shares=shares)


def _farther(mean: float | None, edge: float | None, times: float) -> float | None:
    return None if mean is None or edge is None else mean + times * (edge - mean)


def _without_limits(evidence: Evidence, clusters: ClusterCount) -> Evidence:
    unknown = dict.fromkeys(("low", "high", "odds_ratio", "odds_low", "odds_high", "slope_p"))
    return structs.replace(evidence, clusters=clusters, **unknown)
