"""Each feature against the target: one right test and one effect by the types of the two.

Where the card names a group, p and interval count groups (``shrunk.py``).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from msgspec import structs
from scipy import stats

from hanpan.business.problem import Problem
from hanpan.data.belonging import dependent
from hanpan.data.pairs.counts import compare_counts
from hanpan.data.pairs.groups import compare_groups, compare_ranks
from hanpan.data.pairs.merging import merge_rare
from hanpan.data.pairs.numbers import compare_numbers
from hanpan.data.pairs.record import Pair
from hanpan.data.pairs.shrunk import in_groups
from hanpan.data.plain import plain
from hanpan.data.schema import Column
from hanpan.data.values import CodedColumn, TargetValues, Values, sample_rows, target_of
from hanpan.statistics.arrays import Floats, Ints

MOST_ROWS = 50_000
MOST_CELLS = 20_000_000
FEWEST_ROWS = 2_000
COMPARED = ("number", "date", "category", "ordered")


def compare_pairs(values: Values, problem: Problem, rows: Ints, columns: Iterable[Column]) -> list[Pair]:
    """Test columns (number, date, category) against the target.

    Parameters
    ----------
    rows
        Positions of the development rows; where there are very many, a fixed sample of them is used.

    Returns
    -------
    list of Pair
        In table order, columns that cannot be tested left out; ``p`` corrected over all pairs.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), JRSS B 57, 289-300.
    """
    return _corrected(compare_all(values, problem, rows_for_pairs(values, rows), columns))


def compare_all(values: Values, problem: Problem, rows: Ints, columns: Iterable[Column]) -> list[Pair]:
    """The same on just these rows, each ``p`` as it stands alone."""
    whole = target_of(values, problem)
    target = TargetValues(whole.values[rows], whole.labels)
    group = dependent(values.frame, problem, rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a degenerate column gives NaN, told as None
        pairs = [pair for column in columns if (pair := _compared(values, column, rows, target, group))]
    return [_told(pair) for pair in pairs]


def rows_for_pairs(values: Values, rows: Ints) -> Ints:
    """The rows that are paired: all of them up to 50,000, fewer in very wide tables."""
    at_most = max(FEWEST_ROWS, min(MOST_ROWS, MOST_CELLS // max(1, len(values.features))))
    return sample_rows(rows, at_most, "pairs")


def _compared(values: Values, column: Column, rows: Ints, target: TargetValues, group: Ints | None) -> Pair | None:
    if column.kind not in COMPARED:
        return None
    if values.is_numeric(column.name):
        return _number(column.name, values.numbers(column.name)[rows], target, group)
    codes = values.codes(column.name)
    pair = _category(column.name, CodedColumn(codes.codes[rows], codes.labels), target, group)
    if pair is None or column.kind != "ordered" or len(target.labels) > 2:
        return pair
    return replace(pair, evidence=structs.replace(pair.evidence, **_trend(codes, column, rows, target)))


def _trend(whole: CodedColumn, column: Column, rows: Ints, target: TargetValues) -> dict[str, float]:
    """Spearman's correlation of the order of an ordered category with y (1 for the positive class)."""
    place = {label: rank for rank, label in enumerate(column.categories)}
    ranks = np.array([*(place.get(label, np.nan) for label in whole.labels), np.nan])[whole.codes[rows]]
    kept = np.isfinite(ranks) & target.known
    if len(np.unique(ranks[kept])) < 2 or not np.ptp(target.values[kept]):
        return {}
    found = stats.spearmanr(ranks[kept], target.values[kept])
    return {"trend": float(found.statistic), "trend_p": float(found.pvalue)}


def _number(name: str, x: Floats, target: TargetValues, group: Ints | None) -> Pair | None:
    kept = np.isfinite(x) & target.known
    x, y, of = x[kept], target.values[kept], _some(group, kept)
    if not len(x):
        return None
    if not target.labels:
        return in_groups(compare_numbers(name, x, y), x, y, of)
    if len(target.labels) == 2:
        return in_groups(
            compare_ranks(name, x, y.astype(np.intp)), x, CodedColumn(y.astype(np.intp), list(target.labels)), of
        )
    groups, merged = merge_rare(CodedColumn(y.astype(np.intp), list(target.labels)), at_least=2)
    used = groups.codes >= 0
    pair = compare_groups(name, x[used], _present(groups))
    return _merged(in_groups(pair, x[used], _present(groups), _some(of, used)), merged)


def _category(name: str, whole: CodedColumn, target: TargetValues, group: Ints | None) -> Pair | None:
    kept = (whole.codes >= 0) & target.known
    groups, merged = merge_rare(CodedColumn(whole.codes[kept], whole.labels), at_least=1 if target.labels else 2)
    used = groups.codes >= 0
    y, of, x = target.values[kept][used], _some(_some(group, kept), used), _present(groups)
    if not len(y):
        return None
    if target.labels:
        classes = CodedColumn(y.astype(np.intp), list(target.labels))
        return _merged(in_groups(compare_counts(name, x, classes), x, classes, of), merged)
    return _merged(in_groups(compare_groups(name, y, x), y, x, of), merged)


def _some(group: Ints | None, kept: npt.NDArray[np.bool_]) -> Ints | None:
    return None if group is None else group[kept]


def _merged(pair: Pair | None, merged: int) -> Pair | None:
    return pair and replace(pair, evidence=structs.replace(pair.evidence, merged=merged))


def _present(groups: CodedColumn) -> CodedColumn:
    return CodedColumn(groups.codes[groups.codes >= 0], groups.labels)


def _told(pair: Pair) -> Pair:
    """As plain values, the p-value kept in the evidence too."""
    evidence = structs.replace(pair.evidence, p=pair.p).finite()
    return replace(pair, effect=plain(pair.effect), p=plain(pair.p), evidence=evidence)


def _corrected(pairs: list[Pair]) -> list[Pair]:
    tested = [pair.p for pair in pairs if pair.p is not None]
    corrected = iter(stats.false_discovery_control(tested) if tested else ())
    return [pair if pair.p is None else replace(pair, p=float(next(corrected))) for pair in pairs]
