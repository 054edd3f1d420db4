"""Which features go together: one measure per pair of kinds, all on the scale of a correlation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from hanpan.data.across.record import Related, Tie
from hanpan.data.pairs.counts import cramers_v, cross_table
from hanpan.data.pairs.groups import omega_squared
from hanpan.data.pairs.merging import merge_rare
from hanpan.data.pairs.numbers import centred
from hanpan.data.schema import Column
from hanpan.data.values import CodedColumn, Values, sample_rows
from hanpan.statistics.arrays import Floats, Ints

COMPARED = ("number", "date", "category", "ordered")
MOST_ROWS = 5_000
MOST_COLUMNS = 40
SHOWN = 20
_FEWEST = 10
_MOST_PAIRS = 12


def related(values: Values, columns: Sequence[Column]) -> Related | None:
    """Association of every two of the first 40 features, and of the 20 that are most closely tied to another.

    Two numbers: Pearson's r, with its sign. A number and a category: the correlation ratio, the root of omega squared.
    Two categories: Cramér's V without its bias.

    Returns
    -------
    Related or None
        None for less than two columns, or too few rows.

    References
    ----------
    Fisher, R. A. (1925), Statistical Methods for Research Workers, section 45; Bergsma, W. (2013), Journal of the
    Korean Statistical Society 42, 323-328; Bar-Joseph, Z. et al. (2001), Bioinformatics 17, S22-S29.
    """
    usable = [column for column in columns if column.kind in COMPARED]
    looked = usable[:MOST_COLUMNS]
    rows = sample_rows(np.arange(len(values.frame)), MOST_ROWS, "related")
    parts = [_part(values, column, rows) for column in looked]
    size = len(looked)
    if size < 2 or len(rows) < _FEWEST:
        return None
    matrix, measures = np.eye(size), {}
    for i in range(size):
        for j in range(i):
            measure, value = association(parts[i], parts[j])
            matrix[i, j] = matrix[j, i] = value if np.isfinite(value) else 0.0
            measures[i, j] = measure
    pairs = sorted(measures, key=lambda pair: -abs(matrix[pair]))[:_MOST_PAIRS]
    chosen = _chosen(matrix)
    return Related(
        names=[looked[k].name for k in chosen],
        matrix=matrix[np.ix_(chosen, chosen)].round(3).tolist(),
        pairs=[
            Tie(first=looked[j].name, second=looked[i].name, measure=measures[i, j], value=float(matrix[i, j]))
            for i, j in pairs
        ],
        rows=len(rows),
        of=len(values.frame),
        columns=size,
        left_out=len(usable) - size,
    )


def association(first: Floats | CodedColumn, second: Floats | CodedColumn) -> tuple[str, float]:
    """The measure that fits two columns (m,), and its value; 0 where one of them does not vary."""
    if isinstance(first, CodedColumn) and isinstance(second, CodedColumn):
        kept = (first.codes >= 0) & (second.codes >= 0)
        if kept.sum() < _FEWEST:
            return "v", 0.0
        table = cross_table(
            CodedColumn(first.codes[kept], first.labels), CodedColumn(second.codes[kept], second.labels)
        )
        return "v", cramers_v(table) if min(table.shape) > 1 else 0.0
    if isinstance(first, CodedColumn) or isinstance(second, CodedColumn):
        groups, numbers = (first, second) if isinstance(first, CodedColumn) else (second, first)
        return "ratio", _ratio(groups.codes, np.asarray(numbers))  # type: ignore[union-attr]
    kept = np.isfinite(first) & np.isfinite(second)
    x, y = first[kept], second[kept]
    if len(x) < _FEWEST or not np.ptp(x) or not np.ptp(y):
        return "r", 0.0
    r = float(np.corrcoef(centred(x), centred(y))[0, 1])
    return "r", r if np.isfinite(r) else 0.0


def _ratio(codes: Ints, numbers: Floats) -> float:
    kept = (codes >= 0) & np.isfinite(numbers)
    codes, numbers = codes[kept], numbers[kept]
    if len(numbers) < _FEWEST or not np.ptp(numbers):
        return 0.0
    order = np.argsort(codes, kind="stable")
    edges = np.flatnonzero(np.diff(codes[order])) + 1
    return float(np.sqrt(omega_squared(np.split(centred(numbers)[order], edges)))) if len(edges) else 0.0


def _part(values: Values, column: Column, rows: Ints) -> Floats | CodedColumn:
    if values.is_numeric(column.name):
        return values.numbers(column.name)[rows]
    whole = values.codes(column.name)
    known = whole.codes[rows]
    merged, _ = merge_rare(CodedColumn(known[known >= 0], whole.labels), at_least=2)
    codes = np.full(len(rows), -1, dtype=np.intp)
    codes[known >= 0] = merged.codes
    return CodedColumn(codes, merged.labels)


def _chosen(matrix: Floats) -> list[int]:
    """The columns with the closest ties, in an order that keeps neighbours together."""
    ties = np.abs(matrix - np.eye(len(matrix))).max(axis=1)
    chosen = np.sort(np.argsort(-ties, kind="stable")[:SHOWN])
    if len(chosen) < 3:
        return [int(k) for k in chosen]
    apart = 1 - np.abs(matrix[np.ix_(chosen, chosen)])
    np.fill_diagonal(apart, 0.0)
    tree = hierarchy.linkage(squareform(np.clip(apart, 0, 1), checks=False), "average", optimal_ordering=True)
    return [int(chosen[k]) for k in hierarchy.leaves_list(tree)]
