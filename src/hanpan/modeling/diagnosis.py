"""Diagnosis of fit: what train and validation scores together suggest. A tendency, not a proof.

All is measured as a share of the way from the baseline's score to the best score known on this table, so that one rule
serves every metric.
"""

from __future__ import annotations

import numpy as np

from hanpan.modeling.trial import Diagnosis

_FAR_FROM_BEST = 0.25  # of the way from baseline to best that may be missing before we say under-fitted
_WIDE_GAP = 0.25  # train ahead of validation by so much of the way
_NOISY = 0.35  # spread over folds, as a share of the way
_NEAR_BEST = 0.05  # this close to the best, a wide gap harms nobody


def diagnose(
    *,
    train_scores: list[float],
    valid_scores: list[float],
    baseline_score: float,
    best_score: float,
    greater_is_better: bool,
    metric: str = "",
) -> tuple[Diagnosis, dict[str, float]]:
    """``underfit``, ``overfit``, ``unstable`` or ``fine``, with the numbers behind the word.

    Parameters
    ----------
    train_scores, valid_scores
        One score a fold.
    baseline_score, best_score
        Validation score of the baseline, and of the best model on the board.

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
    way = sign * (best_score - baseline_score)
    train, valid = sign * np.asarray(train_scores), sign * np.asarray(valid_scores)
    spread = float(np.std(valid, ddof=1)) if len(valid) > 1 else 0.0
    if way <= 0:
        return "underfit", {"reached": 0.0, "gap": 0.0, "spread": 0.0}
    evidence = {
        "reached": float(np.mean(valid) - sign * baseline_score) / way,
        "gap": float(np.mean(train) - np.mean(valid)) / way,
        "spread": spread / way,
    }
    return _word(**evidence), {name: round(value, 4) for name, value in evidence.items()}


def _word(reached: float, gap: float, spread: float) -> Diagnosis:
    near_best = reached >= 1 - _NEAR_BEST
    if spread > _NOISY and not near_best:
        return "unstable"
    if near_best:
        return "fine"
    if gap > _WIDE_GAP and gap > 2 * spread:
        return "overfit"
    if reached < 1 - _FAR_FROM_BEST:
        return "underfit"
    return "fine"
