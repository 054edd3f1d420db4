"""Accuracy: the share of right decisions."""

import numpy as np

from hanpan.business.metrics.base import Metric


def accuracy(y: np.ndarray, _: np.ndarray, decided: np.ndarray) -> float:
    """Share of rows decided as their true class."""
    return float(np.mean(y == decided))


ACCURACY = Metric(
    name="accuracy",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="decision",
    function=accuracy,
    reference="Metz (1978), Basic principles of ROC analysis.",
)
