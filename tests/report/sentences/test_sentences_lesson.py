"""How a fit finds its way down."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import Random, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.lesson.chart import FallingChart, PathChart
from hanpan.doors.telling.numbers import plain
from hanpan.doors.telling.words import Words
from hanpan.insights.lesson.work import lesson


def the_lesson(random: Random) -> Any:
    x = random.normal(random.uniform(-5, 20), random.uniform(0.5, 4), 60)
    noisy = (x - x.mean()) / x.std() + random.normal(0, 1.5, 60)
    y = some(random, 3 * x + random.normal(size=60), noisy > 0)
    found = lesson({"x": x}, y, label="예")
    assert found is not None
    return found


def path_chart(random: Random, words: Words) -> Chart:
    return PathChart(words, "path", the_lesson(random))


def falling_chart(random: Random, words: Words) -> Chart:
    return FallingChart(words, "falling", the_lesson(random))


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


KINDS = {
    "path": Kind(path_chart, path),
    "falling": Kind(falling_chart, falling),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
