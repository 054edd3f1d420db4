"""Learning rates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import Random, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import GOOD
from hanpan.doors.report.parts.learning_rate.chart import RatesChart
from hanpan.doors.telling.numbers import number, plain
from hanpan.doors.telling.words import Words
from hanpan.modeling.curves.rates import read_race


def rates_chart(random: Random, words: Words) -> Chart:
    rates = np.geomspace(1e-4, 1, int(random.integers(5, 11))).tolist()
    curves = random.uniform(0.1, 0.9, (len(rates), 4, 1)) * np.ones(6)
    curves[int(random.integers(2, len(rates) + 1)) :] = some(random, np.nan, 9.0)
    return RatesChart(words, "rates", read_race(rates, curves, 1.0, epochs=6, rows=90), some(random, None, 0.003))


def rates(chart: Any, picture: Picture, words: Words) -> str:
    """The green line, where a rate was tried, below the one at which nothing is learnt; and the lowest point."""
    lines = {line.color: 10 ** float(line.x[0]) for line in picture.upright()}
    recommended, line = lines[GOOD], picture.dots("o")[0]
    assert np.isclose(10**line.x, recommended).any()
    assert chart.found.blow_up is None or recommended < chart.found.blow_up
    return of(words, "rates.chart.finding", recommended=plain(float(f"{recommended:.2g}")), loss=number(line.y.min()))


KINDS = {
    "learning rates": Kind(rates_chart, rates),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
