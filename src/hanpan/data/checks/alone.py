"""How well one column alone predicts the target, each row judged by other rows only."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats

from hanpan.data.schema import Column
from hanpan.data.values import TargetValues, Values
from hanpan.statistics.arrays import Floats, Ints

MONOTONE = 0.9  # rank correlation from which a straight line is believed not to hang on a few extreme rows
FEWEST_PAIRS = 20
FOLDS = 5


class Alone(NamedTuple):
    """A score of one column: ``metric`` is auc, r2 or accuracy; ``base`` is what no column at all reaches."""

    metric: str
    value: float
    base: float


def alone_score(values: Values, column: Column, rows: Ints, target: TargetValues) -> Alone | None:
    """Out-of-fold score of a column, from the mean (or majority) of the rows that share its value or its bin.

    Bins follow x only, missing cells are a bin of their own; of dates and texts only their absence is used.

    References
    ----------
    Kaufman, S. et al. (2012), Leakage in data mining, ACM TKDD 6(4), 15.
    """
    codes = _bins_of(values, column, rows)
    if codes.min() == codes.max():
        return None
    if len(target.labels) == 2:
        return Alone("auc", auc(left_out_means(codes, target.values), target.values), 0.5)
    x = values.numbers(column.name)[rows] if column.kind == "number" and values.is_numeric(column.name) else None
    if target.labels:
        share = left_out_accuracy(codes, target.classes, len(target.labels))
        share = share if x is None else max(share, nearest_accuracy(x, target.classes, len(target.labels)))
        return Alone("accuracy", share, _majority(target))
    explained = left_out_r2(codes, target.values)
    return Alone("r2", explained if x is None else max(explained, monotone_r2(x, target.values)), 0.0)


def left_out_means(codes: Ints, y: Floats) -> Floats:
    """For each row (m,) the mean of its bin in the other folds, drawn to the overall mean as by one more row."""
    cells = codes * FOLDS + fold_of(codes, y)
    sums, sizes = (_others(np.bincount(cells, weights=w, minlength=_cells(codes)))[cells] for w in (y, None))
    return np.asarray((sums + y.mean()) / (sizes + 1))


def left_out_accuracy(codes: Ints, classes: Ints, n_classes: int) -> float:
    """Share of rows whose class is the most frequent one of their bin in the other folds."""
    cells = codes * FOLDS + fold_of(codes, classes)
    shape = _cells(codes), n_classes
    table = np.bincount(cells * n_classes + classes, minlength=shape[0] * shape[1]).reshape(shape)
    overall = np.bincount(classes, minlength=n_classes) / (2 * len(classes))  # ties go to the larger class
    winners = (_others(table) + overall).argmax(axis=1)
    return float((winners[cells] == classes).mean())


def nearest_accuracy(x: Floats, classes: Ints, n_classes: int) -> float:
    """Share of rows whose class is the most frequent one at the nearest different value of x.

    Sharper than bins where classes meet. Copies of a row share its value, so they cannot vouch for each other;
    a row with x missing counts as wrong.
    """
    kept = np.isfinite(x)
    distinct, place = np.unique(x[kept], return_inverse=True)
    if len(distinct) < FEWEST_PAIRS:
        return 0.0
    flat = np.bincount(place * n_classes + classes[kept], minlength=len(distinct) * n_classes)
    table = flat.reshape(-1, n_classes)
    gaps = np.concatenate([[np.inf], np.diff(distinct), [np.inf]])
    nearest = np.arange(len(distinct)) + np.where(gaps[1:] < gaps[:-1], 1, -1)
    return float(table[np.arange(len(distinct)), table.argmax(axis=1)[nearest]].sum() / len(x))


def fold_of(codes: Ints, y: Floats | Ints) -> Ints:
    """Five folds (m,), dealt like cards in order of bin and target: every fold sees the same mixture."""
    fold = np.empty(len(codes), dtype=np.intp)
    fold[np.lexsort((y, codes))] = np.arange(len(codes)) % FOLDS
    return fold


def _others(table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Counts or sums (bins * folds, ...) of each cell's bin in all folds but the cell's own."""
    by_fold = table.reshape(-1, FOLDS, *table.shape[1:])
    return np.asarray((by_fold.sum(axis=1, keepdims=True) - by_fold).reshape(table.shape))


def _cells(codes: Ints) -> int:
    return (int(codes.max()) + 1) * FOLDS


def left_out_r2(codes: Ints, y: Floats) -> float:
    """Share of the variance explained by left-out means."""
    return float(1 - ((y - left_out_means(codes, y)) ** 2).sum() / ((y - y.mean()) ** 2).sum())


def monotone_r2(x: Floats, y: Floats) -> float:
    """Squared correlation of a line or of ranks: finds y in another unit, also where bins are too coarse for its tail.

    0 where most of x is missing, or where the ranks do not agree.
    """
    kept = np.isfinite(x)
    x, y = x[kept], y[kept]
    if kept.sum() < max(FEWEST_PAIRS, kept.size / 2) or x.min() == x.max() or y.min() == y.max():
        return 0.0
    rank = np.corrcoef(stats.rankdata(x), stats.rankdata(y))[0, 1] ** 2
    if rank < MONOTONE**2:
        return 0.0
    return float(max(rank, np.corrcoef(x - np.median(x), y)[0, 1] ** 2))


def auc(scores: Floats, positive: Floats) -> float:
    """Chance that a positive row scores above another; ties count half."""
    ranks = stats.rankdata(scores)
    n = positive.sum()
    return float((ranks[positive == 1].sum() - n * (n + 1) / 2) / (n * (len(positive) - n)))


def _bins_of(values: Values, column: Column, rows: Ints) -> Ints:
    """Bins (m,), from 0 for missing."""
    if column.kind in ("date", "text", "id"):
        return (~values.missing(column.name)[rows]).astype(np.intp)
    if not values.is_numeric(column.name):
        return values.codes(column.name).codes[rows] + 1
    x = values.numbers(column.name)[rows]
    known = np.isfinite(x)
    bins = np.zeros(len(x), dtype=np.intp)
    if known.any():
        bins[known] = 1 + np.searchsorted(bin_edges(x[known]), x[known], side="right")
    return bins


def bin_edges(x: Floats) -> Floats:
    """Edges of about 2 sqrt(m) bins with equally many rows; a frequent value has a bin of its own."""
    points = np.quantile(x, np.linspace(0, 1, 2 * int(np.sqrt(len(x))) + 1))
    edges, times = np.unique(points, return_counts=True)
    return np.unique(np.concatenate([edges, np.nextafter(edges[times > 1], np.inf)]))


def _majority(target: TargetValues) -> float:
    return float(np.bincount(target.classes).max() / len(target.values))
