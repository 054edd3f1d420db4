"""Numbers between groups: Welch's t and ANOVA, Kruskal-Wallis where a group does not vary, Mann-Whitney with AUC."""

from __future__ import annotations

import numpy as np
from scipy import stats

from hanpan.data.pairs.numbers import centred
from hanpan.data.pairs.record import Pair
from hanpan.data.values import Codes, Floats, Ints

SHOWN_GROUPS = 12


def compare_groups(column: str, numbers: Floats, groups: Codes) -> Pair | None:
    """A number between the groups of a category: Welch's t-test for two, Welch's ANOVA for more.

    Parameters
    ----------
    numbers
        (m,), no missing.
    groups
        Codes (m,), every group with at least two rows.

    References
    ----------
    Welch, B. L. (1947), Biometrika 34, 28-35; Welch, B. L. (1951), Biometrika 38, 330-336; Kruskal, W. H. and
    Wallis, W. A. (1952), JASA 47, 583-621.
    """
    if len(groups.labels) < 2 or np.ptp(numbers) == 0:
        return None
    evidence = {"n": len(numbers), "groups": _described(_split(numbers, groups), groups.labels)}
    parts = _split(centred(numbers), groups)
    if any(np.ptp(part) == 0 for part in parts):
        statistic, p = stats.kruskal(*parts)
        return Pair(column=column, test="kruskal", effect=eta_squared(parts), p=p, evidence=evidence | {"H": statistic})
    if len(parts) == 2:
        statistic, p = stats.ttest_ind(*parts, equal_var=False)
        return Pair(column=column, test="welch_t", effect=hedges_g(*parts), p=p, evidence=evidence | {"t": statistic})
    statistic, p = stats.f_oneway(*parts, equal_var=False)
    return Pair(column=column, test="welch_anova", effect=eta_squared(parts), p=p, evidence=evidence | {"F": statistic})


def compare_ranks(column: str, numbers: Floats, positive: Ints) -> Pair | None:
    """A number against two classes: Mann-Whitney U, as the AUC of the column alone.

    References
    ----------
    Mann, H. B. and Whitney, D. R. (1947), Annals of Mathematical Statistics 18, 50-60; Hanley, J. A. and McNeil,
    B. J. (1982), Radiology 143, 29-36.
    """
    high, low = numbers[positive == 1], numbers[positive == 0]
    if not len(high) or not len(low) or np.ptp(numbers) == 0:
        return None
    statistic, p = stats.mannwhitneyu(high, low)
    evidence = {"n": len(numbers), "U": statistic, "median_positive": np.median(high), "median_other": np.median(low)}
    return Pair(column=column, test="mann_whitney", effect=statistic / (len(high) * len(low)), p=p, evidence=evidence)


def hedges_g(first: Floats, second: Floats) -> float:
    """Difference of two means in pooled standard deviations, corrected for small samples.

    References
    ----------
    Hedges, L. V. (1981), Journal of Educational Statistics 6, 107-128.

    Examples
    --------
    >>> import numpy as np
    >>> round(hedges_g(np.array([2.0, 4.0, 6.0]), np.array([1.0, 3.0, 5.0])), 3)
    0.4
    """
    free = len(first) + len(second) - 2
    pooled = ((len(first) - 1) * first.var(ddof=1) + (len(second) - 1) * second.var(ddof=1)) / free
    return float((first.mean() - second.mean()) / np.sqrt(pooled) * (1 - 3 / (4 * free - 1)))


def eta_squared(parts: list[Floats]) -> float:
    """Share of the variance that lies between groups.

    References
    ----------
    Cohen, J. (1973), Educational and Psychological Measurement 33, 107-112.
    """
    everything = np.concatenate(parts)
    mean = everything.mean()
    between = sum(len(part) * (part.mean() - mean) ** 2 for part in parts)
    return float(between / ((everything - mean) ** 2).sum())


def _split(numbers: Floats, groups: Codes) -> list[Floats]:
    order = np.argsort(groups.codes, kind="stable")
    edges = np.cumsum(np.bincount(groups.codes, minlength=len(groups.labels)))[:-1]
    return np.split(numbers[order], edges)


def _described(parts: list[Floats], labels: list[str]) -> list[dict[str, object]]:
    described = [
        {"label": label, "n": len(part), "mean": float(part.mean())} for label, part in zip(labels, parts, strict=True)
    ]
    return described[:SHOWN_GROUPS]
