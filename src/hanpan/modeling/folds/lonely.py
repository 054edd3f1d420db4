"""Classes of a single row: learnt from, wherever the row stands, and judged nowhere.

Locked away or held back, such a row would leave its class unknown to the fit that is judged by it, and a loss of one
row out of its reach would drown all others. It stays among the rows that are learnt from instead, together with its
copies or its group, and what is judged is judged as if the class were not there.
"""

from __future__ import annotations

import numpy as np

from hanpan.business.problem import Problem
from hanpan.modeling.folds.buckets import numbered

_LARGEST_GROUP = 0.05  # share of all rows; the lonely row of a larger group is dealt with it


def lonely_codes(problem: Problem, y: np.ndarray) -> np.ndarray:
    """Codes of the classes of one row, where two or more others are left to judge by.

    Examples
    --------
    >>> classes = Problem(target="y", task="multiclass", metric="log_loss", labels=("a", "b", "c"))
    >>> lonely_codes(classes, np.array([0, 0, 1, 1, 2])).tolist()
    [2]
    >>> lonely_codes(classes, np.array([0, 0, 1])).tolist()
    []
    """
    if problem.task == "regression":
        return np.zeros(0, dtype=int)
    counts = np.bincount(y.astype(int))
    return np.flatnonzero(counts == 1) if (counts > 1).sum() > 1 else np.zeros(0, dtype=int)


def lonely_rows(problem: Problem, y: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """(n,) whether a row is the only one of its class, or of one small group with such a row."""
    codes = lonely_codes(problem, y)
    if not len(codes):
        return np.zeros(len(y), dtype=bool)
    groups, sizes = numbered(groups)
    alone = np.isin(y, codes) & (sizes[groups] <= max(1.0, _LARGEST_GROUP * len(y)))
    return np.isin(groups, groups[alone])


def lonely_labels(problem: Problem, y: np.ndarray, groups: np.ndarray) -> list[str]:
    """The classes that are learnt and not judged."""
    alone = np.intersect1d(lonely_codes(problem, y), y[lonely_rows(problem, y, groups)])
    return [problem.labels[int(code)] for code in alone]
