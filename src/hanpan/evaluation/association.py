"""Whether outputs have anything to do with y: a rank test that serves every task and metric."""

from __future__ import annotations

import numpy as np
from scipy import stats


def association(y: np.ndarray, output: np.ndarray, classes: bool) -> float:
    """Standardised rank association of outputs with y: about standard normal where there is none.

    For values this is Spearman's correlation, for two classes the Mann-Whitney statistic, for more the mean of one
    class against the rest: the statistic behind the AUC. Mean and variance are those over all permutations of y, in
    closed form.

    Parameters
    ----------
    y, output
        (n,) values or codes; (n,) values or (n, C) probabilities.
    classes
        Whether y are codes.

    References
    ----------
    Hoeffding (1951), A combinatorial central limit theorem.

    Examples
    --------
    >>> round(association(np.arange(10.), np.arange(10.) ** 3, classes=False), 6)
    3.0
    """
    if len(y) < 3:
        return 0.0
    return _of_classes(y.astype(int), output) if classes else _of_values(y, output.reshape(-1))


def _of_values(y: np.ndarray, output: np.ndarray) -> float:
    if np.ptp(output) == 0 or np.ptp(y) == 0:
        return 0.0
    correlation = np.corrcoef(stats.rankdata(output), stats.rankdata(y))[0, 1]
    return float(correlation * np.sqrt(len(y) - 1))


def _of_classes(y: np.ndarray, output: np.ndarray) -> float:
    """The sum over rows of a[row, y[row]], where a holds ranks weighed as in the mean of the classes' AUCs."""
    rows, width = output.shape
    counts = np.bincount(y, minlength=width).astype(float)
    judged = [1] if width == 2 else range(width)
    weighed = np.zeros((rows, width))
    for code in judged:
        if 0 < counts[code] < rows:
            weighed[:, code] = stats.rankdata(output[:, code]) / (counts[code] * (rows - counts[code]))
    by_row = weighed @ (counts / rows)
    centred = weighed - by_row[:, None] - weighed.mean(axis=0) + by_row.mean()
    variance = float((counts * centred**2).sum()) / (rows - 1)
    return float(centred[np.arange(rows), y].sum() / np.sqrt(variance)) if variance > 1e-300 else 0.0
