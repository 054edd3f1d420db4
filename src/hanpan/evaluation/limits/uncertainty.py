"""Whether one model is ahead of another beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from hanpan.business.metrics import Metric
from hanpan.evaluation.limits.resampled import of_rows
from hanpan.statistics.association import association
from hanpan.statistics.bootstrap import resamples

_MOST_ROWS = 20_000
_SAMPLES = 100
_WIDER = 1.2


@dataclass(frozen=True)
class Advantage:
    """How much better one model is than another (positive = better), and whether chance can explain it.

    ``low`` is a lower limit of the difference; ``association`` the standardised rank association of the model's outputs
    with y, ``needed`` what chance hardly ever exceeds.
    """

    difference: float
    low: float
    association: float = 0.0
    needed: float = 0.0

    @property
    def beyond_chance(self) -> bool:
        """Better than the reference, by outputs that have to do with y."""
        return self.difference > 0 and self.association > self.needed


def advantage(
    y: np.ndarray,
    output: np.ndarray,
    reference: np.ndarray,
    judge: Metric,
    *,
    tried: int = 1,
    group: np.ndarray | None = None,
) -> Advantage:
    """How much a model, picked as the best of ``tried``, is ahead of a reference on the same rows, out of fold.

    Chance is judged by ranks and not by the metric itself: a modest signal often improves a loss by less than the loss
    swings, and a few rows can carry a whole difference in RMSE, while on shuffled y ranks have nothing to hold on to.
    The limits are one-sided 95 % limits, widened for having picked the best of several (Šidák), and by a fifth because
    folds share the rows they are fitted on, so that out-of-fold outputs swing more than independent ones. On shuffled y
    the winner passes about one time in twenty at most (simulated, see the tests).

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
    group
        (n,) numbers of groups whose rows are dependent; chance is then counted in groups.

    References
    ----------
    Šidák (1967), Rectangular confidence regions for the means of multivariate normal distributions; Bates, Hastie,
    Tibshirani (2024), Cross-validation: what does it estimate and how well does it do it?
    """
    step = max(1, len(y) // _MOST_ROWS)
    y, output, reference = y[::step], output[::step], reference[::step]
    group = None if group is None else group[::step]
    needed = _WIDER * float(stats.norm.ppf(0.95 ** (1.0 / max(1, tried))))
    gains = _gains(y, output, reference, judge, group)
    if gains is None:
        return Advantage(0.0, 0.0, 0.0, needed)
    low = gains[0] - needed * float(np.std(gains[1:], ddof=1))
    return Advantage(float(gains[0]), low, association(y, output, judge.needs != "value", group), needed)


def _gains(
    y: np.ndarray, output: np.ndarray, reference: np.ndarray, judge: Metric, group: np.ndarray | None
) -> np.ndarray | None:
    """By how much the output is better: on all rows, then on bootstrap samples; None where that is not defined."""
    ours, theirs = of_rows(judge, y, output), of_rows(judge, y, reference)
    samples = [np.arange(len(y)), *resamples(len(y), _SAMPLES, 0, group)]
    pairs = [(ours(rows), theirs(rows)) for rows in samples]
    known = [a - b for a, b in pairs if a is not None and b is not None]
    if None in pairs[0] or len(known) < 10:
        return None
    return np.array(known) if judge.greater_is_better else -np.array(known)
