"""How far probabilities are from what comes true, in one number with its interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.statistics.bootstrap import interval
from hanpan.statistics.groups import drawer, number_of, told_apart

_BINS = 10
_RESAMPLES = 300
_MOST_ROWS = 20_000  # a fixed sample of more: the number is sure enough, and 600 sorts of a million rows take a minute


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """Expected calibration error, and what it would be by chance alone.

    Attributes
    ----------
    error, low, high
        Mean distance between the probability said and the share that came true, over bins of equally many rows.
    chance
        What 95 % of tables of this size stay below when every probability is exactly right.
    over
        Mean probability less the share that came true: above 0 the model promises too much.
    rows
        Rows judged on; at most 20 000, drawn by a fixed seed.
    """

    error: float
    low: float
    high: float
    chance: float
    over: float
    rows: int

    @property
    def beyond_chance(self) -> bool:
        """Whether the probabilities are off by more than chance explains."""
        return self.error > self.chance


def calibrated(said: np.ndarray, came: np.ndarray, seed: int = 0, group: np.ndarray | None = None) -> Calibrated | None:
    """Expected calibration error of probabilities.

    Even right probabilities miss by chance, so the error of right ones is simulated: outcomes are drawn with the
    probabilities said.

    Parameters
    ----------
    said
        (n,) probabilities: of the positive class, or of the class decided.
    came
        (n,) whether it came true.
    group
        (n,) numbers of groups whose rows are dependent; the interval then counts groups.

    Returns
    -------
    Calibrated or None
        None below 20 rows.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger (2017), On calibration of modern neural networks; Bröcker, Smith (2007), Increasing the
    reliability of reliability diagrams (consistency resampling).
    """
    random = np.random.default_rng(seed)
    if len(said) > _MOST_ROWS:
        kept = random.choice(len(said), _MOST_ROWS, replace=False)
        said, came, group = said[kept], came[kept], None if group is None else group[kept]
    n = len(said)
    if n < 2 * _BINS:
        return None
    whole = expected_error(said, came)
    group = told_apart(group)
    draw = drawer(np.arange(n), group)
    rows = [draw(random) for _ in range(_RESAMPLES)]
    drawn = interval([expected_error(said[at], came[at]) for at in rows], whole, number_of(n, group))
    right = [expected_error(said, random.random(n) < said) for _ in range(_RESAMPLES)]
    return Calibrated(
        error=whole,
        low=drawn.low,
        high=drawn.high,
        chance=float(np.quantile(right, 0.95)),
        over=float(said.mean() - came.mean()),
        rows=n,
    )


def expected_error(said: np.ndarray, came: np.ndarray) -> float:
    """Mean over ten bins of equally many rows of |mean probability - share that came true|, weighted by rows.

    Examples
    --------
    >>> expected_error(np.full(20, 0.5), np.arange(20) < 15)
    0.25
    """
    bins = _BINS if np.ptp(said) > 0 else 1
    gaps = (said - came)[np.argsort(said, kind="stable")]
    starts = np.unique(np.arange(bins) * len(said) // bins)
    return float(np.abs(np.add.reduceat(gaps, starts)).sum() / len(said))
