"""One scale for all effects: every one told as the correlation it amounts to."""

from __future__ import annotations

import math

from scipy import special

from hanpan.data.pairs.record import Pair

SMALLEST = 0.1  # the smallest correlation worth speaking of, "small" after Cohen


def as_strength(test: str, effect: float) -> float:
    """An effect of a test as a correlation, 0 (none) to 1.

    Examples
    --------
    >>> as_strength("pearson", -0.3), round(as_strength("welch_anova", 0.03), 2)
    (0.3, 0.17)
    """
    return abs(_correlation(test, effect))


def strength(pair: Pair) -> float:
    """The effect of a pair as a correlation, 0 (none) to 1.

    A difference of means counts as with two groups of equal size; a share of variance as its root.

    References
    ----------
    Cohen, J. (1988), Statistical Power Analysis for the Behavioral Sciences, chapters 2, 3 and 7; Ruscio, J. (2008),
    Psychological Methods 13, 19-30.
    """
    return 0.0 if pair.effect is None else as_strength(pair.test, pair.effect)


def strength_limits(pair: Pair) -> tuple[float, float]:
    """The 95 % interval of the strength; (0, 1) where the pair has none."""
    low, high = pair.evidence.low, pair.evidence.high
    if low is None or high is None:
        return 0.0, 1.0
    first, second = _correlation(pair.test, low), _correlation(pair.test, high)
    nearest = 0.0 if first <= 0 <= second else min(abs(first), abs(second))
    return nearest, max(abs(first), abs(second))


def _correlation(test: str, effect: float) -> float:
    """An effect as a correlation, with its sign where it has one.

    Examples
    --------
    >>> round(_correlation("welch_t", 0.2), 2), round(_correlation("mann_whitney", 0.556), 2)
    (0.1, 0.1)
    >>> round(_correlation("welch_anova", 0.01), 2), _correlation("chi_square", 0.1)
    (0.1, 0.1)
    """
    if test == "mann_whitney":
        effect = math.sqrt(2) * float(special.ndtri(min(max(effect, 1e-9), 1 - 1e-9)))
    if test in ("welch_t", "mann_whitney"):
        return effect / math.sqrt(effect**2 + 4)
    if test in ("welch_anova", "kruskal"):
        return math.sqrt(max(0.0, effect))
    return effect
