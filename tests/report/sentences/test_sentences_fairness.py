"""Groups of people."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture
from draws import Random, problem_of, some, study_of
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.fairness.panel import build
from hanpan.doors.telling.words import Words
from hanpan.insights.fairness.record import Fairness, Gap, GroupRow, Protected
from hanpan.insights.record import Insights
from hanpan.statistics.estimates import share


def fairness_chart(random: Random, words: Words) -> Chart:
    groups = [
        GroupRow(group=name, rows=40, measures={"right": share(int(random.integers(5, 35)), 40)})
        for name in ("여", "남")
    ]
    kind = some(random, "few", "none", "some")
    gap = Gap(
        measure="right",
        least="여",
        least_value=0.4,
        most="남",
        most_value=0.8,
        p=0.001 if kind == "some" else 0.4,
        beyond_chance=kind == "some",
    )
    told = Fairness(column="성별", used=True, groups=groups, gaps=[] if kind == "few" else [gap])
    built = build(study_of(words, problem_of("binary"), Insights(fairness=Protected(columns=[told]))), words)
    assert built is not None
    return built["columns"][0]["chart"]


def fairness(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    gaps = chart.told.gaps
    key = "some" if any(gap.p < 0.05 for gap in gaps) else "none" if gaps else "few"
    return of(words, f"fairness.{key}", column="성별")


KINDS = {
    "fairness": Kind(fairness_chart, fairness),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
