"""Fairness over protected columns: whether the model errs alike in every group.

Which measure matters is a question of values, not of statistics: all are told, none is called the right one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import stats

from hanpan.data.pairs.counts import compare_counts
from hanpan.data.pairs.groups import compare_groups
from hanpan.data.pairs.shrunk import in_groups as clustered
from hanpan.data.values import CodedColumn
from hanpan.insights.fairness.record import Fairness, Gap, GroupRow
from hanpan.statistics.estimates import in_groups
from hanpan.statistics.holm import holm
from hanpan.statistics.interval import Estimate

_LEAST = 10  # rows behind a share or mean, for it to be compared
_LEVEL = 0.05


# What a measure counts: rows asked, and the value of each (booleans for shares, else numbers).
Counted = dict[str, tuple[np.ndarray, np.ndarray]]


def fairness(
    column: str,
    groups: Sequence[tuple[str, np.ndarray]],
    counted: Counted,
    *,
    used: bool,
    clusters: np.ndarray | None = None,
) -> Fairness | None:
    """Every measure in every group, and the differences.

    Parameters
    ----------
    column
        The protected column.
    groups
        Name and rows (n,) bool of each group.
    counted
        See ``of_classes`` and ``of_values``.
    used
        Whether the model was given the column.
    clusters
        (n,) numbers of the groups of rows (several rows of one person) that chance is counted in.

    Returns
    -------
    Fairness or None
        None where there are not two groups.

    References
    ----------
    Hardt, Price, Srebro (2016), Equality of opportunity in supervised learning; Barocas, Hardt, Narayanan (2023),
    Fairness and machine learning, chapter 3.
    """
    kept = [(name, rows) for name, rows in groups if rows.any()]
    if len(kept) < 2:
        return None
    told = [
        GroupRow(
            group=name,
            rows=int(rows.sum()),
            measures={key: _estimate(*one, rows, clusters) for key, one in counted.items()},
        )
        for name, rows in kept
    ]
    tested = {key: _test(*one, [rows for _, rows in kept], clusters) for key, one in counted.items()}
    corrected = dict(zip(tested, holm(list(tested.values())), strict=True))
    gaps = [gap for key in counted if (gap := _gap(key, told, corrected[key])) is not None]
    return Fairness(column=column, used=used, groups=told, gaps=gaps)


def of_classes(y: np.ndarray, decided: np.ndarray, classes: int) -> Counted:
    """Measures of decisions: for two classes of the positive one, for more whether the decision is right."""
    everyone = np.ones(len(y), dtype=bool)
    if classes > 2:
        return {"right": (everyone, decided == y)}
    said, so = decided == 1, y == 1
    return {
        "actual": (everyone, so),
        "decided": (everyone, said),
        "recall": (so, said),
        "precision": (said, so),
        "false_alarm": (~so, said),
    }


def of_values(y: np.ndarray, output: np.ndarray) -> Counted:
    """Measures of predicted numbers: size of the error, and prediction less truth."""
    everyone = np.ones(len(y), dtype=bool)
    return {"error": (everyone, np.abs(y - output)), "bias": (everyone, output - y)}


def _estimate(asked: np.ndarray, value: np.ndarray, rows: np.ndarray, clusters: np.ndarray | None) -> Estimate:
    own = rows & asked
    return in_groups(value[own], None if clusters is None else clusters[own])


def _test(asked: np.ndarray, value: np.ndarray, groups: list[np.ndarray], clusters: np.ndarray | None) -> float | None:
    """p that all groups are alike: Fisher's test for two shares, chi-square for more, Welch's ANOVA for means."""
    own = [rows & asked for rows in groups if (rows & asked).sum() >= _LEAST]
    if len(own) < 2:
        return None
    if clusters is not None:
        return _in_clusters(value, own, clusters)
    large = [value[rows] for rows in own]
    if large[0].dtype != bool:
        return _finite(lambda: stats.f_oneway(*large, equal_var=False).pvalue)
    table = np.array([[part.sum(), (~part).sum()] for part in large])
    if (table.sum(axis=0) == 0).any():
        return 1.0
    if len(large) == 2:
        return float(stats.fisher_exact(table).pvalue)
    return float(stats.chi2_contingency(table).pvalue)


def _in_clusters(value: np.ndarray, own: list[np.ndarray], clusters: np.ndarray) -> float | None:
    """The same with chance counted in clusters of rows; None where there are too few of them."""
    at = np.concatenate([np.flatnonzero(rows) for rows in own])
    levels = CodedColumn(
        np.repeat(np.arange(len(own)), [rows.sum() for rows in own]), [str(k) for k in range(len(own))]
    )
    if value.dtype != bool:
        pair = clustered(compare_groups("", value[at], levels), value[at], levels, clusters[at])
    else:
        yes = CodedColumn(value[at].astype(np.intp), ["no", "yes"])
        pair = clustered(compare_counts("", levels, yes), levels, yes, clusters[at])
    return 1.0 if pair is None else pair.p


def _finite(test: Callable[[], float]) -> float | None:
    with np.errstate(divide="ignore", invalid="ignore"):
        p = float(test())
    return p if np.isfinite(p) else None


def _gap(measure: str, told: list[GroupRow], p: float | None) -> Gap | None:
    known = [(row.measures[measure].value, row.group) for row in told if row.measures[measure].rows >= _LEAST]
    values = [(value, name) for value, name in known if value is not None]
    if len(values) < 2:
        return None
    (least, where), (most, there) = min(values), max(values)
    return Gap(
        measure=measure,
        least=where,
        least_value=least,
        most=there,
        most_value=most,
        p=p,
        beyond_chance=p is not None and p < _LEVEL,
    )
