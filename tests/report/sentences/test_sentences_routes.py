"""A small network, and a large one held back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import METRICS, Random, numbers, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, SECOND
from hanpan.doors.report.parts.routes.chart import RoutesChart
from hanpan.doors.telling.words import Words
from hanpan.insights.routes.record import Route, Routes


def routes_chart(random: Random, words: Words) -> Chart:
    metric = some(random, *METRICS)

    def route(name: str) -> Route:
        folds, train = numbers(random, 4, metric), numbers(random, 4, metric)
        return Route(
            key=name,
            hidden=(16,),
            dropout=0.0,
            l1=0.0,
            l2=0.0,
            epochs=9,
            score=float(np.mean(folds)),
            train_score=float(np.mean(train)),
            spread=0.1,
            folds=tuple(folds),
            train_folds=tuple(train),
        )

    told = Routes(small=route("small"), large=route("large"), ahead=0.1, noise=0.05, winner="large")
    return RoutesChart(words, "routes", told, metric)


def routes(chart: Any, picture: Picture, words: Words) -> str:
    train = [float(line.x[0]) for line in picture.dots("D") if line.color == SECOND]
    valid = [float(line.x[0]) for line in picture.dots("D") if line.color == FIRST]
    gaps = [words.gap(chart.metric, abs(one - other), 3) for one, other in zip(train, valid, strict=True)]
    return of(words, "routes.chart.finding", small=gaps[0], large=gaps[1])


KINDS = {
    "routes": Kind(routes_chart, routes),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
