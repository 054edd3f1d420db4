"""The domain classifier: how well a forest tells rows that came from those of the training, all columns together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hanpan.data.schema import Schema
from hanpan.deployment.counting.bins import values_of
from hanpan.deployment.monitoring.record import Domain
from hanpan.preparation.columns import Columns
from hanpan.statistics.interval import Z

LEAST_ROWS = 20  # on each side
_MOST_ROWS = 2_000
_TREES = 100
_FOLDS = 2
_MOST_NAMED = 5
_UNKNOWN = -1.0


def domain_of(reference: pd.DataFrame, now: pd.DataFrame, schema: Schema, target: str) -> Domain | None:
    """How well rows of the training and rows that came are told apart out of fold; None of too few.

    Both are typed tables. Dates are left out: they tell the time by themselves. Each half of the rows is judged by a
    forest of the other half, so that a rank test of it is exact (scores of many folds together are not); p is the
    smaller one of both, corrected for taking two. The AUC's limits are those of Hanley and McNeil on one half.

    References
    ----------
    Lopez-Paz, Oquab (2017), Revisiting classifier two-sample tests; Rabanser, Günnemann, Lipton (2019), Failing loudly;
    Hanley, McNeil (1982), The meaning and use of the area under a ROC curve.
    """
    names = [column.name for column in schema.singles if column.kind != "date" and column.name != target]
    if min(len(reference), len(now)) < LEAST_ROWS or not names:
        return None
    random = np.random.default_rng(0)
    parts = [_sampled(frame, random) for frame in (reference, now)]
    x = _numbers(pd.concat([part[names] for part in parts], ignore_index=True), schema, names)
    y = np.repeat([0, 1], [len(part) for part in parts])
    judged, weight = _halves(x, y)
    auc, low, high = (float(np.mean([getattr(one, end) for one in judged])) for end in ("auc", "low", "high"))
    p = min(1.0, _FOLDS * min(one.p for one in judged))
    strongest = [names[place] for place in np.argsort(-weight, kind="stable")[:_MOST_NAMED] if weight[place] > 0]
    return Domain(auc=auc, low=low, high=high, p=p, rows=len(parts[1]), reference_rows=len(parts[0]), columns=strongest)


def _sampled(frame: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    if len(frame) <= _MOST_ROWS:
        return frame
    return frame.iloc[np.sort(random.choice(len(frame), _MOST_ROWS, replace=False))]


def _numbers(frame: pd.DataFrame, schema: Schema, names: list[str]) -> np.ndarray:
    """Numbers as they are, words by how frequent they are among all rows, texts by their length (n, k)."""
    columns, made = Columns(frame), []
    for name in names:
        if schema[name].kind in ("category", "ordered"):
            codes, words = columns.levels(name)
            often = np.bincount(codes[codes >= 0], minlength=len(words))
            place = np.append(np.argsort(np.argsort(-often, kind="stable")), _UNKNOWN)
            made.append(place[codes].astype(float))
        else:
            made.append(values_of(columns, name, "number" if schema[name].kind == "number" else "text"))
    return np.column_stack(made)


@dataclass(frozen=True)
class _Half:
    auc: float
    low: float
    high: float
    p: float


def _halves(x: np.ndarray, y: np.ndarray) -> tuple[list[_Half], np.ndarray]:
    """Each half judged by a forest of the other one, and the weight of each column (k,)."""
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import StratifiedKFold

    x = np.clip(np.where(np.isfinite(x), x, np.nan), -1e30, 1e30)
    judged, weight = [], np.zeros(x.shape[1])
    for fit, rest in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(x, y):
        forest = RandomForestClassifier(
            _TREES, min_samples_leaf=3, max_features=0.5, class_weight="balanced", random_state=0, n_jobs=1
        ).fit(x[fit], y[fit])
        judged.append(_judged(forest.predict_proba(x[rest])[:, 1], y[rest]))
        weight += forest.feature_importances_
    return judged, weight


def _judged(score: np.ndarray, y: np.ndarray) -> _Half:
    from scipy import stats

    old, new = score[y == 0], score[y == 1]
    found = stats.mannwhitneyu(new, old, alternative="greater", method="asymptotic")
    auc = float(found.statistic / (len(old) * len(new)))
    above, twice = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = auc * (1 - auc) + (len(new) - 1) * (above - auc**2) + (len(old) - 1) * (twice - auc**2)
    far = Z * float(np.sqrt(max(variance, 0.0) / (len(old) * len(new))))
    return _Half(auc, max(0.0, auc - far), min(1.0, auc + far), float(found.pvalue))
