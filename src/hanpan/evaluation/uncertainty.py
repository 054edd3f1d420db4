"""How sure: bootstrap intervals, and whether one model is ahead of another beyond chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from hanpan.business.metrics import Metric
from hanpan.evaluation.resampled import of_rows

_MOST_ROWS = 20_000


@dataclass(frozen=True)
class Interval:
    """A value with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Advantage:
    """How much better one model is than another (positive = better), with a lower limit."""

    difference: float
    low: float


def resamples(y: np.ndarray, classes: bool, count: int, seed: int) -> Iterator[np.ndarray]:
    """Row positions of bootstrap samples; classes are drawn separately, so that none is lost.

    References
    ----------
    Efron, Tibshirani (1993), An introduction to the bootstrap.
    """
    random = np.random.default_rng(seed)
    groups = [np.flatnonzero(y == code) for code in np.unique(y)] if classes else [np.arange(len(y))]
    for _ in range(count):
        yield np.concatenate([rows[random.integers(0, len(rows), len(rows))] for rows in groups])


def interval(drawn: Sequence[float | None], whole: float) -> Interval:
    """A 95 % percentile interval from a metric's values over bootstrap samples, around the value on all rows."""
    known = [value for value in drawn if value is not None and np.isfinite(value)]
    if len(known) < 10:
        return Interval(whole, whole, whole)
    low, high = np.quantile(known, [0.025, 0.975])
    return Interval(whole, min(float(low), whole), max(float(high), whole))


def advantage(
    y: np.ndarray, output: np.ndarray, reference: np.ndarray, judge: Metric, *, tried: int = 1, seed: int = 0
) -> Advantage:
    """How much a model, picked as the best of ``tried``, is ahead of a reference on the same rows.

    The lower limit is a one-sided 95 % limit, widened for having picked the best of several (Šidák), so that on
    shuffled y the winner passes it about one time in twenty at most.

    Parameters
    ----------
    y
        (n,) values or codes.
    output, reference
        (n,) or (n, C) outputs of the model and of the reference.
    judge
        The metric.
    tried
        How many models it was picked from.

    References
    ----------
    Šidák (1967), Rectangular confidence regions for the means of multivariate normal distributions.
    """
    step = max(1, len(y) // _MOST_ROWS)
    y, output, reference = y[::step], output[::step], reference[::step]
    sign = 1.0 if judge.greater_is_better else -1.0
    ours, theirs = of_rows(judge, y, output), of_rows(judge, y, reference)

    def gain(rows: np.ndarray) -> float | None:
        a, b = ours(rows), theirs(rows)
        return None if a is None or b is None else sign * (a - b)

    whole = gain(np.arange(len(y)))
    drawn = [found for rows in resamples(y, judge.needs != "value", 200, seed) if (found := gain(rows)) is not None]
    if whole is None or len(drawn) < 10:
        return Advantage(0.0, 0.0)
    level = 0.95 ** (1.0 / max(1, tried))
    return Advantage(whole, whole - float(stats.norm.ppf(level)) * float(np.std(drawn, ddof=1)))
