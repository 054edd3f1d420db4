"""Coefficients, of a number and of classes."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture
from draws import LABELS, Random, problem_of, some, study_of
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.coefficients.classes import class_coefficients
from hanpan.doors.report.parts.coefficients.panel import build
from hanpan.doors.telling.words import Words
from hanpan.insights.coefficients.record import ClassEquation, Coefficient, Coefficients
from hanpan.insights.record import Insights


def coefficient(random: Random, name: str) -> Coefficient:
    effect, half = float(random.normal()), float(random.uniform(0.1, 2))
    return Coefficient(
        name=name,
        source=name,
        step=1.0,
        effect=effect,
        low=effect - half,
        high=effect + half,
        p=float(random.uniform()),
        spread=2.0,
        inflation=1.1,
    )


def coefficients_chart(random: Random, words: Words) -> Chart:
    kind = some(random, "linear", "logistic")
    told = Coefficients(
        kind=kind,
        rows=90,
        intercept=0.0,
        fit=0.5,
        coefficients=[coefficient(random, f"열{place}") for place in range(5)],
    )
    problem = problem_of("regression" if kind == "linear" else "binary")
    built = build(study_of(words, problem, Insights(coefficients=told)), words)
    assert built is not None
    return built["chart"]


def class_coefficients_chart(random: Random, words: Words) -> Chart:
    classes = [
        ClassEquation(label=label, coefficients=[coefficient(random, f"열{place}") for place in range(4)])
        for label in LABELS[1:]
    ]
    told = Coefficients(
        kind="multinomial", rows=90, reference=LABELS[0], classes=classes, shown=list(LABELS[1:]), fit=0.3
    )
    built = class_coefficients(told, problem_of("multiclass"), words)
    assert built is not None
    return built["chart"]


def effects_beyond_chance(chart: Any, picture: Picture, words: Words) -> str:
    """Lines from limit to limit that do not cross the line of no effect."""
    del chart
    spans = [line.x for line in picture.lines if len(line.x) == 2 and line.y[0] == line.y[1] and not line.marker]
    sure = sum(low > 0 or high < 0 for low, high in spans)
    return of(words, "coefficients.sure", sure=sure, all=len(spans))


KINDS = {
    "coefficients": Kind(coefficients_chart, effects_beyond_chance),
    "class coefficients": Kind(class_coefficients_chart, effects_beyond_chance),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
