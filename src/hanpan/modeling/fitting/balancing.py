"""Rare classes in a fit: they weigh more, or stand more often. What it answers is brought back by ``shares``.

References
----------
Elkan (2001), The foundations of cost-sensitive learning; Chawla et al. (2002), SMOTE: synthetic minority over-sampling
technique.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.candidate import PLAIN
from hanpan.modeling.estimators.base import Rows

_NEAREST = 5  # neighbours between which SMOTE puts new rows; fewer where a class has fewer rows


def class_weights(y: np.ndarray, n_classes: int) -> np.ndarray:
    """(C,) weights that make all classes count the same, 1 on average over the rows.

    Examples
    --------
    >>> class_weights(np.array([0, 0, 0, 1]), 2).round(3).tolist()
    [0.667, 2.0]
    """
    counts = np.bincount(y.astype(int), minlength=n_classes)
    return len(y) / (np.count_nonzero(counts) * np.clip(counts, 1, None))


def balanced(rows: Rows, way: str, n_classes: int, seed: int) -> Rows:
    """The rows that a fit learns from: weighed (``weights``), repeated (``copies``) or with new ones (``smote``).

    Raises
    ------
    UsageError
        SMOTE without the library it comes from.
    """
    if way == PLAIN:
        return rows
    if way == "weights":
        return judged_alike(rows, rows.y, way, n_classes)
    if way == "smote":
        return _with_new_rows(rows, seed)
    places = with_copies(rows.y, np.arange(len(rows.y)), np.random.default_rng(seed))
    return Rows(rows.x[places], rows.y[places])


def judged_alike(rows: Rows, fit_y: np.ndarray, way: str, n_classes: int) -> Rows:
    """Rows that are only watched, weighed as the classes of the fit rows count there: one loss on both sides."""
    return rows if way == PLAIN else rows._replace(weight=class_weights(fit_y, n_classes)[rows.y.astype(int)])


def with_copies(y: np.ndarray, rows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The rows, those of smaller classes repeated at random until each class has as many as the largest.

    Examples
    --------
    >>> y = np.array([0, 0, 0, 1])
    >>> with_copies(y, np.arange(4), np.random.default_rng(0)).tolist()
    [0, 1, 2, 3, 3, 3]
    """
    classes, counts = np.unique(y[rows], return_counts=True)
    parts = [rows]
    for code, count in zip(classes, counts, strict=True):
        parts.append(random.choice(rows[y[rows] == code], int(counts.max() - count)))
    return np.sort(np.concatenate(parts))


def _with_new_rows(rows: Rows, seed: int) -> Rows:
    """New rows between neighbours of one class; a class of a single row, which has none, is repeated."""
    sampling = require_smote()
    counts = np.bincount(rows.y.astype(int))
    alone = [code for code, count in enumerate(counts) if count == 1]
    places = np.concatenate([np.arange(len(rows.y)), *(np.flatnonzero(rows.y == code) for code in alone)])
    fewest = int(counts[counts > 0].min())
    maker = sampling.SMOTE(k_neighbors=max(1, min(_NEAREST, fewest - 1)), random_state=seed)
    x, y = maker.fit_resample(rows.x[places], rows.y[places].astype(int))
    return Rows(np.asarray(x), np.asarray(y, dtype=rows.y.dtype))


def require_smote() -> Any:
    """The library that SMOTE comes from.

    Raises
    ------
    UsageError
        It is not installed; the message has the command that installs it.
    """
    from hanpan.foundation.extras import need

    return need("imblearn.over_sampling", "balance")
