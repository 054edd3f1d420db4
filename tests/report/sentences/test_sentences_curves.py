"""Curves: of one setting, of two together, of the rounds of a fit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells, column
from draws import METRICS, Random, greater, numbers, some
from kinds import Kind, best_of, follows, of, sign_of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.curve import CurveChart
from hanpan.doors.report.charts.ink import GOOD
from hanpan.doors.report.sections.curves.iterations import IterationChart
from hanpan.doors.report.sections.curves.plane import PlaneChart
from hanpan.doors.telling.numbers import number, plain, shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.board.board import Curve, Plane, PlanePoint
from hanpan.modeling.trial import IterationCurve


def curve_chart(random: Random, words: Words) -> Chart:
    metric, kind = some(random, *METRICS), some(random, "complexity", "knob", "size")
    values = [str(2**power) for power in range(int(random.integers(3, 8)))]
    first, last = sorted(random.choice(len(values) + 1, 2, replace=False).tolist())
    kept = values[first:last]
    scores, train = (numbers(random, len(kept), metric) for _ in range(2))
    best = int(np.argmax(scores) if greater(metric) else np.argmin(scores))
    return CurveChart(
        words,
        "curve",
        Curve(
            kind=kind,
            algorithm="k_neighbors",
            model="m",
            parameter="share",
            x=kept,
            train=train,
            validation=scores,
            validation_std=[0.01] * len(kept),
            best=best,
            before=values[:first] if kind != "size" else [],
            after=values[last:] if kind != "size" else [],
        ),
        metric,
    )


def plane_chart(random: Random, words: Words) -> Chart:
    metric, rounds = some(random, *METRICS), bool(random.integers(2))
    count = int(random.integers(4, 25))
    rates = np.exp(random.uniform(-5, 0, count)).round(4)
    most = np.maximum(
        1,
        (3 / rates * np.exp(random.normal(0, 0.4, count))).round()
        if random.integers(2)
        else random.integers(1, 400, count),
    )
    words_too = not rounds and bool(random.integers(2))
    points = [
        PlanePoint(
            model=f"m{place}",
            x=float(x),
            y="scale" if words_too and place % 3 == 0 else float(y),
            score=score,
            alone=bool(random.integers(2)),
        )
        for place, (x, y, score) in enumerate(zip(most, rates, numbers(random, count, metric), strict=True))
    ]
    x, y = ("n_estimators", "learning_rate") if rounds else ("C", "gamma")
    told = Plane(algorithm="lightgbm" if rounds else "svm", x=x, y=y, rounds=rounds, points=points)
    return PlaneChart(words, "plane", told, metric, greater(metric))


def iteration_chart(random: Random, words: Words) -> Chart:
    count = int(random.integers(2, 90))
    steps = np.unique(random.integers(1, 300, count)).tolist()
    validation = numbers(random, len(steps))
    lowest = steps[int(np.argmin(validation))]
    chosen = some(random, lowest, steps[-1], some(random, *steps))
    told = IterationCurve(
        metric=some(random, "rmse", "log_loss"),
        train=numbers(random, len(steps)),
        validation=validation,
        chosen=chosen,
        steps=steps,
    )
    return IterationChart(words, "iteration", some(random, "lightgbm", "network", "network_modern"), told)


def curve(chart: Any, picture: Picture, words: Words) -> str:
    metric, told = chart.metric, chart.curve
    drawn = picture.labelled(words.text("report.chart.curve.validation")).y
    best = best_of(drawn.tolist(), metric)
    assert [float(line.x[0]) for line in picture.dots("D")] == [best]
    values = column(chart.table(), 0)
    place = "first" if best == 0 else "last" if best == len(values) - 1 else "middle"
    beyond = {"first": told.before, "last": told.after}.get(place, [])
    name = words.parameter(told.parameter)
    said = of(
        words,
        f"report.chart.{told.kind}.{place}{'_tried' if beyond else ''}",
        parameter=name,
        value=values[best],
        score=shown(metric, drawn[best]),
        metric=words.metric(metric),
    )
    return f"{said} {of(words, 'report.chart.curve.untried', values=', '.join(beyond))}" if beyond else said


def plane(chart: Any, picture: Picture, words: Words) -> str:
    """The ringed dot is the best; the sentence tells its values, and where the best quarter lies."""
    metric = chart.metric
    pairs: dict[tuple[Any, Any], Any] = {}
    for point in chart.plane.points:
        known = pairs.get((point.x, point.y))
        if known is None or sign_of(metric) * (point.score - known.score) > 0:
            pairs[point.x, point.y] = point
    ranked = sorted(pairs.values(), key=lambda point: -sign_of(metric) * point.score)
    (ring,) = [line for line in picture.dots("o") if line.hollow and line.edge == GOOD]
    tick = dict(zip(*_ticks(picture.axes.yaxis), strict=True)).get(str(ranked[0].y))
    assert tick is None or ring.y[0] == pytest.approx(tick)
    x = words.parameter("rounds" if chart.plane.rounds else chart.plane.x)
    y = words.parameter(chart.plane.y)
    best, quarter = ranked[0], ranked[: len(ranked) // 4]
    told = [
        of(
            words,
            "plane.best",
            x=x,
            y=y,
            x_value=value_of(best.x),
            y_value=value_of(best.y),
            metric=words.metric(metric),
            score=shown(metric, best.score),
        )
    ]
    if len(ranked) >= 8:
        sides = {f"{side}_range": range_of([getattr(point, side) for point in quarter], words) for side in "xy"}
        told.append(of(words, "plane.quarter", x=x, y=y, count=len(quarter), of=len(ranked), **sides))
    told += rounds_of(ranked, words) if chart.plane.rounds else []
    return " ".join([*told, *([] if all(p.alone for p in ranked) else [of(words, "plane.others")])])


def iterations(chart: Any, picture: Picture, words: Words) -> str:
    drawn = picture.labelled(words.text("report.chart.curve.validation"))
    lowest = int(np.argmin(drawn.y))
    (line,) = picture.upright()
    chosen, last, at = int(line.x[0]), int(drawn.x[-1]), int(drawn.x[lowest])
    (dot,) = [dot for dot in picture.dots("o") if len(dot.x) == 1]
    assert (dot.x[0], dot.y[0]) == (at, drawn.y[lowest])
    key = "apart" if chosen != at else "to_the_end" if chosen == last else "lowest"
    unit = "epochs" if chart.algorithm.startswith("network") else "rounds"
    near = float(drawn.y[int(np.argmin(np.abs(drawn.x - chosen)))])
    assert [at, drawn.y[lowest]] in [[row[0], row[2]] for row in cells(chart.table())]
    return of(
        words,
        f"report.chart.iteration.{unit}.{key}",
        chosen=chosen,
        last=last,
        lowest=at,
        loss=picture.axes.get_ylabel(),
        low=number(float(drawn.y[lowest])),
        at=number(near),
    )


def _ticks(axis: Any) -> tuple[list[str], list[float]]:
    """Labels and places."""
    return [label.get_text() for label in axis.get_ticklabels()], [float(at) for at in axis.get_ticklocs()]


def value_of(value: float | str) -> str:
    return value if isinstance(value, str) else plain(value)


def range_of(values: list[float | str], words: Words) -> str:
    numbers = [value for value in values if not isinstance(value, str)]
    told = sorted({value for value in values if isinstance(value, str)})
    if numbers:
        ends = [plain(min(numbers)), plain(max(numbers))]
        told.insert(0, ends[0] if ends[0] == ends[1] else words.between(*ends))
    return ", ".join(told)


def rounds_of(points: list[Any], words: Words) -> list[str]:
    """Whether rounds fall as the learning rate rises, by ranks."""
    if len(points) < 5 or len({p.y for p in points}) < 2 or len({p.x for p in points}) < 2:
        return []
    rank = [np.unique([getattr(p, side) for p in points], return_inverse=True)[1] for side in ("x", "y")]
    ranks = [np.array([np.mean(np.flatnonzero(np.sort(r) == value)) for value in r]) for r in rank]
    if np.corrcoef(*ranks)[0, 1] > -0.5:
        return [of(words, "plane.rounds_even")]
    (least, many), (most, few) = (end((p.y, p.x) for p in points) for end in (min, max))
    told = {"least": least, "many": many, "most": most, "few": few}
    shown_as = {name: plain(value) for name, value in told.items()}
    return [of(words, "plane.rounds", **shown_as)] if many > few else []


KINDS = {
    "curve": Kind(curve_chart, curve),
    "plane": Kind(plane_chart, plane),
    "iterations": Kind(iteration_chart, iterations),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
