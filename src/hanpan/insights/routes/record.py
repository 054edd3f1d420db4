"""Two routes to a network that does not over-fit, compared: small and plain, or large and held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hanpan.foundation.showing import AsRows

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
class Routes(AsRows):
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
