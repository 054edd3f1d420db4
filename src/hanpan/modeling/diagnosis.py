"""Diagnosis of fit: what train and validation scores together suggest. A tendency, not a proof.

All is measured as a share of the way from the baseline's score to the best score known on this table, so that one rule
serves every metric.
"""

from __future__ import annotations

import numpy as np

from hanpan.business.metrics import metric
from hanpan.modeling.trial import Diagnosis

# Calibrated on really trained models of known fit, see the tests.
_FAR_FROM_BEST = 0.2  # of the way from baseline to best that may be missing before we say under-fitted
WIDE_GAP = 0.25  # train ahead of validation by so much of the way
_NOISY = 0.35  # spread over folds, as a share of the way
_NOISY_BEST = 0.5  # the same for a model at the top
_NEAR_BEST = 0.05  # this close to the best, a wide gap harms nobody
_TINY = 1e-12
_SHORTEST_WAY = 0.1  # of the way from baseline to perfect: where nothing beats the baseline, noise is not blown up


def diagnose(
    *,
    train_scores: list[float],
    valid_scores: list[float],
    baseline_score: float,
    best_score: float,
    greater_is_better: bool,
    metric_name: str = "",
) -> tuple[Diagnosis, dict[str, float]]:
    """``underfit``, ``overfit``, ``unstable`` or ``fine``, with the numbers behind the word.

    Parameters
    ----------
    train_scores, valid_scores
        One score a fold.
    baseline_score, best_score
        Validation score of the baseline, and of the best model on the board.
    metric_name
        Tells what a perfect score would be.

    Returns
    -------
    tuple
        The word; ``reached`` (share of the way from baseline to best that validation reaches), ``gap`` (how far train
        is ahead, as such a share), ``spread`` (of validation over folds, as such a share).

    References
    ----------
    Hastie, Tibshirani, Friedman (2009), The elements of statistical learning, section 7.2.

    Examples
    --------
    >>> diagnose(train_scores=[.99, 1.], valid_scores=[.7, .72], baseline_score=.5, best_score=.9,
    ...          greater_is_better=True)[0]
    'overfit'
    """
    sign = 1.0 if greater_is_better else -1.0
    way = max(sign * (best_score - baseline_score), _shortest_way(metric_name, baseline_score), _TINY)
    train, valid = sign * np.asarray(train_scores), sign * np.asarray(valid_scores)
    spread = float(np.std(valid, ddof=1)) if len(valid) > 1 else 0.0
    evidence = {
        "reached": float(np.mean(valid) - sign * baseline_score) / way,
        "gap": float(np.mean(train) - np.mean(valid)) / way,
        "spread": spread / way,
    }
    return _word(**evidence), {name: round(value, 4) for name, value in evidence.items()}


def _shortest_way(metric_name: str, baseline_score: float) -> float:
    return _SHORTEST_WAY * abs(metric(metric_name).optimum - baseline_score) if metric_name else 0.0


def _word(reached: float, gap: float, spread: float) -> Diagnosis:
    if reached >= 1 - _NEAR_BEST:
        return "unstable" if spread > _NOISY_BEST else "fine"
    if gap > WIDE_GAP and gap > 2 * spread:
        return "overfit"
    if spread > max(_NOISY, 1 - reached):  # what is missing to the best may be luck of the folds
        return "unstable"
    if reached >= 1 - _FAR_FROM_BEST:
        return "fine"
    # What does as well on its own rows as the best does on others is not too simple, however noisy its gap.
    return "overfit" if gap > WIDE_GAP and reached + gap >= 1 else "underfit"
