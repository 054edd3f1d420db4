"""Whom to ask first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells
from draws import Random
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.ranking.capacities import Capacities
from hanpan.doors.report.parts.ranking.chart import CapacityChart, GainsChart
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words
from hanpan.evaluation.ranking import Ranking


def ranking_of_rows(random: Random) -> Ranking:
    y, p = random.integers(0, 2, 200), random.uniform(size=200)
    order = np.argsort(-(p + 0.5 * y))
    counts = list(range(10, 201, 10))
    earned = np.cumsum(np.where(y[order] == 1, 30.0, -float(random.uniform(5, 40))))
    found = np.cumsum(y[order])[9::10].tolist()
    return Ranking(
        by="value", rows=200, positives=int(y.sum()), counts=counts, found=found, earned=earned[9::10].tolist()
    )


def gains_chart(random: Random, words: Words) -> Chart:
    return GainsChart(words, "gains", ranking_of_rows(random), "LEAVE")


def capacity_chart(random: Random, words: Words) -> Chart:
    told = Capacities(ranking_of_rows(random), 1000, "원", int(random.integers(50, 900)))
    return CapacityChart(words, "capacity", told, "LEAVE")


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


KINDS = {
    "gains": Kind(gains_chart, gains),
    "capacity": Kind(capacity_chart, capacity),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
