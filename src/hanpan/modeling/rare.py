"""Rare classes: what weights, copies and offsets change, measured side by side on the same folds.

References
----------
Elkan (2001), The foundations of cost-sensitive learning; King, Zeng (2001), Logistic regression in rare events data;
van den Goorbergh et al. (2022), The harm of class imbalance corrections for risk prediction models.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hanpan.business.metrics.base import decide
from hanpan.business.problem import Problem
from hanpan.foundation.errors import UsageError
from hanpan.modeling.candidate import AUTO, PLAIN, WAYS
from hanpan.modeling.fitting.balancing import require_smote
from hanpan.modeling.trial import IterationCurve

RARE_SHARE = 0.5  # of an equal share: a class with less than half of it is called rare


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to treat rare classes, judged out of fold.

    Attributes
    ----------
    way
        ``plain``; ``offsets`` (the plain model, its decisions shifted by the class shares); ``weights`` (rare rows
        weigh more in the fit) and ``weights_back`` (the same model, its probabilities brought back to the true shares,
        as on the board); ``copies`` (rare rows repeated, inside each fold's fit rows); ``copies_before`` (repeated
        before the split, so that copies stand on both sides: the mistake, shown for what it claims).
    found, called
        Per class: rows of it that were found, and rows that were called so.
    log_loss
        Quality of the probabilities; None where only decisions differ.
    train, validation
        The ranking metric on fit rows (as they were fitted, copies included) and on validation rows.
    curve
        Log loss per round on both, where the algorithm learns in rounds.
    """

    way: str
    found: list[int]
    called: list[int]
    accuracy: float
    mean_recall: float
    log_loss: float | None = None
    train: float | None = None
    validation: float | None = None
    curve: IterationCurve | None = None


@dataclass(frozen=True, kw_only=True)
class RareClasses:
    """The ways beside one another; ``rows`` per class in the order of ``labels``."""

    algorithm: str
    metric: str
    labels: list[str]
    rows: list[int]
    rare: list[str]
    ways: list[Way] = field(default_factory=list)


def rare_labels(problem: Problem, y: np.ndarray) -> list[str]:
    """Classes with less than half of an equal share of the rows.

    Examples
    --------
    >>> problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    >>> rare_labels(problem, np.array([0] * 90 + [1] * 10))
    ['yes']
    """
    counts = np.bincount(y.astype(int), minlength=len(problem.labels))
    least = RARE_SHARE * len(y) / max(1, len(problem.labels))
    return [label for label, count in zip(problem.labels, counts, strict=True) if count < least]


def ways_to_try(problem: Problem, y: np.ndarray, asked: Sequence[str] = ()) -> tuple[str, ...]:
    """The ways to learn rare classes among which the search chooses: those asked for, else by the numbers.

    Raises
    ------
    UsageError
        Something was asked for where there are no classes.

    Examples
    --------
    >>> problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    >>> ways_to_try(problem, np.array([0] * 90 + [1] * 10)), ways_to_try(problem, np.array([0] * 60 + [1] * 40))
    (('auto',), ('none',))
    """
    if asked and problem.task == "regression" and tuple(asked) != (PLAIN,):
        raise UsageError("balance_without_classes", target=problem.target, ways=", ".join(asked))
    if asked:
        return tuple(asked)
    return (AUTO,) if problem.task != "regression" and rare_labels(problem, y) else (PLAIN,)


def require_ways(asked: Sequence[str]) -> None:
    """Every way that is asked for is known, and can be gone here.

    Raises
    ------
    UsageError
        A name is unknown, or the library that a way needs is not installed.
    """
    for way in asked:
        if way not in WAYS:
            raise UsageError("unknown_balance", way=way, ways=", ".join(WAYS))
    if "smote" in asked:
        require_smote()


def shifted(output: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Probabilities (n, C) divided by the class shares, summing to 1: as if all classes were equally common."""
    raised = output / np.clip(shares, 1e-12, None)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def judged_way(way: str, y: np.ndarray, output: np.ndarray, **scores: Any) -> Way:
    """Counts per class and summary scores of outputs (n, C); rows without an output are left out."""
    known = np.isfinite(output).all(axis=1)
    y, output = y[known].astype(int), output[known]
    said, n_classes = decide(output), output.shape[1]
    right = np.bincount(y[said == y], minlength=n_classes)
    rows, called = np.bincount(y, minlength=n_classes), np.bincount(said, minlength=n_classes)
    present = rows > 0
    return Way(
        way=way,
        found=right.tolist(),
        called=called.tolist(),
        accuracy=float((said == y).mean()),
        mean_recall=float((right[present] / rows[present]).mean()),
        **scores,
    )
