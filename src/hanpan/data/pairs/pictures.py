"""What the right picture of a pair is drawn from, in few numbers: points or cells, densities, periods.

Boxes and mosaics are drawn from the evidence of the test itself.
"""

from __future__ import annotations

import numpy as np
from msgspec import structs

from hanpan.business.problem import Problem
from hanpan.data.pairs.counts import shares_of
from hanpan.data.pairs.groups import described
from hanpan.data.pairs.record import BendingLine, ClassDensity, CountedCells, PairPicture, Series
from hanpan.data.pairs.shapes import density, smooth
from hanpan.data.periods import periods_of
from hanpan.data.schema import Column
from hanpan.data.values import CodedColumn, TargetValues, Values, target_of
from hanpan.statistics.arrays import Floats, Ints

MOST_POINTS = 800
MOST_DENSITIES = 3
_CELLS = (30, 20)
_GRID = 81
_EDGE = 0.005  # of a long tail so much is left out on each side
_DIGITS = 5
_FEW_VALUES = 8
_LARGEST, _NARROW = 1e100, 1e-9
FEWEST_IN_PERIOD = 2


def picture_of(values: Values, problem: Problem, rows: Ints, column: Column) -> PairPicture:
    """The numbers behind a pair's picture.

    Parameters
    ----------
    rows
        The rows that were paired.
    """
    whole = target_of(values, problem)
    target = TargetValues(whole.values[rows], whole.labels)
    if not values.is_numeric(column.name):
        order = list(column.categories) if column.kind == "ordered" else []
        return PairPicture(kind="mosaic" if target.labels else "boxes", order=order)
    x = values.numbers(column.name)[rows]
    kept = np.isfinite(x) & target.known
    x, target = x[kept], TargetValues(target.values[kept], target.labels)
    if not _drawable(x) or not (target.labels or _drawable(target.values)):
        return PairPicture()
    if column.kind == "date":
        return _periods(x, target)
    values_seen = np.unique(x)
    if len(values_seen) <= _FEW_VALUES:
        return _by_value(x, values_seen, target)
    if not target.labels:
        return _scatter(x, target.values)
    seen = np.unique(target.classes)
    return (
        _densities(x, target) if len(seen) <= MOST_DENSITIES else PairPicture(kind="boxes", order=list(target.labels))
    )


def _by_value(x: Floats, seen: Floats, target: TargetValues) -> PairPicture:
    """A number of few values is shown like a category, in its order."""
    labels = [f"{value:g}" for value in seen]
    groups = CodedColumn(np.searchsorted(seen, x), labels)
    if target.labels:
        classes, shares = shares_of(groups, CodedColumn(target.classes, list(target.labels)))
        return PairPicture(kind="mosaic", order=labels, classes=[*classes], shares=shares)
    return PairPicture(kind="boxes", order=labels, groups=described(target.values, groups))


def _drawable(numbers: Floats) -> bool:
    """Whether the numbers vary, and by enough to be told apart in a picture and by little enough to be squared."""
    if not len(numbers):
        return False
    with np.errstate(over="ignore"):
        largest, span = float(np.abs(numbers).max()), float(np.ptp(numbers))
    return largest < _LARGEST and span > _NARROW * largest and span > 1 / _LARGEST


def _scatter(x: Floats, y: Floats) -> PairPicture:
    bend = smooth(x, y)
    told = PairPicture(
        kind="scatter", n=len(x), line=_line(x, y), smooth=BendingLine(x=_short(bend.x), y=_short(bend.y))
    )
    if len(x) <= MOST_POINTS:
        return structs.replace(told, x=_short(x.tolist()), y=_short(y.tolist()))
    edges = [_edges(side, most) for side, most in zip((x, y), _CELLS, strict=True)]
    counts, xs, ys = np.histogram2d(x, y, bins=edges)
    cells = CountedCells(x_edges=_short(xs.tolist()), y_edges=_short(ys.tolist()), counts=counts.astype(int).tolist())
    return structs.replace(told, cells=cells, outside=int(len(x) - counts.sum()))


def _edges(numbers: Floats, most: int) -> Floats:
    """Edges of at most so many equal cells, a long tail left out; one cell per value of few whole numbers."""
    low, high = np.quantile(numbers, (_EDGE, 1 - _EDGE))
    if not low < high:
        low, high = numbers.min(), numbers.max()
    if high - low < most and not (numbers % 1).any():
        return np.arange(low.round() - 0.5, high.round() + 1)
    return np.linspace(low, high, most + 1)


def _line(x: Floats, y: Floats) -> list[float]:
    """Intercept and slope of least squares."""
    dx = x - x.mean()
    slope = float((dx * (y - y.mean())).sum() / max((dx * dx).sum(), 1e-300))
    return [float(y.mean() - slope * x.mean()), slope]


def _densities(x: Floats, target: TargetValues) -> PairPicture:
    low, high = np.quantile(x, (_EDGE, 1 - _EDGE))
    if not low < high:
        low, high = x.min(), x.max()
    grid = np.linspace(low, high, _GRID)
    classes: list[ClassDensity | str] = []
    for code, label in enumerate(target.labels):
        part = x[target.classes == code]
        if len(part):
            box = np.quantile(part, (0.0, 0.25, 0.5, 0.75, 1.0)).tolist()
            classes.append(ClassDensity(label=label, n=len(part), density=density(part, grid), box=box))
    return PairPicture(kind="densities", grid=_short(grid.tolist()), classes=classes)


def _periods(days: Floats, target: TargetValues) -> PairPicture:
    """Mean of y, or share of each class, per calendar period."""
    unit, place, starts = periods_of(days)
    counts = np.bincount(place, minlength=len(starts))
    shown = [("", target.values)] if not target.labels else _classes_shown(target)
    series = []
    for label, value in shown:
        sums = np.bincount(place, weights=value, minlength=len(starts))
        means = [float(s / n) if n >= FEWEST_IN_PERIOD else None for s, n in zip(sums, counts, strict=True)]
        series.append(Series(label=label, value=means))
    return PairPicture(kind="periods", unit=unit, starts=starts, counts=counts.tolist(), series=series)


def _classes_shown(target: TargetValues) -> list[tuple[str, Floats]]:
    """Of two classes the positive one, of more the three largest."""
    sizes = np.bincount(target.classes, minlength=len(target.labels))
    codes = [1] if len(target.labels) == 2 else np.argsort(-sizes, kind="stable")[:MOST_DENSITIES]
    return [(target.labels[code], (target.classes == code).astype(np.float64)) for code in codes]


def _short(numbers: list[float]) -> list[float]:
    """Five telling digits are enough for a picture."""
    return [float(f"{value:.{_DIGITS}g}") for value in numbers]
