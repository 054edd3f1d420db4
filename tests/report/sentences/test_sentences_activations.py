"""Activation functions: their shapes, and how they did."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells
from draws import Random, greater, some
from kinds import Kind, best_of, follows, of, sign_of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.activations.chart import ActivationsChart, ShapesChart
from hanpan.doors.telling.words import Words
from hanpan.insights.activations.work import judged as judged_activations


def activations_chart(random: Random, words: Words) -> Chart:
    metric = some(random, "rmse", "auc", "log_loss")
    names = ["relu", "tanh", "elu", "gelu"][: int(random.integers(3, 5))]
    level = dict(zip(names, random.uniform(0.3, 0.9, len(names)), strict=True))
    scores = {name: {fold: (level[name] + random.normal(0, 0.02, 3)).tolist() for fold in (0, 1)} for name in names}
    found = judged_activations(scores, [16], (90, 30), greater(metric))
    assert found is not None
    return ActivationsChart(words, "activations", found, metric)


def shapes_chart(random: Random, words: Words) -> Chart:
    del random
    return ShapesChart(words, "shapes")


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


def shapes(chart: Any, picture: Picture, words: Words) -> str:
    """It says what flat and steep places do; every function is drawn."""
    names = [row[0] for row in cells(chart.table())]
    assert [child.get_title() for child in picture.axes.child_axes] == names
    return of(words, "activations.shapes.finding")


KINDS = {
    "activations": Kind(activations_chart, activations),
    "shapes": Kind(shapes_chart, shapes),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
