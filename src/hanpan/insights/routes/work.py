"""Two routes to a network that does not over-fit, compared: small and plain, or large and held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hanpan.insights.networks import is_large, is_small
from hanpan.modeling.trial import Trial

Winner = Literal["small", "large", "undecided"]


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route as it was tried.

    Attributes
    ----------
    hidden, dropout, l1, l2, epochs
        The network; ``epochs`` is the chosen number, where training stopped early.
    score, train_score, spread
        Means over folds in the metric's own direction, and the standard deviation of the validation score over folds.
    folds, train_folds
        Scores of each fold.
    """

    key: str
    hidden: tuple[int, ...]
    dropout: float
    l1: float
    l2: float
    epochs: int | None
    score: float
    train_score: float
    spread: float
    folds: tuple[float, ...]
    train_folds: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Routes:
    """Both routes and their comparison.

    Attributes
    ----------
    ahead
        By how much the large one's validation score is better (negative: worse), mean over folds.
    noise
        Two standard errors of that mean difference, fold by fold: what lies within may be chance. None where
        there is one fold only.
    """

    small: Route
    large: Route
    ahead: float
    noise: float | None
    winner: Winner


def compare_routes(trials: Sequence[Trial], greater_is_better: bool) -> Routes | None:
    """The two routes among the trials of ``network``; None where one of them was not tried.

    Of several networks on a route the first one tried stands for it, not the best: the best of many is flattered by
    having been picked. Folds are compared one by one, because both routes met the same rows; with few folds the
    standard error is itself uncertain, so that the answer is a tendency, no test.

    References
    ----------
    Nadeau, Bengio (2003), Inference for the generalization error: the standard error over overlapping folds is
    enlarged by the share of validation rows.
    """
    known = [trial for trial in trials if trial.candidate.algorithm == "network" and trial.score is not None]
    defaults = sorted(known, key=lambda trial: trial.candidate.purpose != "default")
    small = next((trial for trial in defaults if is_small(trial.candidate.parameters)), None)
    large = next((trial for trial in defaults if is_large(trial.candidate.parameters)), None)
    if small is None or large is None:
        return None
    sign = 1.0 if greater_is_better else -1.0
    pairs = zip(large.fold_scores, small.fold_scores, strict=True)
    gains = np.array([sign * (one - other) for one, other in pairs if one is not None and other is not None])
    gains = gains[np.isfinite(gains)]
    if not len(gains):
        return None
    ahead, noise = float(gains.mean()), _noise(gains)
    winner: Winner = "undecided" if noise is None or abs(ahead) <= noise else "large" if ahead > 0 else "small"
    return Routes(small=_route(small), large=_route(large), ahead=ahead, noise=noise, winner=winner)


def _noise(gains: np.ndarray) -> float | None:
    """Two corrected standard errors of the mean over k folds: variance times (1/k + 1/(k-1))."""
    k = len(gains)
    if k < 2:
        return None
    return float(2 * np.sqrt(gains.var(ddof=1) * (1 / k + 1 / (k - 1))))


def _route(trial: Trial) -> Route:
    told = trial.candidate.parameters
    return Route(
        key=trial.key,
        hidden=tuple(told.get("hidden", ())),
        dropout=float(told.get("dropout", 0)),
        l1=float(told.get("l1", 0)),
        l2=float(told.get("l2", 0)),
        epochs=None if trial.curve is None else trial.curve.chosen,
        score=float(trial.score or 0.0),
        train_score=float("nan") if trial.train_score is None else float(trial.train_score),
        spread=float(trial.score_std or 0.0),
        folds=tuple(float("nan") if score is None else float(score) for score in trial.fold_scores),
        train_folds=tuple(float("nan") if score is None else float(score) for score in trial.fold_train_scores),
    )
