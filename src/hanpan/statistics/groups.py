"""Chance counted in groups: rows of one group resemble each other and say less than as many independent rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Drawer = Callable[[np.random.Generator], np.ndarray]


def number_of(rows: int, group: np.ndarray | None) -> int:
    """How many independent things there are: groups, or rows without any."""
    return rows if group is None else len(np.unique(group))


def told_apart(group: np.ndarray | None) -> np.ndarray | None:
    """The groups, where there are several with several rows: from one alone, chance between groups cannot be told.

    Examples
    --------
    >>> told_apart(np.array([4, 4])) is None, told_apart(np.array([4, 1])) is None, told_apart(np.array([4, 4, 1]))
    (True, True, array([4, 4, 1]))
    """
    return group if group is not None and 1 < number_of(len(group), group) < len(group) else None


def drawer(rows: np.ndarray, group: np.ndarray | None) -> Drawer:
    """Draws as many of some rows with replacement, or as many of their groups, each with all its rows.

    Parameters
    ----------
    rows
        (m,) row positions.
    group
        (n,) whole numbers by position; None draws single rows.

    References
    ----------
    Field, Welsh (2007), Bootstrapping clustered data.

    Examples
    --------
    >>> draw = drawer(np.arange(4), np.array([7, 3, 7, 3]))
    >>> sorted(set(draw(np.random.default_rng(0)).tolist())) in ([0, 2], [1, 3], [0, 1, 2, 3])
    True
    """
    if group is None:
        return lambda random: rows[random.integers(0, len(rows), len(rows))]
    _, code = np.unique(group[rows], return_inverse=True)
    order = rows[np.argsort(code, kind="stable")]
    sizes = np.bincount(code)
    starts = np.cumsum(sizes) - sizes

    def draw(random: np.random.Generator) -> np.ndarray:
        picked = random.integers(0, len(sizes), len(sizes))
        ends = np.cumsum(sizes[picked])
        within = np.arange(ends[-1]) - np.repeat(ends - sizes[picked], sizes[picked])
        return np.asarray(order[np.repeat(starts[picked], sizes[picked]) + within])

    return draw


def sums(values: np.ndarray, group: np.ndarray | None) -> np.ndarray:
    """Sums by group (g,); the values themselves without groups."""
    if group is None:
        return values
    return np.bincount(np.unique(group, return_inverse=True)[1], weights=values)


def standard_error(values: np.ndarray, group: np.ndarray | None = None) -> float:
    """Of the mean of some values (n,), whose rows may be dependent within groups.

    References
    ----------
    Liang, Zeger (1986), Longitudinal data analysis using generalized linear models (the sandwich estimator).

    Examples
    --------
    >>> round(standard_error(np.array([1.0, 2, 3, 4])), 6)
    0.645497
    >>> twice = np.repeat([1.0, 2, 3, 4], 5)  # five copies of each say no more
    >>> round(standard_error(twice, np.repeat(np.arange(4), 5)), 6)
    0.645497
    """
    away = sums(values - values.mean(), group)
    if len(away) < 2:
        return float("inf")
    return float(np.sqrt((away**2).sum() * len(away) / (len(away) - 1)) / len(values))
