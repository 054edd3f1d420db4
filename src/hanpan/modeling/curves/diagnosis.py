"""Diagnosis of fit: what train and validation scores together suggest. A tendency, not a proof.

One rule for every model, with or without curves, told as a legend beside the board. It looks at errors, that is, at how
far scores are from a perfect one, so that it serves every metric; errors of numbers are counted in squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from hanpan.business.metrics import Metric

Diagnosis = Literal["underfit", "overfit", "fine", "unstable", "failed", "not_tried", ""]
NOT_TRIED: Literal["not_tried"] = "not_tried"

# Calibrated on really trained models of known fit, see the tests.
GAP = 0.5  # of the error on other rows that train does not have: half of what is missed is known by heart
MATTERS = 0.05  # of the baseline's error: a gap below it is no gap
REACHED = 0.8  # of the way from baseline to best: below it a model falls short
SPREAD = 0.35  # over folds, as a share of that way
LEADS = 0.95  # of the way: among the best
_CHANCE = 2.0  # standard errors of the gap, over folds
_SHORTEST_WAY = 0.1  # of the baseline's error: where nothing beats the baseline, noise is not blown up


def diagnose(
    *,
    metric: Metric,
    train_scores: list[float],
    valid_scores: list[float],
    baseline_score: float,
    best_score: float,
    by_heart: bool = False,
) -> tuple[Diagnosis, dict[str, float]]:
    """``underfit``, ``overfit``, ``unstable`` or ``fine``, with the numbers behind the word.

    Parameters
    ----------
    metric
        What is scored.
    train_scores, valid_scores
        One score a fold.
    baseline_score, best_score
        Validation score of the baseline, and of the best model on the board.
    by_heart
        The model knows its own rows by how it is built, so that its train score counts only where it falls short.

    Returns
    -------
    tuple
        The word; ``reached`` (share of the way from baseline to best that validation reaches), ``gap`` (share of the
        error on validation that train does not have), ``spread`` (of validation over folds, as a share of the way).

    References
    ----------
    Hastie, Tibshirani, Friedman (2009), The elements of statistical learning, section 7.2.

    Examples
    --------
    >>> from hanpan.business.metrics import metric
    >>> told = {"train_scores": [.99, 1.], "valid_scores": [.7, .72], "baseline_score": .5, "best_score": .71}
    >>> told["metric"] = metric("accuracy")
    >>> diagnose(**told)[0], diagnose(**told, by_heart=True)[0]
    ('overfit', 'fine')
    """
    train, valid = (_errors(metric, scores) for scores in (train_scores, valid_scores))
    base, best = (float(_errors(metric, [score])[0]) for score in (baseline_score, best_score))
    way = max(base - best, _SHORTEST_WAY * base, 1e-12)
    reached, spread = (base - valid.mean()) / way, _spread(valid) / way
    far = _far(train, valid, base) and not (by_heart and reached >= REACHED)
    word = _word(far=far, as_good=float(train.mean()) <= best, reached=float(reached), spread=float(spread))
    evidence = {"reached": float(reached), "gap": _gap(train, valid), "spread": float(spread)}
    return word, {name: round(value, 4) for name, value in evidence.items()}


def over_fits(metric: Metric, train_scores: Sequence[float], valid_scores: Sequence[float], baseline: float) -> bool:
    """Whether train is so far ahead of validation: the part of the rule that needs no other model."""
    train, valid, base = (_errors(metric, scores) for scores in (train_scores, valid_scores, [baseline]))
    return _far(train, valid, float(base[0]))


def _far(train: np.ndarray, valid: np.ndarray, base: float) -> bool:
    apart = float(valid.mean() - train.mean())
    return _gap(train, valid) > GAP and apart > MATTERS * base and apart > _by_chance(train, valid)


def _gap(train: np.ndarray, valid: np.ndarray) -> float:
    return 1 - float(train.mean()) / max(float(valid.mean()), 1e-12)


def _word(*, far: bool, as_good: bool, reached: float, spread: float) -> Diagnosis:
    if far:
        return "overfit"
    if spread > max(SPREAD, 1 - reached):  # what is missing to the best may be luck of the folds
        return "unstable"
    if reached >= REACHED:
        return "fine"
    # What does as well on its own rows as the best does on others is not too simple.
    return "overfit" if as_good else "underfit"


def _errors(metric: Metric, scores: Sequence[float]) -> np.ndarray:
    """How far scores are from a perfect one; of numbers in squares, as R² and networks count them."""
    distance = np.abs(metric.optimum - np.asarray(scores, float))
    return distance**2 if metric.linear else distance


def _spread(errors: np.ndarray) -> float:
    return float(np.std(errors, ddof=1)) if len(errors) > 1 else 0.0


def _by_chance(train: np.ndarray, valid: np.ndarray) -> float:
    """What the gap may be by chance of the folds."""
    paired = valid - train if len(train) == len(valid) else valid
    return _CHANCE * _spread(paired) / float(np.sqrt(len(paired)))
