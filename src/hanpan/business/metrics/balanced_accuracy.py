"""Balanced accuracy: the share found of each class, every class counting the same however rare."""

import numpy as np

from hanpan.business.metrics.base import Metric
from hanpan.business.metrics.counts import counts_of


def mean_share_found(y: np.ndarray, _: np.ndarray, decided: np.ndarray) -> float:
    """Plain mean of the recall of the classes present, of two classes both.

    Examples
    --------
    >>> mean_share_found(np.array([0, 0, 0, 1]), np.array([]), np.array([0, 0, 0, 0]))
    0.5
    """
    return float(np.mean(counts_of(y, decided, np.unique(y).tolist()).recall))


BALANCED_ACCURACY = Metric(
    name="balanced_accuracy",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="decision",
    function=mean_share_found,
    reference="Brodersen et al. (2010), The balanced accuracy and its posterior distribution.",
)
