"""What matters most to the prediction."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture, cells
from draws import METRICS, Random, some
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.reasons.chart import ImportanceChart
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import Importance


def importance_chart(random: Random, words: Words) -> Chart:
    rows = []
    for place in range(int(random.integers(2, 9))):
        mean, half = float(random.normal(0.05, 0.1)), float(random.uniform(0.01, 0.2))
        rows.append(Importance(column=f"열{place}", mean=mean, low=mean - half, high=mean + half))
    return ImportanceChart(words, "importance", rows, some(random, *METRICS), some(random, 0, 12))


def importance(chart: Any, picture: Picture, words: Words) -> str:
    bars = [bar.get_width() for bar in picture.bars]
    rows = cells(chart.table())
    assert bars == sorted(bars, reverse=True)
    sure = [row for row in rows if row[2] > 0]
    if not sure:
        return of(words, "report.chart.importance.none")
    best = max(sure, key=lambda row: row[1])
    told = {"column": best[0], "metric": words.metric(chart.metric), "change": words.gap(chart.metric, best[1], 3)}
    if len(rows) < chart.features:
        return of(words, "report.chart.importance.partly", **told, count=len(rows), of=chart.features)
    return of(words, f"report.chart.importance.{'finding' if best[1] == bars[0] else 'surest'}", **told)


KINDS = {
    "importance": Kind(importance_chart, importance),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
