"""Predictions over two columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import Random
from kinds import Kind, follows, of
from matplotlib.colors import to_hex

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.decision_map import COLORS, DecisionMapChart
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words
from hanpan.evaluation.explanation.decision_map import DecisionMap


def map_chart(random: Random, words: Words) -> Chart:
    """Of two classes, of three, or of a value."""
    labels = [("아니요", "예"), ("가", "나", "다"), ()][int(random.integers(3))]
    answers = random.integers(0, 3, (6, 8)) if len(labels) == 3 else random.uniform(size=(6, 8))
    places = {"across": tuple(map(float, range(8))), "down": tuple(map(float, range(6)))}
    found = DecisionMap(x="나이", y="소득", **places, answers=answers, labels=labels)
    codes = random.integers(0, max(1, len(labels)), 5) if labels else np.array([])
    return DecisionMapChart(words, "map", found, "knn", (random.uniform(0, 5, (5, 2)), codes))


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


KINDS = {
    "map": Kind(map_chart, decision_map),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
