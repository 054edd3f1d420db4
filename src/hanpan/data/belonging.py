"""Rows that belong together: those of one group of the card, and copies of one row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem

_ENOUGH = 0.01  # of the rows: fewer copies change nothing
_SAME = 0.95  # of the spread of y that lies between rows that are alike, from which they are copies


def groups_of(column: pd.Series) -> np.ndarray:
    """Numbers (n,) of the groups that a column names; a row without a name is a group of its own.

    Examples
    --------
    >>> groups_of(pd.Series(["a", "b", None, "a", None])).tolist()
    [0, 1, 2, 0, 3]
    """
    codes = pd.factorize(column.astype(object).where(column.notna(), None))[0]
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(alone.sum())
    return np.asarray(codes)


def dependent(frame: pd.DataFrame, problem: Problem, rows: np.ndarray) -> np.ndarray | None:
    """Numbers (m,) of the groups that some rows come in; None where no two of them do."""
    if problem.group not in frame:
        return None
    group = groups_of(frame[problem.group].iloc[rows])
    return group if len(np.unique(group)) < len(group) else None


def copies(alike: np.ndarray, y: np.ndarray, classes: bool) -> np.ndarray | None:
    """The groups of rows with the same features, where these are copies of one row and no new observations.

    Rows measured anew have a y of their own, even where a few categories are all that is known of them; copies have
    the same.

    Parameters
    ----------
    alike
        (n,) numbers; rows with the same features share one.
    y
        (n,) values or codes.

    Returns
    -------
    numpy.ndarray or None
        None where hardly any rows are alike, or y differs among those that are.

    Examples
    --------
    >>> copies(np.array([0, 0, 1, 1, 2]), np.array([5.0, 5, 3, 3, 9]), classes=False).tolist()
    [0, 0, 1, 1, 2]
    >>> copies(np.array([0, 0, 1, 1, 2]), np.array([5.0, 4, 3, 9, 9]), classes=False) is None
    True
    """
    counts = np.bincount(alike)
    several = counts[alike] > 1
    if 1 - (counts > 0).sum() / len(alike) < _ENOUGH:
        return None
    told = np.eye(int(y.max()) + 1)[y.astype(int)] if classes else y.reshape(-1, 1).astype(float)
    means = np.column_stack([np.bincount(alike, column) for column in told.T]) / np.maximum(counts, 1)[:, None]
    within = float(((told - means[alike]) ** 2)[several].sum() / (several.sum() - len(np.unique(alike[several]))))
    whole = float(told.var(axis=0).sum())
    return alike if within <= (1 - _SAME) * whole else None
