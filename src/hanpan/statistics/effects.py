"""95 % intervals of the effects: how large, and how small, the relation may well be in all rows to come."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from scipy import optimize, special

from hanpan.statistics.interval import LEVEL, Interval, Z

_TAILS = ((1 + LEVEL) / 2, (1 - LEVEL) / 2)
_Edges = tuple[float, float]
_EXACT_UP_TO = 2_000.0  # of a noncentral parameter; above it a normal approximation is as good and quicker


def g_limits(g: float, first: float, second: float) -> Interval:
    """Limits of Hedges g for groups of so many rows.

    References
    ----------
    Hedges, L. V. and Olkin, I. (1985), Statistical Methods for Meta-Analysis, chapter 5.

    Examples
    --------
    >>> [round(limit, 3) for limit in g_limits(0.5, 50, 50).limits]
    [0.102, 0.898]
    """
    half = Z * math.sqrt((first + second) / (first * second) + g**2 / (2 * (first + second)))
    return Interval(g, g - half, g + half, method="hedges")


def auc_limits(auc: float, first: float, second: float) -> Interval:
    """Limits of an AUC for classes of so many rows, sound up to an AUC of 1.

    References
    ----------
    Newcombe, R. G. (2006), Statistics in Medicine 25, 559-573, method 5.

    Examples
    --------
    >>> [round(limit, 3) for limit in auc_limits(1.0, 20, 20).limits]
    [0.899, 1.0]
    """
    upper = max(auc, 1 - auc)

    def gap(truth: float) -> float:
        spread = (first + second) / 2 - 1
        variance = truth * (1 - truth) * (1 + spread * ((1 - truth) / (2 - truth) + truth / (1 + truth)))
        return (upper - truth) ** 2 - Z**2 * variance / (first * second)

    low = optimize.brentq(gap, 0.0, upper - 1e-9)  # below 1, where the gap is nothing without being a limit
    high = optimize.brentq(gap, upper, 1.0) if upper < 1 and gap(1.0) > 0 else 1.0
    edges = (float(low), float(high)) if auc >= 0.5 else (1 - float(high), 1 - float(low))
    return Interval(auc, *edges, method="newcombe")


def variance_limits(statistic: float, between: float, within: float, n: int) -> Interval:
    """Limits of the share of variance that groups explain, from an F, its degrees of freedom and the rows.

    References
    ----------
    Steiger, J. H. (2004), Psychological Methods 9, 164-182.

    Examples
    --------
    >>> [round(limit, 3) for limit in variance_limits(5.0, 2, 97, 100).limits]
    [0.007, 0.203]
    """
    if not math.isfinite(statistic):
        return Interval(1.0, 1.0, 1.0, method="steiger")
    share = between * statistic / (between * statistic + within)
    centre = max(0.0, between * statistic - between)
    if centre > _EXACT_UP_TO:
        edges = _root_limits(between * statistic, between, within)
    else:

        def below(seen: float, parameter: float) -> float:
            return float(special.ncfdtr(between, within, parameter, seen))

        edges = _parameter_limits(below, statistic, 1.0, centre)
    low, high = (edge / (edge + n) for edge in edges)
    return Interval(share, low, high, method="steiger")


def table_limits(chi2: float, free: int, n: int, smaller: int) -> Interval:
    """Limits of Cramér's V of a table with ``free`` degrees of freedom and ``smaller`` of its sides' lengths.

    References
    ----------
    Smithson, M. (2003), Confidence Intervals, chapter 4.

    Examples
    --------
    >>> [round(limit, 3) for limit in table_limits(10.0, 1, 200, 2).limits]
    [0.085, 0.362]
    """
    centre = max(0.0, chi2 - free)
    if centre > _EXACT_UP_TO:
        edges = _root_limits(chi2, free, None)
    else:

        def below(seen: float, parameter: float) -> float:
            return float(special.chndtr(seen, free, parameter))

        edges = _parameter_limits(below, chi2, float(free), centre)
    strength, low, high = (min(1.0, math.sqrt(edge / n / (smaller - 1))) for edge in (chi2, *edges))
    return Interval(strength, low, high, method="smithson")


def _parameter_limits(below: Callable[[float, float], float], seen: float, expected: float, centre: float) -> _Edges:
    """The noncentral parameters that put the statistic seen at the two tails.

    A statistic below what chance alone lets expect would have no upper limit; it is no proof of nothing.
    """
    low, high = (
        _parameter(partial(below, value), tail, centre)
        for value, tail in zip((seen, max(seen, expected)), _TAILS, strict=True)
    )
    return low, high


def _parameter(below: Callable[[float], float], tail: float, centre: float) -> float:
    """Where a falling function meets a tail; 0 where it begins beneath it."""
    if below(0.0) <= tail:
        return 0.0
    highest = centre + 10.0 * math.sqrt(centre + 10.0) + 50.0
    while below(highest) > tail:  # few rows within groups: a long tail
        highest *= 2
    return float(optimize.brentq(lambda parameter: below(parameter) - tail, 0.0, highest))


def _root_limits(statistic: float, free: float, within: float | None) -> _Edges:
    """Of a large noncentral parameter: its root is about normal; with an estimated variance a little wider."""
    root = math.sqrt(max(0.0, statistic - free))
    half = Z * math.sqrt(1.0 if within is None else 1.0 + statistic / (2 * within))
    return max(0.0, root - half) ** 2, (root + half) ** 2
