"""Two samples of which only histograms over the same bins are known: whether they differ, and by how much."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import special, stats

from hanpan.statistics.arrays import Floats

_LEAST_EXPECTED = 5.0
_CLOSEST = 0.001  # places nearer to each other count as one
_FINE = 0.7  # distance of the nodes of the quadrature, in standard deviations of the shortest step
_PLAIN_BELOW, _PLAIN_ABOVE = 1.0, 2.6  # where the limit of unbroken values is near enough


def compare_ordered(first: Floats, second: Floats) -> float:
    """The chance that two samples of one population differ as much as two histograms (b,) of ordered bins do.

    The sharper one of the Kolmogorov-Smirnov test and the rank test of Mann and Whitney, corrected for taking two: the
    first sees any change of shape, the second a shift of all values long before. Both allow for ties within bins.

    References
    ----------
    Wood, Altavela (1978), Large-sample results for Kolmogorov-Smirnov statistics for discrete distributions; Lehmann
    (1975), Nonparametrics: statistical methods based on ranks.

    Examples
    --------
    >>> calm, moved = np.full(10, 100.0), np.linspace(70, 130, 10)
    >>> compare_ordered(calm, calm) == 1.0, compare_ordered(calm, moved) < 1e-4
    (True, True)
    """
    if not first.sum() or not second.sum():
        return 1.0
    return float(min(1.0, 2 * min(_kolmogorov(first, second), _ranks(first, second))))


def compare_counts(first: Floats, second: Floats) -> float:
    """The same for bins without an order (b,): chi-square, bins of which few are expected taken together.

    References
    ----------
    Pearson (1900); Cochran (1954), Some methods for strengthening the common chi-square tests.

    Examples
    --------
    >>> compare_counts(np.array([50.0, 50]), np.array([30.0, 70])) < 0.01
    True
    """
    table = np.stack([first, second])
    if not table.sum(axis=1).all():
        return 1.0
    expected = table.sum(axis=0) * table.sum(axis=1).min() / table.sum()
    few = expected < _LEAST_EXPECTED
    table = np.column_stack([table[:, ~few], table[:, few].sum(axis=1)])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 2:
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    if expected.min() < 1:
        return float(stats.fisher_exact(table.astype(int)).pvalue) if table.shape[1] == 2 else 1.0
    return float(special.chdtrc(table.shape[1] - 1, ((table - expected) ** 2 / expected).sum()))


def compare_shares(hits: int, rows: int, other_hits: int, other_rows: int) -> float:
    """The same for two shares: Fisher's exact test.

    References
    ----------
    Fisher (1922), On the interpretation of chi-square from contingency tables, and the calculation of P.

    Examples
    --------
    >>> compare_shares(3, 1000, 30, 1000) < 0.001
    True
    """
    if not rows or not other_rows:
        return 1.0
    return float(stats.fisher_exact([[hits, rows - hits], [other_hits, other_rows - other_hits]]).pvalue)


def stability_index(first: Floats, second: Floats) -> float:
    """Population stability index (PSI) of two histograms (b,); half a row is added to each bin, so that none is empty.

    References
    ----------
    Siddiqi (2006), Credit risk scorecards; Yurdakul (2018), Statistical properties of population stability index.

    Examples
    --------
    >>> round(stability_index(np.array([500.0, 500]), np.array([600.0, 400])), 3)
    0.04
    """
    one, two = ((counts + 0.5) / (counts + 0.5).sum() for counts in (first, second))
    return float(((two - one) * np.log(two / one)).sum())


def stability_limit(bins: int, rows: float, other_rows: float, chance: float = 0.01) -> float:
    """The PSI that chance alone exceeds in a share ``chance`` of samples.

    References
    ----------
    Yurdakul (2018), as above.

    Examples
    --------
    >>> round(stability_limit(10, 100, 10_000), 2)  # far above the usual .1
    0.22
    """
    return float(special.chdtri(max(bins - 1, 1), chance) * (1 / rows + 1 / other_rows))


def _kolmogorov(first: Floats, second: Floats) -> float:
    one, two = first.sum(), second.sum()
    far = float(np.abs(np.cumsum(first) / one - np.cumsum(second) / two)[:-1].max(initial=0.0))
    bound = far * np.sqrt(one * two / (one + two))
    plain = float(special.kolmogorov(bound))
    if bound < _PLAIN_BELOW or bound > _PLAIN_ABOVE:
        return plain
    return min(plain, _bridge_exceeds(bound, np.cumsum(first + second)[:-1] / (one + two)))


def _bridge_exceeds(bound: float, places: Floats) -> float:
    """The chance that a Brownian bridge leaves (-bound, bound) at one of some places (k,) between 0 and 1.

    From place to place the bridge is a Markov chain: its density within the bounds is carried on by quadrature.
    """
    places = _apart(places)
    if not len(places):
        return 1.0
    shortest = float(np.diff(places, prepend=0.0)[1:].min(initial=1.0))
    nodes, weights = _quadrature(max(48, int(np.pi * bound / (_FINE * np.sqrt(shortest)))))
    nodes, weights = nodes * bound, weights * bound
    density, at = np.array([1.0]), 0.0
    before = np.array([0.0])
    for place in places:
        left = (1 - place) / (1 - at)
        spread = np.sqrt((place - at) * left)
        step = np.exp(-0.5 * ((nodes[:, None] - left * before) / spread) ** 2) / (spread * np.sqrt(2 * np.pi))
        density, before, at = weights * (step @ density), nodes, place
    return float(np.clip(1 - density.sum(), 0.0, 1.0))


@lru_cache(64)
def _quadrature(count: int) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes and weights (count,): the same few are wanted for every column."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return nodes, weights


def _apart(places: Floats) -> Floats:
    """Places strictly between 0 and 1, none of them closer to the one before than ``_CLOSEST``."""
    kept = [0.0]
    for place in places.tolist():
        if place - kept[-1] >= _CLOSEST and place <= 1 - _CLOSEST:
            kept.append(place)
    return np.array(kept[1:])


def _ranks(first: Floats, second: Floats) -> float:
    one, two = first.sum(), second.sum()
    both, rows = first + second, one + two
    middle = np.cumsum(both) - both / 2
    spread = float((both * (middle - rows / 2) ** 2).sum() / rows)
    if spread <= 0:
        return 1.0
    z = ((second * middle).sum() / two - (first * middle).sum() / one) / np.sqrt(spread * (1 / one + 1 / two))
    return float(2 * special.ndtr(-abs(z)))
