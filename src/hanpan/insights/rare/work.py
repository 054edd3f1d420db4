"""Rare classes: what weights, copies and offsets change, measured side by side on the same folds.

References
----------
Elkan (2001), The foundations of cost-sensitive learning; King, Zeng (2001), Logistic regression in rare events data;
van den Goorbergh et al. (2022), The harm of class imbalance corrections for risk prediction models.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.business.metrics.base import decide
from hanpan.insights.rare.record import RareWay


def shifted(output: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Probabilities (n, C) divided by the class shares, summing to 1: as if all classes were equally common."""
    raised = output / np.clip(shares, 1e-12, None)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def judged_way(way: str, y: np.ndarray, output: np.ndarray, **scores: Any) -> RareWay:
    """Counts per class and summary scores of outputs (n, C); rows without an output are left out."""
    known = np.isfinite(output).all(axis=1)
    y, output = y[known].astype(int), output[known]
    said, n_classes = decide(output), output.shape[1]
    right = np.bincount(y[said == y], minlength=n_classes)
    rows, called = np.bincount(y, minlength=n_classes), np.bincount(said, minlength=n_classes)
    present = rows > 0
    return RareWay(
        way=way,
        found=right.tolist(),
        called=called.tolist(),
        accuracy=float((said == y).mean()),
        mean_recall=float((right[present] / rows[present]).mean()),
        **scores,
    )
