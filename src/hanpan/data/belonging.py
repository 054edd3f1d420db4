"""Rows that belong together: those of one group of the card, and copies of one row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.business.value import Stakes
from hanpan.foundation.errors import DataError

_ENOUGH = 0.01  # of the rows: fewer copies change nothing
_FEWEST = 8  # stretches of time; of fewer, chance between them is hardly known
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


def times_of(frame: pd.DataFrame, problem: Problem) -> np.ndarray | None:
    """Numbers (n,) of the moments of the card's time column, in their order; None where the card names none.

    Raises
    ------
    DataError
        A row without a time.
    """
    if problem.time is None:
        return None
    column = frame[problem.time]
    if column.isna().any():
        raise DataError("time_missing", column=problem.time, rows=int(column.isna().sum()))
    return pd.factorize(column, sort=True)[0]


def in_stretches(stakes: Stakes, times: np.ndarray | None, rows: np.ndarray) -> Stakes:
    """What stands beside some rows, these to be counted in stretches of their ``times`` (those of the whole table).

    Only rows that are judged: the stretches of development rows differ by the trend as well, which is no chance, and
    a model that follows it would not be told from the baseline.
    """
    group = None if times is None or not len(rows) else stretches_of(times[rows])
    return stakes if group is None else replace(stakes, group=group, stretches=True)


def stretches_of(times: np.ndarray) -> np.ndarray | None:
    """Numbers (n,) of stretches of successive moments, about as many as there are moments in each.

    Neighbouring times resemble each other; drawn in whole stretches, they keep what they have in common. Of m moments
    there are about the root of m stretches, in simulations wide enough unless neighbours are nearly the same, and at
    least eight; up to eight moments stand alone.

    Parameters
    ----------
    times
        (n,) sortable; rows of one moment stay together.

    Returns
    -------
    numpy.ndarray or None
        None of a single moment.

    References
    ----------
    Carlstein, E. (1986), The use of subseries values for estimating the variance of a general statistic from a
    stationary sequence, Annals of Statistics 14, 1171-1179; Künsch, H. R. (1989), Annals of Statistics 17, 1217-1241.

    Examples
    --------
    >>> stretches_of(np.array([30, 10, 20, 10])).tolist()
    [2, 0, 1, 0]
    >>> np.bincount(stretches_of(np.arange(81))).tolist()
    [9, 9, 9, 9, 9, 9, 9, 9, 9]
    """
    moments, place = np.unique(times, return_inverse=True)
    if len(moments) < 2:
        return None
    stretches = min(len(moments), max(_FEWEST, round(float(np.sqrt(len(moments))))))
    return np.asarray(place * stretches // len(moments))


def dependent(frame: pd.DataFrame, problem: Problem, rows: np.ndarray) -> np.ndarray | None:
    """Numbers (m,) of the groups, or else stretches of time, that some rows come in; None where rows stand alone.

    A few moments alone say nothing about how times resemble each other.
    """
    if problem.group in frame:
        group = groups_of(frame[problem.group].iloc[rows])
        return group if len(np.unique(group)) < len(group) else None
    if problem.group is not None or problem.time not in frame:
        return None
    times = frame[problem.time].iloc[rows]
    return None if times.isna().any() or times.nunique() <= _FEWEST else stretches_of(times.to_numpy())


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
