"""Precision: of those called, how many were right."""

import numpy as np

from hanpan.business.metrics.base import Metric
from hanpan.business.metrics.counts import counts_of, judged_classes


def mean_precision(y: np.ndarray, output: np.ndarray, decided: np.ndarray) -> float:
    """Precision of the positive class, or the plain mean over the classes present where there are more than two."""
    return float(np.mean(counts_of(y, decided, judged_classes(y, output)).precision))


PRECISION = Metric(
    name="precision",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="decision",
    function=mean_precision,
    reference="Kent et al. (1955), Machine literature searching.",
)
