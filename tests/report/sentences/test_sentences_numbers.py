"""What single predictions cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import Random
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.numbers.chart import SurpriseChart
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words


def surprise_chart(random: Random, words: Words) -> Chart:
    told = np.exp(random.uniform(-9, 0, 9))
    return SurpriseChart(words, "surprise", [(float(p), float(-np.log(p))) for p in told])


def surprise(chart: Any, picture: Picture, words: Words) -> str:
    (dots,) = picture.dots("o")
    worst = int(np.argmax(dots.y))
    assert np.allclose(dots.y, -np.log(dots.x))
    assert len(dots.x) == len(chart.table().rows)
    return of(
        words, "report.chart.surprise.finding", probability=number(dots.x[worst], 3), cost=number(dots.y[worst], 3)
    )


KINDS = {
    "surprise": Kind(surprise_chart, surprise),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
