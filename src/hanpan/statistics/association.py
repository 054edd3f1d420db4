"""Whether outputs have anything to do with y: a rank test that serves every task and metric."""

from __future__ import annotations

import numpy as np
from scipy import stats

from hanpan.statistics.groups import sums


def association(y: np.ndarray, output: np.ndarray, classes: bool, group: np.ndarray | None = None) -> float:
    """Standardised rank association of outputs with y: about standard normal where there is none.

    For values this is Spearman's correlation, for two classes the Mann-Whitney statistic, for more the mean of one
    class against the rest: the statistic behind the AUC. Mean and variance are those over all permutations of y, in
    closed form. Rows of one group are no independent witnesses: there the sums of the groups are compared with each
    other, as in a t-test of as many values as there are groups, and the weaker of both statistics counts.

    Parameters
    ----------
    y, output
        (n,) values or codes; (n,) values or (n, C) probabilities.
    classes
        Whether y are codes.
    group
        (n,) numbers of groups, where rows are dependent within them.

    References
    ----------
    Hoeffding (1951), A combinatorial central limit theorem; Liang, Zeger (1986), Longitudinal data analysis using
    generalized linear models.

    Examples
    --------
    >>> round(association(np.arange(10.), np.arange(10.) ** 3, classes=False), 6)
    3.0
    """
    if len(y) < 3:
        return 0.0
    terms = _of_classes(y.astype(int), output) if classes else _of_values(y, output.reshape(-1))
    whole = float(terms.sum())
    if group is None or whole <= 0:
        return whole
    return min(whole, _by_groups(sums(terms, group)))


def _by_groups(terms: np.ndarray) -> float:
    """The t statistic of the groups' sums (g,), as the normal deviate that chance exceeds as often."""
    if len(terms) < 2:
        return 0.0
    error = float(terms.std(ddof=1) / np.sqrt(len(terms)))
    return float(-stats.norm.ppf(stats.t.sf(terms.mean() / error, len(terms) - 1))) if error > 0 else 0.0


def _of_values(y: np.ndarray, output: np.ndarray) -> np.ndarray:
    """What each row adds to the statistic (n,)."""
    if np.ptp(output) == 0 or np.ptp(y) == 0:
        return np.zeros(len(y))
    said, came = (stats.zscore(stats.rankdata(values)) for values in (output, y))
    return np.asarray(said * came * np.sqrt(len(y) - 1) / len(y))


def _of_classes(y: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Of a[row, y[row]], where a holds ranks weighed as in the mean of the classes' AUCs: what each row adds (n,)."""
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
    return centred[np.arange(rows), y] / np.sqrt(variance) if variance > 1e-300 else np.zeros(rows)
