"""What the report answers first."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture, column
from draws import METRICS, Random, numbers, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.summary.chart import AnswerChart
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import Judged


def answer_chart(random: Random, words: Words) -> Chart:
    metric = some(random, *METRICS)
    value, baseline = numbers(random, 2, metric)
    return AnswerChart(words, "a", metric, Judged(value=value, low=value * 0.9, high=value * 1.04, baseline=baseline))


def answer(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    baseline, low, model, high, perfect = column(chart.table(), 1)
    like = (model, baseline)
    told = {"value": model, "low": low, "high": high, "baseline": baseline}
    return of(
        words,
        "report.chart.answer.finding",
        perfect=shown(chart.name_of, perfect),
        **{name: shown(chart.name_of, value, like) for name, value in told.items()},
    )


KINDS = {
    "answer": Kind(answer_chart, answer),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
