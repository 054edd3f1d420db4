"""Whether columns change over time: the rows in order of time, cut into ten stretches of equally many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from hanpan.business.problem import Problem
from hanpan.data.across.record import Drift, Drifting
from hanpan.data.pairs.counts import compare_counts
from hanpan.data.pairs.groups import compare_groups
from hanpan.data.pairs.merging import merge_rare
from hanpan.data.pairs.record import Pair
from hanpan.data.pairs.strength import strength, strength_limits
from hanpan.data.parsers.hints import says_birth
from hanpan.data.periods import MICRO_A_DAY
from hanpan.data.schema import Column
from hanpan.data.values import CodedColumn, TargetValues, Values, sample_rows, target_of
from hanpan.statistics.arrays import Floats, Ints

STRETCHES = 10
MOST_ROWS = 20_000
_FEWEST = 60
_FEWEST_TIMES = 10
_COMPARED = ("number", "category", "ordered")


def drift(values: Values, problem: Problem | None, rows: Ints, columns: Sequence[Column]) -> Drift | None:
    """How strongly the target (development rows) and each feature (all rows) differ between stretches of time.

    Time is the card's time column, else the first date (no birth); without any there is None.
    """
    time = _time(values, problem, columns)
    if time is None:
        return None
    known = np.flatnonzero(np.isfinite(values.numbers(time)))
    used = sample_rows(known, MOST_ROWS, "drift")
    stretch = _stretches(values.numbers(time)[used])
    if stretch is None:
        return None
    place, starts = stretch
    told = [_of_target(values, problem, rows, used, place)] if problem else []
    told += [
        _of_feature(values, column, used, place)
        for column in columns
        if column.kind in _COMPARED and column.name != time
    ]
    found = _corrected([one for one in told if one])
    dated = values.schema[time].kind == "date"
    shown = [_day(start) if dated else f"{start:g}" for start in starts]
    by_card = problem is not None and problem.time == time
    return Drift(time=time, given=by_card, starts=shown, rows=len(used), of=len(known), columns=found)


def _time(values: Values, problem: Problem | None, columns: Sequence[Column]) -> str | None:
    if problem is not None and problem.time is not None:
        return problem.time if values.is_numeric(problem.time) else None
    dates = (column.name for column in columns if column.kind == "date" and values.is_numeric(column.name))
    return next((name for name in dates if not says_birth(name)), None)  # a birth is not when a row came about


def _stretches(times: Floats) -> tuple[Ints, list[float]] | None:
    """For each moment (m,) the stretch it falls in, moments that are the same in the same one; where they start."""
    if len(times) < _FEWEST or len(np.unique(times)) < _FEWEST_TIMES:
        return None
    edges = np.unique(np.quantile(times, np.linspace(0, 1, STRETCHES + 1)[:-1], method="nearest"))
    place = np.searchsorted(edges, times, side="right") - 1
    return place.astype(np.intp), edges.tolist()


def _of_target(values: Values, problem: Problem | None, rows: Ints, used: Ints, place: Ints) -> Drifting | None:
    if problem is None:
        return None
    allowed = np.isin(used, rows)
    whole = target_of(values, problem)
    target = TargetValues(whole.values[used], whole.labels)
    kept = allowed & target.known
    if target.labels:
        classes = CodedColumn(target.classes[kept], list(target.labels))
        label = target.labels[1] if len(target.labels) == 2 else target.labels[int(np.bincount(classes.codes).argmax())]
        return _counted(problem.target, classes, place[kept], label)
    return _measured(problem.target, target.values[kept], place[kept])


def _of_feature(values: Values, column: Column, used: Ints, place: Ints) -> Drifting | None:
    if values.is_numeric(column.name):
        x = values.numbers(column.name)[used]
        kept = np.isfinite(x)
        return _measured(column.name, x[kept], place[kept])
    whole = values.codes(column.name)
    kept = whole.codes[used] >= 0
    merged, _ = merge_rare(CodedColumn(whole.codes[used][kept], whole.labels), at_least=5)
    inside = merged.codes >= 0
    classes = CodedColumn(merged.codes[inside], merged.labels)
    return _counted(column.name, classes, place[kept][inside], classes.labels[0] if classes.labels else "")


def _measured(name: str, x: Floats, place: Ints) -> Drifting | None:
    groups = _groups(place, at_least=2)
    used = groups.codes >= 0
    pair = compare_groups(name, x[used], CodedColumn(groups.codes[used], groups.labels)) if used.any() else None
    return None if pair is None else _told(pair, x, place, "")


def _counted(name: str, classes: CodedColumn, place: Ints, label: str) -> Drifting | None:
    if not len(place) or len(classes.labels) < 2:
        return None
    pair = compare_counts(name, _groups(place, at_least=1), classes)
    share = (classes.codes == classes.labels.index(label)).astype(np.float64)
    return None if pair is None else _told(pair, share, place, label)


def _groups(place: Ints, at_least: int) -> CodedColumn:
    return merge_rare(CodedColumn(place, [str(k) for k in range(STRETCHES)]), at_least=at_least)[0]


def _told(pair: Pair, value: Floats, place: Ints, label: str) -> Drifting | None:
    if pair.p is None or not np.isfinite(pair.p):
        return None
    counts = np.bincount(place, minlength=STRETCHES)
    sums = np.bincount(place, weights=value, minlength=STRETCHES)
    series = [float(s / n) if n else None for s, n in zip(sums, counts, strict=True)]
    low, high = strength_limits(pair)
    if not np.isfinite([low, high, strength(pair)]).all():
        return None
    return Drifting(
        name=pair.column,
        strength=strength(pair),
        low=low,
        high=high,
        p=float(pair.p or 0.0),
        series=series,
        label=label,
    )


def _corrected(found: list[Drifting]) -> list[Drifting]:
    corrected = stats.false_discovery_control([one.p for one in found]) if found else ()
    told = [replace(one, p=float(p)) for one, p in zip(found, corrected, strict=True)]
    return told[:1] + sorted(told[1:], key=lambda one: -one.strength) if told else []


def _day(days: float) -> str:
    moment = np.datetime64(round(days * MICRO_A_DAY), "us").astype("datetime64[m]")
    return str(moment).replace("T00:00", "").replace("T", " ")
