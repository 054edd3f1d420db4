"""MCC (Matthews' correlation coefficient): the correlation of decisions with the truth, all four counts weighed."""

import numpy as np

from hanpan.business.metrics.base import Metric


def matthews(y: np.ndarray, _: np.ndarray, decided: np.ndarray) -> float:
    """Correlation of (n,) codes decided with those true, for any number of classes; 0 where one of them is constant.

    Examples
    --------
    >>> matthews(np.array([1, 0, 0, 1]), np.array([]), np.array([1, 0, 0, 0])).__round__(4)
    0.5774
    """
    most = 1 + max(int(y.max(initial=0)), int(decided.max(initial=0)))
    true, said = (np.bincount(codes, minlength=most).astype(float) for codes in (y, decided))
    rows, right = float(len(y)), float(np.sum(y == decided))
    spread = (rows**2 - said @ said) * (rows**2 - true @ true)
    return float((right * rows - said @ true) / np.sqrt(spread)) if spread > 0 else 0.0


MCC = Metric(
    name="mcc",
    tasks=("binary", "multiclass"),
    greater_is_better=True,
    optimum=1.0,
    needs="decision",
    function=matthews,
    reference="Matthews (1975), Comparison of predicted and observed secondary structure; Gorodkin (2004).",
)
