"""The inner validation rows that decide when a network stops: taken from the fit rows, never from a fold's."""

from __future__ import annotations

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
