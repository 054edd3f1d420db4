"""Columns together: gaps, relations, drift in time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells
from draws import Random, some, table
from kinds import Kind, follows, of

from hanpan.data.across.missing import missing_patterns
from hanpan.data.across.record import Drifting
from hanpan.data.across.related import related
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.together.chart import HeatChart, PatternChart
from hanpan.doors.report.parts.together.drift import DriftChart
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words


def pattern_chart(random: Random, words: Words) -> Chart:
    values = table(random, "regression")
    return PatternChart(words, "missing", missing_patterns(values), len(values.frame))


def heat_chart(random: Random, words: Words) -> Chart:
    values = table(random, "regression")
    return HeatChart(words, "related", related(values, values.schema.columns[:4]))


def drift_chart(random: Random, words: Words) -> Chart:
    low = float(random.uniform(0, 0.3))
    told = Drifting(
        name="x",
        label=some(random, "", "서울"),
        strength=low + 0.1,
        low=low,
        high=low + 0.2,
        p=0.01,
        series=random.uniform(size=10).tolist(),
    )
    return DriftChart(words, "drift", "때", [str(place) for place in range(10)], told)


def patterns(chart: Any, picture: Picture, words: Words) -> str:
    """Counted again from the rows of each pattern."""
    del picture
    none = words.text("together.missing.none")
    rows = {row[0]: row[1] for row in cells(chart.table())}
    total = sum(rows.values())
    missing: dict[str, int] = {}
    for pattern, count in rows.items():
        for name in pattern.split(", ") if pattern != none else []:
            missing[name] = missing.get(name, 0) + count
    most = max(missing, key=missing.__getitem__)
    told = of(
        words,
        "together.missing.finding",
        name=most,
        share=percent(missing[most] / total),
        complete=percent(rows.get(none, 0) / total),
    )
    pair = chart.told.together
    if not pair:
        return told
    names = {"first": pair[0].first, "second": pair[0].second}
    phi = f"{pair[0].phi:z.2f}"
    return f"{told} {of(words, 'together.missing.pair', **names, phi=phi)}"


def heat(chart: Any, picture: Picture, words: Words) -> str:
    """The closest two columns; the scale above says what the darkest squares are."""
    first, second, _, value = max(cells(chart.table()), key=lambda row: abs(row[3]))
    assert [text.get_text() for text in picture.axes.get_legend().get_texts()] == ["-1.0", "-0.5", "0", "+0.5", "+1.0"]
    matrix = np.abs(np.tril(np.array(chart.told.matrix, float), -1))
    assert matrix.max() == pytest.approx(abs(value), abs=1e-3)
    return of(
        words,
        f"together.related.{'finding' if abs(value) >= 0.3 else 'none'}",
        first=first,
        second=second,
        value=f"{value:z.2f}",
    )


def drift(chart: Any, picture: Picture, words: Words) -> str:
    told = chart.told
    assert picture.lines[0].y.tolist() == told.series
    key = "clear" if told.low > 0.1 else "perhaps" if told.high > 0.1 else "steady"
    return of(words, f"drift.{key}", **{name: f"{getattr(told, name):.2f}" for name in ("strength", "low", "high")})


KINDS = {
    "patterns": Kind(pattern_chart, patterns),
    "heat": Kind(heat_chart, heat),
    "drift": Kind(drift_chart, drift),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
