"""Which classes are rare, and the ways to learn them among which the search chooses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hanpan.business.problem import Problem
from hanpan.foundation.errors import UsageError
from hanpan.modeling.candidate import AUTO, PLAIN, WAYS
from hanpan.modeling.fitting.balancing import require_smote

RARE_SHARE = 0.5  # of an equal share: a class with less than half of it is called rare


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
