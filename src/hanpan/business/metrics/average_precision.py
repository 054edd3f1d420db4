"""Average precision: the mean precision down the ranked rows, counted at each positive row that is found."""

import numpy as np

from hanpan.business.metrics.base import Metric


def mean_average_precision(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float | None:
    """Area under the precision-recall curve, as a sum of steps; the mean over the classes present for more than two.

    None when only one class is present. A ranking by chance has the share of the positive class.
    """
    present = np.unique(y)
    if len(present) < 2:
        return None
    codes = [1] if output.shape[1] == 2 else present
    return float(np.mean([ranked_precision(y == code, output[:, code]) for code in codes]))


def ranked_precision(positive: np.ndarray, score: np.ndarray) -> float:
    """Average precision of one score (n,); rows of equal score are found at once.

    Examples
    --------
    >>> ranked_precision(np.array([True, False, True, False]), np.array([0.9, 0.8, 0.7, 0.1])).__round__(4)
    0.8333
    """
    _, where = np.unique(-score, return_inverse=True)
    return stepped(np.bincount(where, weights=positive), np.bincount(where))


def stepped(hits: np.ndarray, rows: np.ndarray) -> float:
    """The sum of precision times the recall gained; positive rows and all rows by rank, the highest score first."""
    found, called = np.cumsum(hits), np.cumsum(rows)
    return float(np.sum(hits * found / np.maximum(called, 1)) / found[-1])


AVERAGE_PRECISION = Metric(
    name="average_precision",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="probability",
    function=mean_average_precision,
    reference="Davis, Goadrich (2006), The relationship between precision-recall and ROC curves.",
)
