"""Ways with rare classes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, column
from draws import Random, numbers
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.rare.chart import RareChart, ResampledChart
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words
from hanpan.insights.rare.record import RareClasses, RareWay
from hanpan.modeling.trial import IterationCurve


def rare_chart(random: Random, words: Words) -> Chart:
    rows = random.integers(1, 60, 4)

    def way(name: str) -> RareWay:
        found = np.array([random.integers(0, count + 1) for count in rows])
        return RareWay(
            way=name,
            found=found.tolist(),
            called=found.tolist(),
            accuracy=float(found.sum() / rows.sum()),
            mean_recall=float(np.mean(found / rows)),
            log_loss=0.5,
        )

    ways = [way(name) for name in ("plain", "offsets", "weights", "copies", "copies_before")]
    told = RareClasses(
        algorithm="lightgbm", metric="log_loss", labels=list("가나다라"), rows=rows.tolist(), rare=["라"], ways=ways
    )
    return RareChart(words, "rare", told)


def resampled_chart(random: Random, words: Words) -> Chart:
    """Three ways, each over rounds of its own."""

    def way(name: str) -> RareWay:
        steps = list(range(1, int(random.integers(3, 40))))
        curve = IterationCurve(
            metric="log_loss",
            train=numbers(random, len(steps)),
            chosen=1,
            steps=steps,
            validation=numbers(random, len(steps)),
        )
        return RareWay(way=name, found=[1], called=[1], accuracy=0.5, mean_recall=0.5, curve=curve)

    return ResampledChart(words, "resampled", [way(name) for name in ("plain", "copies", "copies_before")])


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


KINDS = {
    "rare": Kind(rare_chart, rare),
    "resampled": Kind(resampled_chart, resampled),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
