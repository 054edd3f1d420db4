"""Recall: of those to be found, how many were."""

import numpy as np

from hanpan.business.metrics.base import Metric
from hanpan.business.metrics.counts import counts_of, judged_classes


def mean_recall(y: np.ndarray, output: np.ndarray, decided: np.ndarray) -> float:
    """Recall of the positive class, or the plain mean over the classes present where there are more than two."""
    return float(np.mean(counts_of(y, decided, judged_classes(y, output)).recall))


RECALL = Metric(
    name="recall",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="decision",
    function=mean_recall,
    reference="Kent et al. (1955), Machine literature searching.",
)
