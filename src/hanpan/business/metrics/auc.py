"""AUC: how often a row of a class gets a higher probability of it than a row of another."""

import numpy as np

from hanpan.business.metrics.base import Metric


def area_under_roc(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float | None:
    """Area under the ROC curve; for more than two classes the mean of one against the rest over the classes present.

    None when only one class is present.
    """
    present = np.unique(y)
    if len(present) < 2:
        return None
    if output.shape[1] == 2:
        return rank_auc(y == 1, output[:, 1])
    return float(np.mean([rank_auc(y == code, output[:, code]) for code in present]))


def rank_auc(positive: np.ndarray, score: np.ndarray) -> float:
    """AUC of one score (n,) by mean ranks (Mann-Whitney), ties counted half."""
    _, where, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    n_positive = int(positive.sum())
    n_negative = len(positive) - n_positive
    above = ranks[where][positive].sum() - n_positive * (n_positive + 1) / 2
    return float(above / (n_positive * n_negative))


AUC = Metric(
    name="auc",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="probability",
    function=area_under_roc,
    reference="Hanley, McNeil (1982), The meaning and use of the area under a ROC curve; Hand, Till (2001).",
)
