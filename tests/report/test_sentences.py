"""Every picture's sentence, computed again from what the picture draws and from the numbers of its table."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from chart_cases import CASES, greater
from drawn_pictures import Picture, cells, column
from matplotlib.colors import to_hex
from test_report_charts import chart_classes

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.decision_map import COLORS
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, SECOND, VARIABLES
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import number, percent, plain, shown
from hanpan.doors.telling.words import Words

SEEDS = range(12)
Reader = Callable[[Any, Picture, Words], str]


def of(words: Words, key: str, **fields: object) -> str:
    return words.text(key, **fields)


def sign_of(metric: str) -> float:
    return 1.0 if greater(metric) else -1.0


def best_of(values: list[float], metric: str) -> int:
    return int(np.argmax(sign_of(metric) * np.array(values, float)))


# ---- the board and its curves


def answer(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    baseline, low, model, high, perfect = column(chart.table(), 1)
    like = (model, baseline)
    told = {"value": model, "low": low, "high": high, "baseline": baseline}
    return of(
        words,
        "report.chart.answer.finding",
        perfect=shown(chart.name_of, perfect),
        **{name: shown(chart.name_of, value, like) for name, value in told.items()},
    )


def board(chart: Any, picture: Picture, words: Words) -> str:
    """The first dot is the best of all drawn, and the model of the first row."""
    metric = chart.board.metric
    scores = {float(line.y[0]): float(line.x[0]) for line in picture.lines if line.color == FIRST and line.marker}
    assert scores[0.0] == pytest.approx(scores[best_of([scores[place] for place in sorted(scores)], metric)])
    rows = {row[1]: row[2] for row in cells(chart.table())}
    return of(
        words,
        "report.chart.board.finding",
        model=cells(chart.table())[0][1],
        score=shown(metric, scores[0.0]),
        baseline=shown(metric, rows["baseline"]),
    )


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


# ---- networks


def watched(chart: Any, picture: Picture, words: Words) -> str:
    train = picture.labelled(words.text("report.chart.curve.train"))
    names = [line.label for line in picture.lines]
    if words.text("report.chart.curve.validation") not in names:
        return of(words, "watching.chart.plain", loss=number(train.y[-1]), epochs=len(train.x))
    val = picture.labelled(words.text("report.chart.curve.validation"))
    place = int(np.argmin(val.y))
    (line,) = picture.upright()
    assert line.x[0] == val.x[place]
    shaded = words.text("watching.chart.turns") in [text for *_, text in picture.texts]
    if shaded:  # validation turns: it ends above its lowest place, train below its value there
        assert val.y[-1] > val.y[place]
        assert train.y[-1] < train.y[place]
    said = of(
        words,
        f"watching.chart.{'finding' if shaded else 'level'}",
        best=int(val.x[place]),
        epochs=len(val.x),
        loss=number(val.y[place]),
        end=number(val.y[-1]),
    )
    kept = chart.training.chosen
    return said if kept == val.x[place] else f"{said} {of(words, 'watching.chart.kept', chosen=kept)}"


def size_map(chart: Any, picture: Picture, words: Words) -> str:
    """The tile called best has the best number, the framed one is the smallest within one standard error of it."""
    metric = chart.metric
    rows = cells(chart.table())
    scores = [row[2] for row in rows]
    best = best_of(scores, metric)
    if not chart.found.signal:
        best = 0
    names = [words.text(f"complexity.short.{name}") for name in ("best", "best_stopped")]
    ((x, y, _),) = [text for text in picture.texts if text[2] in names]
    told = next(text for text in picture.texts if text[0] == x and abs(text[1] - (y - 0.36)) < 0.01)
    assert told[2] == shown(metric, scores[best], scores)
    enough = next(
        place for place, score in enumerate(scores) if sign_of(metric) * (scores[best] - score) <= chart.found.error
    )
    like = [scores[best], scores[enough]]
    return of(
        words,
        "complexity.map.finding",
        best=rows[best][0],
        best_score=shown(metric, scores[best], like),
        enough=rows[enough][0],
        enough_score=shown(metric, scores[enough], like),
    )


def free_sizes(chart: Any, picture: Picture, words: Words) -> str:
    metric = chart.metric
    train, left, stopped = (
        picture.labelled(words.text(f"complexity.head.{name}")).y
        for name in ("last_train", "last_validation", "validation")
    )
    gap = sign_of(metric) * (train - left)
    like = [float(left[-1]), float(stopped[-1])]
    names = [row[0] for row in cells(chart.table())]
    sizes = [
        words.text("complexity.size.some", layers=1, nodes=int(name))
        if name != "0"
        else words.text("complexity.size.none")
        for name in (names[0], names[-1])
    ]
    return of(
        words,
        f"complexity.free.{'grows' if gap[-1] > max(0, gap[0]) else 'level'}",
        first=sizes[0],
        last=sizes[1],
        small=words.gap(metric, gap[0], 3),
        large=words.gap(metric, gap[-1], 3),
        left=shown(metric, like[0], like),
        stopped=shown(metric, like[1], like),
        metric=words.metric(metric),
    )


def activations(chart: Any, picture: Picture, words: Words) -> str:
    """The best mean of the table, ahead of relu by what the diamonds lie apart."""
    metric = chart.metric
    names, means, _ = zip(*cells(chart.table()), strict=True)
    best = best_of(list(means), metric)
    diamonds = [float(line.x[0]) for line in picture.dots("D")]
    ahead = sign_of(metric) * (diamonds[best] - diamonds[names.index("relu")])
    found = chart.found
    folds = {row.name: np.array(row.folds) for row in found.rows}
    everywhere = bool((sign_of(metric) * (folds[names[best]] - folds["relu"]) > 0).all())
    key = "usual" if names[best] == "relu" else "clear" if ahead > found.noise and everywhere else "alike"
    return of(
        words,
        f"activations.result.{key}",
        best=names[best],
        folds=len(found.rows[0].folds),
        ahead=words.gap(metric, ahead, 3),
        noise=words.gap(metric, found.noise, 3),
    )


def rates(chart: Any, picture: Picture, words: Words) -> str:
    """The green line, where a rate was tried, below the one at which nothing is learnt; and the lowest point."""
    lines = {line.color: 10 ** float(line.x[0]) for line in picture.upright()}
    recommended, line = lines[GOOD], picture.dots("o")[0]
    assert np.isclose(10**line.x, recommended).any()
    assert chart.found.blow_up is None or recommended < chart.found.blow_up
    return of(words, "rates.chart.finding", recommended=plain(float(f"{recommended:.2g}")), loss=number(line.y.min()))


def routes(chart: Any, picture: Picture, words: Words) -> str:
    train = [float(line.x[0]) for line in picture.dots("D") if line.color == SECOND]
    valid = [float(line.x[0]) for line in picture.dots("D") if line.color == FIRST]
    gaps = [words.gap(chart.metric, abs(one - other), 3) for one, other in zip(train, valid, strict=True)]
    return of(words, "routes.chart.finding", small=gaps[0], large=gaps[1])


def reach(chart: Any, picture: Picture, words: Words) -> str:
    """The column whose reach, weighed by what the nodes change, is largest."""
    del picture
    table = chart.table()
    force = np.zeros(len(table.heads) - 3)
    for row in cells(table):
        force += np.abs(row[1:-2]) * row[-1]
    return of(words, "insides.reach.finding", column=table.heads[1 + int(np.argmax(force))])


def says(chart: Any, picture: Picture, words: Words) -> str:
    rows = cells(chart.table())
    if not chart.found.labels:
        drawn = [bar.get_width() for bar in picture.bars]
        most = int(np.argmax(np.abs(drawn)))
        return of(words, "insides.says.values.finding", node=rows[most][0], correlation=f"{drawn[most]:.3f}")
    means = np.array([row[1:] for row in rows])
    spread = np.ptp(np.abs(means) / np.abs(means).max(axis=1, keepdims=True), axis=1)
    most = int(np.argmax(spread))
    label = chart.table().heads[1 + int(np.argmax(means[most]))]
    return of(words, "insides.says.classes.finding", node=rows[most][0], label=label)


def path(chart: Any, picture: Picture, words: Words) -> str:
    start, end, best = (picture.labelled(words.text(f"lesson.path.{name}")) for name in ("start", "end", "best"))
    way = max(picture.lines, key=lambda line: len(line.x))
    assert (way.x[0], way.y[-1]) == (start.x[0], end.y[0])
    errors = np.array(chart.found.surface.errors)
    low = np.unravel_index(np.argmin(errors), errors.shape)
    grid = (chart.found.surface.slopes[low[1]], chart.found.surface.constants[low[0]])
    steps = (np.diff(chart.found.surface.slopes)[0], np.diff(chart.found.surface.constants)[0])
    assert all(
        abs(at - float(value)) <= 1.01 * step
        for at, value, step in zip(grid, (best.x[0], best.y[0]), steps, strict=True)
    )
    places = {"start": start, "end": end, "best": best}
    told = {f"{name}_w1": plain(float(line.x[0])) for name, line in places.items()}
    told |= {f"{name}_w0": plain(float(line.y[0])) for name, line in places.items()}
    return of(words, "lesson.path.finding", updates=len(way.x) - 1, **told)


def falling(chart: Any, picture: Picture, words: Words) -> str:
    """The blue line, drawn in logarithms; the rate called too high ends above it, the one too low as well."""
    del picture
    right, low, high = (np.array(one.errors) for one in chart.found.attempts[:3])
    assert high[-5:].min() > right[-1]
    assert low[-1] > right[-1]
    assert right[-1] < right[0]
    size = max(0, min(6, 3 - max(int(np.floor(np.log10(max(right[0], right[-1])))), -1)))
    return of(
        words,
        "lesson.falling.finding",
        first=f"{right[0]:,.{size}f}",
        last=f"{right[-1]:,.{size}f}",
        updates=len(right) - 1,
    )


# ---- judging


def confusion(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    labels = chart.table().heads[1:]
    counts = np.array([row[1:] for row in cells(chart.table())], int)
    mistakes = counts - np.diag(np.diag(counts))
    if not mistakes.any():
        return of(words, "report.chart.confusion.none")
    true, said = np.unravel_index(int(np.argmax(mistakes)), mistakes.shape)
    told = of(words, "report.chart.confusion.finding", true=labels[true], said=labels[said], count=mistakes[true, said])
    if len(labels) > 2:
        return told
    (tn, fp), (fn, tp) = counts.tolist()
    more = of(
        words,
        "report.chart.confusion.outcomes",
        label=labels[1],
        tp=tp,
        fp=fp,
        fn=fn,
        tn=tn,
        right=f"{tp + tn:,}",
        rows=f"{counts.sum():,}",
    )
    return f"{told} {more}"


def roc(chart: Any, picture: Picture, words: Words) -> str:
    """The area under the line drawn."""
    line = max(picture.lines, key=lambda line: len(line.x))
    area = float(np.trapezoid(line.y, line.x))
    assert area == pytest.approx(chart.score, abs=0.005)
    return of(words, "report.chart.roc.finding", auc=number(chart.score))


def precision_and_recall(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    line = max(picture.lines, key=lambda line: len(line.x))
    return of(words, "report.chart.pr.finding", precision=percent(float(line.y[line.x >= 0.5][0])))


def calibration(chart: Any, picture: Picture, words: Words) -> str:
    line = max((one for one in picture.lines if not one.marker), key=lambda one: len(one.x))
    counts = np.array(column(chart.table(), 2))
    known = counts >= 30
    judged = np.flatnonzero(known) if known.any() else np.arange(len(counts))
    worst = judged[int(np.argmax(np.abs(line.y - line.x)[judged]))]
    key = "finding_large" if 0 < known.sum() < len(known) else "finding"
    return of(
        words,
        f"report.chart.calibration.{key}",
        predicted=percent(line.x[worst]),
        observed=percent(line.y[worst]),
        count=int(counts[worst]),
    )


def dots_of(picture: Picture) -> Any:
    return max(picture.lines, key=lambda line: len(line.x))


def predicted(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    dots = dots_of(picture)
    far = int(np.argmax(np.abs(dots.y - dots.x)))
    return of(words, "report.chart.predicted.finding", actual=number(dots.y[far]), predicted=number(dots.x[far]))


def fan(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    dots = dots_of(picture)
    return of(
        words, "report.chart.fan.finding", low=number(max(0.0, -dots.y.min())), high=number(max(0.0, dots.y.max()))
    )


def errors(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    above = sum(bar.get_height() for bar in picture.bars if bar.get_x() + bar.get_width() / 0.94 / 2 > 0)
    share = above / sum(bar.get_height() for bar in picture.bars)
    lean = "low" if share > 0.6 else "high" if share < 0.4 else "even"
    told = of(words, "report.chart.error.finding", share=percent(share))
    return f"{told} {of(words, f'report.chart.error.is_{lean}')}"


def surprise(chart: Any, picture: Picture, words: Words) -> str:
    (dots,) = picture.dots("o")
    worst = int(np.argmax(dots.y))
    assert np.allclose(dots.y, -np.log(dots.x))
    assert len(dots.x) == len(chart.table().rows)
    return of(
        words, "report.chart.surprise.finding", probability=number(dots.x[worst], 3), cost=number(dots.y[worst], 3)
    )


def importance(chart: Any, picture: Picture, words: Words) -> str:
    bars = [bar.get_width() for bar in picture.bars]
    rows = cells(chart.table())
    assert bars == sorted(bars, reverse=True)
    sure = [row for row in rows if row[2] > 0]
    if not sure:
        return of(words, "report.chart.importance.none")
    best = max(sure, key=lambda row: row[1])
    told = {"column": best[0], "metric": words.metric(chart.metric), "change": words.gap(chart.metric, best[1], 3)}
    if len(rows) < chart.features:
        return of(words, "report.chart.importance.partly", **told, count=len(rows), of=chart.features)
    return of(words, f"report.chart.importance.{'finding' if best[1] == bars[0] else 'surest'}", **told)


def rare(chart: Any, picture: Picture, words: Words) -> str:
    """The mean height of the bars of each way."""
    ways = len(chart.table().heads) - 2
    heights = np.array([bar.get_height() for bar in picture.bars]).reshape(ways, -1).mean(axis=1)
    best = int(np.argmax(heights))
    return of(
        words,
        "rare.chart.finding",
        way=chart.table().heads[2 + best],
        recall=percent(heights[best]),
        plain=percent(heights[0]),
    )


def resampled(chart: Any, picture: Picture, words: Words) -> str:
    """The lowest point of the validation line of each way."""
    side = words.text("report.chart.curve.validation")
    lines = {name: picture.labelled(f"{words.text(f'rare.curves.way.{name}')}: {side}") for name in chart.curves}
    lows = {name: float(line.y.min()) for name, line in lines.items()}
    assert column(chart.table(), 4) == list(lows.values())
    return of(words, "rare.curves.finding", **{name: number(low) for name, low in lows.items()})


def blocks(chart: Any, picture: Picture, words: Words) -> str:
    """The first row of the table is the darkest square; where it lies goes by its middle, in thirds."""
    del picture
    rows, columns, change = cells(chart.table())[0]
    places = []
    for span, size, names in (
        (rows, chart.mean.shape[0], ("top", "middle", "bottom")),
        (columns, chart.mean.shape[1], ("left", "centre", "right")),
    ):
        low, high = map(int, span.split("–"))
        middle = ((low - 1) + high) / 2 / size
        places.append(names[0] if middle < 1 / 3 else names[2] if middle > 2 / 3 else names[1])
    return of(
        words,
        "images.blocks.finding",
        metric=chart.metric,
        rows=f"{chart.blocks.rows:,}",
        place=words.text(f"images.place.{'_'.join(places)}"),
        change=number(change, 3),
    )


def amounts(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    labels = chart.table().heads[1:]
    sums = np.array([row[1:] for row in cells(chart.table())], float)
    told = {}
    for name, place in (("best", int(sums.argmax())), ("worst", int(sums.argmin()))):
        true, said = divmod(place, len(labels))
        told |= {f"{name}_true": labels[true], f"{name}_said": labels[said], name: money(sums[true, said], "원")}
    gains, losses = (sums > 0).any(), (sums < 0).any()
    key = "" if gains and losses else "_gain" if gains else "_loss" if losses else "_none"
    return of(words, f"value.money.finding{key}", **told)


def worths(chart: Any, picture: Picture, words: Words) -> str:
    told = dict(zip([way for way, _ in chart.ways], [bar.get_width() for bar in picture.bars], strict=True))
    return of(
        words,
        "value.bars.finding",
        **{name: money(steady(told[name]), "원") for name in ("realised", "nothing", "oracle")},
    )


def profit(chart: Any, picture: Picture, words: Words) -> str:
    """Both marks lie on the curve drawn."""
    chosen = picture.labelled(words.text("value.curve.chosen"))
    half = picture.labelled(words.text("value.curve.half"))
    line = max(picture.lines, key=lambda one: len(one.x))
    assert chosen.y[0] == line.y[int(np.argmin(np.abs(line.x - chosen.x[0])))] == line.y.max()
    assert half.x[0] == 0.5
    del chart
    return of(
        words,
        "value.curve.finding",
        chosen=f"{chosen.x[0]:.3f}",
        value=money(steady(chosen.y[0]), "원"),
        half=money(steady(half.y[0]), "원"),
    )


def gains(chart: Any, picture: Picture, words: Words) -> str:
    """The first fifth is read off the line; all are found at its end."""
    del chart
    line = picture.labelled(words.text("ranking.model"))
    assert (line.x[-1], line.y[-1]) == (1.0, 1.0)
    captured = float(np.interp(0.2, line.x, line.y))
    return of(words, "ranking.gains.finding", label="LEAVE", share=percent(captured), lift=f"{captured / 0.2:.1f}")


def capacity(chart: Any, picture: Picture, words: Words) -> str:
    """The mark of the best lies on the highest point of the line."""
    best = picture.labelled(words.text("ranking.capacity.best"))
    line = max(picture.lines, key=lambda one: len(one.x))
    x, y = float(best.x[0]), float(best.y[0])
    assert y == line.y[1:].max()
    assert line.y[line.x == x] == y
    rows = {row[0]: row[3] for row in cells(chart.table())}
    assert rows[x] == pytest.approx(y)
    key = "none" if y <= 0 else "all" if x >= 1000 else "finding"
    told = {"length": words.unit.count(1000), "best": words.unit.few(int(x)), "earned": money(steady(y), "원")}
    return of(words, f"ranking.capacity.{key}", **told)


# ---- why


def effects_beyond_chance(chart: Any, picture: Picture, words: Words) -> str:
    """Lines from limit to limit that do not cross the line of no effect."""
    del chart
    spans = [line.x for line in picture.lines if len(line.x) == 2 and line.y[0] == line.y[1] and not line.marker]
    sure = sum(low > 0 or high < 0 for low, high in spans)
    return of(words, "coefficients.sure", sure=sure, all=len(spans))


def dependence(chart: Any, picture: Picture, words: Words) -> str:
    """The answers that move farthest, from where to where, by the thick lines or the large dots."""
    told, names = chart.told, chart.told.outputs
    axis = 1 if told.grid else 0
    thick = [line for line in picture.lines if (line.width > 2 if axis else line.marker == "o")]
    means = [(line.y if axis else line.x) for line in thick]
    reach = [float(np.ptp(mean)) for mean in means]
    order = sorted(range(len(names)), key=lambda at: -reach[at])[:2]
    places = [plain(x) for x in told.grid] or told.levels
    said = []
    for at in order:
        if reach[at] < 0.5 * reach[order[0]]:
            continue
        mean = means[at]
        value = (lambda v: percent(v)) if names != [""] else (lambda v: money(v, "명"))
        answer = (
            words.text("dependence.answer.share", target="y", label=names[at])
            if names != [""]
            else words.text("dependence.answer.value", target="y")
        )
        ends = {
            "column": "x",
            "answer": answer,
            "least": value(mean.min()),
            "most": value(mean.max()),
            "low": places[int(np.argmin(mean))],
            "high": places[int(np.argmax(mean))],
        }
        net, way = mean[-1] - mean[0], np.abs(np.diff(mean)).sum()
        if not told.grid:
            said.append(of(words, "dependence.levels", **ends))
            continue
        if way and abs(net) >= 0.75 * way:
            said.append(
                of(
                    words,
                    f"dependence.{'rising' if net > 0 else 'falling'}",
                    **ends,
                    first=places[0],
                    last=places[-1],
                    **{"from": value(mean[0]), "to": value(mean[-1])},
                )
            )
        else:
            said.append(of(words, "dependence.bent", **ends))
        if told.against[at] >= 0.2:
            said.append(of(words, "dependence.against", column="x", share=percent(told.against[at])))
    return " ".join(said)


def waterfall(chart: Any, picture: Picture, words: Words) -> str:
    """The widest bars to the right and to the left, and the way that they sum up to the answer."""
    told = chart.told
    widths = [bar.get_width() for bar in picture.bars]
    assert told.base + sum(widths) == pytest.approx(told.answer)
    units = (lambda v: money(v, "명")) if told.unit == "value" else (lambda v: percent(v))
    after = column(chart.table(), 2)
    if told.unit == "value":
        said = [
            of(
                words,
                "contributions.answered.value",
                answer=money(after[-1], "명"),
                actual="4.5명",
                base=number(after[0]),
            )
        ]
    else:
        said = [
            of(
                words,
                "contributions.answered.class",
                target="y",
                label="예",
                probability=units(after[-1]),
                actual="예",
                base=units(after[0]),
            )
        ]
    texts = {round(y): text for _, y, text in picture.texts}
    for key, sign in (("raised", 1), ("lowered", -1)):
        ranked = sorted(
            (place for place, width in enumerate(widths) if sign * width > 0), key=lambda p: -abs(widths[p])
        )
        named = [
            of(
                words,
                "contributions.one",
                column=told.shares[place].column,
                cell=plain(told.shares[place].cell),
                share=texts[place + 1],
            )
            for place in ranked[:2]
        ]
        said += [of(words, f"contributions.{key}", columns=", ".join(named))] if named else []
    return " ".join(said)


def tree(chart: Any, picture: Picture, words: Words) -> str:
    """It goes on where a box says so."""
    key = "cut" if "…" in [text for *_, text in picture.texts] else "whole"
    return of(words, f"tree.chart.{key}", depth=chart.told.depth, leaves=chart.told.leaves)


def decision_map(chart: Any, picture: Picture, words: Words) -> str:
    """The colour that covers most of it; of a value the range."""
    found = chart.found
    if not found.labels:
        told = words.between(number(found.answers.min()), number(found.answers.max()))
        return of(words, "chart.map.value", range=told)
    shares: dict[str, float] = {}
    for bar in picture.bars:
        color = to_hex(bar.get_facecolor())
        shares[color] = shares.get(color, 0.0) + bar.get_width() / found.answers.size
    most = max(shares, key=lambda color: shares[color])
    label = found.labels[[to_hex(color) for color in COLORS].index(most)]
    return of(words, "chart.map.classes", label=label, share=percent(shares[most]))


def segments(chart: Any, picture: Picture, words: Words) -> str:
    """It tells how to read the dots: full where confirmed."""
    dots = [line for line in picture.lines if line.marker and len(line.x) == 1][1::2]
    answers = column(chart.table(), -1)
    assert [not dot.hollow for dot in dots] == [answer == words.text("segments.answer.confirmed") for answer in answers]
    return of(words, "segments.chart.finding")


def fairness(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    gaps = chart.told.gaps
    key = "some" if any(gap.p < 0.05 for gap in gaps) else "none" if gaps else "few"
    return of(words, f"fairness.{key}", column="성별")


def intervals(chart: Any, picture: Picture, words: Words) -> str:
    """The wider band at the typical prediction."""
    del picture
    told = chart.told
    low, high = (float(side[0]) for side in told.limits(np.array([told.typical]), 0.95))
    return of(
        words,
        "intervals.width",
        level="95%",
        at=money(told.typical, "명"),
        below=money(told.typical - low, "명"),
        above=money(high - told.typical, "명"),
    )


# ---- the table


def interval_of(told: Any) -> dict[str, str]:
    values = {"effect": told.effect, "low": told.evidence.low, "high": told.evidence.high}
    return {name: f"{value:z.2f}" for name, value in values.items()}


def p_of(told: Any, words: Words) -> str:
    return of(words, "pair.p", p="< 0.001" if told.p < 0.001 else f"= {told.p:.3f}")


def along_a_line(chart: Any, picture: Picture, words: Words) -> str:
    """A number against a number: direction by r, slope by the straight line drawn, bending by the ranks."""
    told = chart.told
    key = "flat" if abs(told.effect) < 0.1 else "rise" if told.effect > 0 else "fall"
    said = [of(words, f"pair.{key}", x=told.column, y="y", **interval_of(told))]
    names = [line.label for line in picture.lines]
    if key != "flat" and words.text("pair.scatter.line") in names:
        line = picture.labelled(words.text("pair.scatter.line"))
        slope = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
        assert np.sign(slope) == np.sign(told.effect)
        said.append(of(words, "pair.slope", x=told.column, y="y", slope=money(float(f"{slope:.3g}"), "명")))
    rho = told.evidence.spearman
    if rho is not None and abs(rho - told.effect) > 0.1:
        said.append(of(words, "pair.spearman", rho=f"{rho:z.2f}"))
    return " ".join([*said, p_of(told, words)])


def densities(chart: Any, picture: Picture, words: Words) -> str:
    """The medians of the boxes drawn, and which side the AUC says."""
    told = chart.told
    key = "alike" if abs(told.effect - 0.5) < 0.05 else "larger" if told.effect > 0.5 else "smaller"
    medians = [
        float(line.x[0])
        for line in picture.lines
        if len(line.x) == 2 and line.x[0] == line.x[1] and list(line.y) != [0, 1]
    ]
    said = [
        of(
            words,
            f"pair.{key}",
            x="number",
            label="예",
            high=number(medians[1]),
            low=number(medians[0]),
            **{f"auc_{name}": value for name, value in interval_of(told).items()},
        )
    ]
    if key != "alike" and told.evidence.odds_ratio is not None:
        odds = {name: number(getattr(told.evidence, f"odds_{name}"), 3) for name in ("ratio", "low", "high")}
        said.append(of(words, "pair.odds", x="number", label="예", **odds))
    return " ".join([*said, p_of(told, words)])


def boxes(chart: Any, picture: Picture, words: Words) -> str:
    """The diamonds farthest to the left and to the right."""
    told = chart.told
    means = {int(line.y[0]): float(line.x[0]) for line in picture.dots("D")}
    names = [label.get_text().rsplit(" (", 1)[0] for label in picture.axes.get_yticklabels()]
    low, high = (end(means, key=means.__getitem__) for end in (min, max))
    key = "means" if told.p < 0.05 else "means_even"
    values = {"effect": told.effect, "low": told.evidence.low, "high": told.evidence.high}
    shares = {name: percent(value) for name, value in values.items()}
    return " ".join(
        [
            of(
                words,
                f"pair.{key}",
                by="city",
                of="y",
                high=names[high],
                low=names[low],
                most=number(means[high]),
                least=number(means[low]),
            ),
            of(words, "pair.variance", by="city", of="y", **shares),
            p_of(told, words),
        ]
    )


def mosaic(chart: Any, picture: Picture, words: Words) -> str:
    """Shares by the table; the cell that stands out by the residuals computed again."""
    told, rows = chart.told, cells(chart.table())
    classes = list(chart.table().heads[2:])
    counts = np.array([[round(share * row[1]) for share in row[2:]] for row in rows], float)
    place = classes.index("예")
    shares = {row[0]: row[2 + place] for row in rows if row[1] >= 10}
    low, high = (end(shares, key=shares.__getitem__) for end in (min, max))
    key = "shares" if told.p < 0.05 else "shares_even"
    total, bands, sides = counts.sum(), counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    expected = bands * sides / total
    beyond = (counts - expected) / np.sqrt(expected * (1 - bands / total) * (1 - sides / total))
    colored = any(bar.get_alpha() in (0.45, 0.8) and bar.get_y() > 0.1 for bar in picture.bars)
    from scipy.stats import norm

    clear = np.abs(beyond).max() >= norm.isf(0.025 / beyond.size)
    assert colored == clear
    read = of(words, "pair.mosaic.grey")
    if clear:
        band, side = np.unravel_index(int(np.argmax(np.abs(beyond))), beyond.shape)
        read = of(
            words,
            f"pair.mosaic.{'more' if beyond[band, side] > 0 else 'fewer'}",
            category=rows[band][0],
            label=classes[side],
            share=percent(counts[band, side] / bands[band, 0]),
            whole=percent(sides[0, side] / total),
        )
    return " ".join(
        [
            of(
                words,
                f"pair.{key}",
                x="city",
                label="예",
                high=high,
                low=low,
                most=percent(shares[high]),
                least=percent(shares[low]),
            ),
            of(words, "pair.cramer", **interval_of(told)),
            p_of(told, words),
            read,
        ]
    )


def effects(chart: Any, picture: Picture, words: Words) -> str:
    neutral = float(picture.upright()[0].x[0])
    name, effect = max(cells(chart.table()), key=lambda row: abs(row[1] - neutral))
    strength = {"mann_whitney": abs(2 * effect - 1)}.get(chart.test, abs(effect))
    key = "none" if strength < 0.1 else "finding"
    return of(words, f"report.chart.effect.{key}", column=name, effect=number(effect, 3))


def patterns(chart: Any, picture: Picture, words: Words) -> str:
    """Counted again from the rows of each pattern."""
    del picture
    none = words.text("together.missing.none")
    rows = {row[0]: row[1] for row in cells(chart.table())}
    total = sum(rows.values())
    missing: dict[str, int] = {}
    for pattern, count in rows.items():
        for name in pattern.split(", ") if pattern != none else []:
            missing[name] = missing.get(name, 0) + count
    most = max(missing, key=missing.__getitem__)
    told = of(
        words,
        "together.missing.finding",
        name=most,
        share=percent(missing[most] / total),
        complete=percent(rows.get(none, 0) / total),
    )
    pair = chart.told.together
    if not pair:
        return told
    names = {"first": pair[0].first, "second": pair[0].second}
    phi = f"{pair[0].phi:z.2f}"
    return f"{told} {of(words, 'together.missing.pair', **names, phi=phi)}"


def heat(chart: Any, picture: Picture, words: Words) -> str:
    """The closest two columns; the scale above says what the darkest squares are."""
    first, second, _, value = max(cells(chart.table()), key=lambda row: abs(row[3]))
    assert [text.get_text() for text in picture.axes.get_legend().get_texts()] == ["-1.0", "-0.5", "0", "+0.5", "+1.0"]
    matrix = np.abs(np.tril(np.array(chart.told.matrix, float), -1))
    assert matrix.max() == pytest.approx(abs(value), abs=1e-3)
    return of(
        words,
        f"together.related.{'finding' if abs(value) >= 0.3 else 'none'}",
        first=first,
        second=second,
        value=f"{value:z.2f}",
    )


def drift(chart: Any, picture: Picture, words: Words) -> str:
    told = chart.told
    assert picture.lines[0].y.tolist() == told.series
    key = "clear" if told.low > 0.1 else "perhaps" if told.high > 0.1 else "steady"
    return of(words, f"drift.{key}", **{name: f"{getattr(told, name):.2f}" for name in ("strength", "low", "high")})


def shapes(chart: Any, picture: Picture, words: Words) -> str:
    """It says what flat and steep places do; every function is drawn."""
    names = [row[0] for row in cells(chart.table())]
    assert [child.get_title() for child in picture.axes.child_axes] == names
    return of(words, "activations.shapes.finding")


def beside(chart: Any, picture: Picture, words: Words) -> str:
    """The bin whose two bars differ most in height."""
    labels, training, now = zip(*cells(chart.table()), strict=True)
    size = len(labels)
    heights = np.array([bar.get_height() for bar in picture.bars]).reshape(2, size)
    assert heights.tolist() == [list(training), list(now)]
    most = int(np.argmax(np.abs(heights[1] - heights[0])))
    told = {"training": percent(heights[0][most]), "now": percent(heights[1][most])}
    return of(words, "monitor.chart.beside.most", bin=labels[most], **told)


def columns(chart: Any, picture: Picture, words: Words) -> str:
    """As many as have a dot in the colour of mistakes, by the names that the table calls drifted."""
    rows = cells(chart.table())
    drawn = [line for line in picture.dots("o") if line.color == BAD]
    assert [float(line.x[0]) for line in picture.dots("o")] == [row[1] for row in rows]
    names = [row[0] for row in rows if row[-1] == words.text("monitor.state.drifted")]
    assert len(names) == len(drawn)
    count, whole = len(drawn), len(rows) + chart.hidden
    return of(
        words, f"monitor.chart.columns.{'some' if names else 'none'}", count=count, of=whole, names=", ".join(names[:3])
    )


READERS: dict[str, Reader] = {
    "activations": activations,
    "answer": answer,
    "blocks": blocks,
    "board": board,
    "beside": beside,
    "boxes": boxes,
    "calibration": calibration,
    "class coefficients": effects_beyond_chance,
    "coefficients": effects_beyond_chance,
    "columns": columns,
    "confusion": confusion,
    "curve": curve,
    "densities": densities,
    "dependence": dependence,
    "drift": drift,
    "effects": effects,
    "errors": errors,
    "fairness": fairness,
    "falling": falling,
    "fan": fan,
    "free sizes": free_sizes,
    "heat": heat,
    "importance": importance,
    "intervals": intervals,
    "iterations": iterations,
    "money": amounts,
    "mosaic": mosaic,
    "path": path,
    "patterns": patterns,
    "periods": along_a_line,
    "plane": plane,
    "precision and recall": precision_and_recall,
    "predicted": predicted,
    "profit": profit,
    "gains": gains,
    "capacity": capacity,
    "rare": rare,
    "learning rates": rates,
    "reach": reach,
    "resampled": resampled,
    "roc": roc,
    "routes": routes,
    "says": says,
    "scatter": along_a_line,
    "segments": segments,
    "shapes": shapes,
    "map": decision_map,
    "size map": size_map,
    "surprise": surprise,
    "tree": tree,
    "waterfall": waterfall,
    "watched": watched,
    "worths": worths,
}


def test_every_kind_of_picture_is_read() -> None:
    """A chart cannot be added without a case here that computes its sentence again."""
    assert set(CASES) == set(READERS)
    words = Words("en")
    read = {type(case(np.random.default_rng(0), words)) for case in CASES.values()}
    assert {each for each in chart_classes() if not inspect.isabstract(each)} == read
    assert set(VARIABLES) >= {FIRST, GOOD, SECOND}


@pytest.mark.parametrize("kind", CASES)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    for seed in SEEDS:
        words = Words("ko" if seed % 2 else "en")
        chart: Chart = CASES[kind](np.random.default_rng(seed), words)
        expected = READERS[kind](chart, Picture(chart), words)
        assert chart.finding() == expected, f"seed {seed}"
        assert "–" not in chart.finding().replace("–log", ""), f"seed {seed}: a number is missing"
