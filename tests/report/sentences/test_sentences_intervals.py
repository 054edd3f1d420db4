"""Ranges around a predicted number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture
from draws import Random, problem_of, residuals, study_of
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.intervals.panel import build
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.words import Words
from hanpan.evaluation.explanation.band import Level, PredictionIntervals
from hanpan.evaluation.record import Evaluation
from hanpan.statistics.interval import Estimate


def intervals_chart(random: Random, words: Words) -> Chart:
    even = bool(random.integers(2))
    at, size = ([0.0], [1.0]) if even else ([30.0, 70.0], [1.0, 2.5])
    covered = Estimate(value=0.9, low=0.8, high=0.97, rows=80)
    levels = [
        Level(level=0.8, low=-3.0, high=3.5, coverage=covered, width=6.5),
        Level(level=0.95, low=-6.0, high=7.0, coverage=covered, width=13.0),
    ]
    told = PredictionIntervals(at=at, size=size, rows=200, typical=float(random.uniform(30, 70)), levels=levels)
    judged = Evaluation(
        model="m",
        algorithm="svm",
        judged_on="holdout",
        rows=80,
        metrics={},
        intervals=told,
        residuals=residuals(random),
    )
    built = build(study_of(words, problem_of("regression"), evaluation=judged), words)
    assert built is not None
    return built["chart"]


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


KINDS = {
    "intervals": Kind(intervals_chart, intervals),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
