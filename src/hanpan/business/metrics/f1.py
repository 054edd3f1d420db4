"""F1: the harmonic mean of precision and recall."""

import numpy as np

from hanpan.business.metrics.base import Metric
from hanpan.business.metrics.counts import counts_of, judged_classes


def mean_f1(y: np.ndarray, output: np.ndarray, decided: np.ndarray) -> float:
    """F1 of the positive class, or the plain mean over the classes present where there are more than two."""
    return float(np.mean(counts_of(y, decided, judged_classes(y, output)).f1))


F1 = Metric(
    name="f1",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="decision",
    function=mean_f1,
    reference="van Rijsbergen (1979), Information retrieval.",
)
