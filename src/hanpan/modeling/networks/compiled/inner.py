"""The inner validation rows that decide when a network stops: taken from the fit rows, never from a fold's."""

from __future__ import annotations

import secrets
from typing import Any

import numpy as np

SMALLEST = 20  # with fewer rows nothing can be judged: train all epochs on all rows


def inner_split(
    y: np.ndarray, fraction: float, random: np.random.RandomState, stratify: bool
) -> tuple[np.ndarray, np.ndarray] | None:
    """Positions of fit and validation rows; None where there are too few rows.

    Parameters
    ----------
    y
        (n,) targets or class codes.
    fraction
        Share of validation rows.
    stratify
        Keep the shares of classes; a class with one row stays among the fit rows.
    """
    n = len(y)
    if fraction <= 0 or n < SMALLEST:
        return None
    rank = np.empty(n)
    groups = [np.flatnonzero(y == code) for code in np.unique(y)] if stratify else [np.arange(n)]
    for rows in groups:
        # Ranks 1/k, 2/k ... 1 in random order: the lowest go to validation, the last of each class never.
        rank[random.permutation(rows)] = (np.arange(len(rows)) + random.uniform(0.5, 1)) / len(rows)
    for rows in groups:
        rank[rows[np.argmax(rank[rows])]] = np.inf
    count = max(2, round(fraction * n))
    order = np.argsort(rank, kind="stable")
    valid = np.sort(order[: min(count, int(np.isfinite(rank).sum()))])
    if len(valid) < 2:
        return None
    return np.setdiff1d(np.arange(n), valid), valid


def deal(y: np.ndarray, groups: int, random: np.random.RandomState, stratify: bool) -> np.ndarray:
    """A group 0 ... groups - 1 for each row, (n,), even in size and, if asked, in classes.

    Examples
    --------
    >>> np.bincount(deal(np.zeros(10), 5, np.random.RandomState(0), stratify=False)).tolist()
    [2, 2, 2, 2, 2]
    """
    order = random.permutation(len(y))
    if stratify:
        order = order[np.argsort(y[order], kind="stable")]
    found = np.empty(len(y), np.int32)
    found[order] = np.arange(len(y)) % groups
    return found


def seed_of(random_state: Any) -> int:
    """A seed from what scikit-learn calls ``random_state``: None, a whole number or a RandomState."""
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    return secrets.randbits(31) if random_state is None else int(random_state)
