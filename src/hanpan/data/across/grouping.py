"""How alike the rows of one group are: the intraclass correlation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from scipy import stats

from hanpan.business.problem import Problem
from hanpan.data.across.record import ColumnLikeness, Grouping, Likeness
from hanpan.data.schema import Column
from hanpan.data.values import CodedColumn, TargetValues, Values, sample_rows, target_of
from hanpan.statistics.arrays import Floats, Ints

MOST_ROWS = 50_000


def grouping(values: Values, problem: Problem | None, rows: Ints, columns: Sequence[Column]) -> Grouping | None:
    """How rows fall into the card's groups, and how alike rows of one group are.

    Returns
    -------
    Grouping or None
        None without groups.
    """
    if problem is None or problem.group is None:
        return None
    codes = codes_of(values, problem.group).codes
    sizes = np.bincount(codes[codes >= 0])
    sizes = sizes[sizes > 0]
    if len(sizes) < 2:
        return None
    used = sample_rows(np.arange(len(codes)), MOST_ROWS, "grouping")
    alike = [
        (column.name, likeness(values.numbers(column.name)[used], codes[used]))
        for column in columns
        if column.kind == "number" and values.is_numeric(column.name)
    ]
    return Grouping(
        group=problem.group,
        groups=len(sizes),
        rows=int(sizes.sum()),
        smallest=int(sizes.min()),
        median=float(np.median(sizes)),
        largest=int(sizes.max()),
        target=target_likeness(target_of(values, problem), codes, rows),
        columns=[ColumnLikeness(name=name, **asdict(one)) for name, one in alike if one],
    )


def target_likeness(target: TargetValues, codes: Ints, rows: Ints) -> Likeness | None:
    """Likeness of y within groups on some rows; of classes, that of the one that is most alike."""
    known = rows[target.known[rows]]
    if not target.labels:
        return likeness(target.values[known], codes[known])
    asked = [1] if len(target.labels) == 2 else range(len(target.labels))
    found = [likeness((target.classes[known] == code).astype(np.float64), codes[known]) for code in asked]
    told = [one for one in found if one]
    return max(told, key=lambda one: one.icc) if told else None


def likeness(numbers: Floats, codes: Ints) -> Likeness | None:
    """ICC(1): the share of the variance that lies between groups, whatever their number and sizes.

    Parameters
    ----------
    numbers, codes
        (m,) numbers, NaN left out; (m,) group codes, -1 left out.

    References
    ----------
    Shrout, P. E. and Fleiss, J. L. (1979), Psychological Bulletin 86, 420-428; Donner, A. (1986), International
    Statistical Review 54, 67-82, for groups of unequal size.

    Examples
    --------
    >>> found = likeness(np.array([1.0, 2.0, 5.0, 6.0, 9.0, 10.0]), np.array([0, 0, 1, 1, 2, 2]))
    >>> round(found.icc, 3)
    0.969
    """
    kept = np.isfinite(numbers) & (codes >= 0)
    x, groups = numbers[kept], np.unique(codes[kept], return_inverse=True)[1]
    sizes = np.bincount(groups) if len(x) else np.zeros(0)
    n, k = len(x), len(sizes)
    if k < 2 or n - k < 2 or not np.ptp(x):
        return None
    means = np.bincount(groups, weights=x) / sizes
    between = (sizes * (means - x.mean()) ** 2).sum() / (k - 1)
    within = ((x - means[groups]) ** 2).sum() / (n - k)
    if not within > 0:
        return Likeness(icc=1.0, low=1.0, high=1.0, p=0.0)
    usual = (n - (sizes**2).sum() / n) / (k - 1)
    f = between / within
    edges = [f / stats.f.ppf(tail, k - 1, n - k) for tail in (0.975, 0.025)]
    low, high = ((edge - 1) / (edge + usual - 1) for edge in edges)
    icc, p = (f - 1) / (f + usual - 1), stats.f.sf(f, k - 1, n - k)
    if not np.isfinite([icc, low, high, p]).all():
        return None
    return Likeness(icc=float(icc), low=float(low), high=float(high), p=float(p))


def codes_of(values: Values, name: str) -> CodedColumn:
    """Groups of a column (n,), -1 for missing, whatever its kind."""
    if not values.is_numeric(name):
        return values.codes(name)
    numbers = values.numbers(name)
    codes = np.full(len(numbers), -1, dtype=np.intp)
    known = np.isfinite(numbers)
    seen, codes[known] = np.unique(numbers[known], return_inverse=True)
    return CodedColumn(codes, [f"{value:g}" for value in seen])
