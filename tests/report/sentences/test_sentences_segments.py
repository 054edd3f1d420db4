"""Rows on which it errs more."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture, column
from draws import Random, problem_of, study_of
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.segments.panel import build
from hanpan.doors.telling.words import Words
from hanpan.evaluation.explanation.slices import Slice
from hanpan.insights.record import Insights
from hanpan.insights.segments.record import Segment, Segments


def segments_chart(random: Random, words: Words) -> Chart:
    found = []
    for place in range(int(random.integers(1, 4))):
        sure = bool(random.integers(2))
        found.append(
            Segment(
                slices=[Slice(column=f"열{place}", level="높음")],
                rows=40,
                error=0.5,
                elsewhere=0.2,
                judged=20,
                judged_error=0.4,
                judged_elsewhere=0.2,
                low=0.01,
                high=0.4,
                p=0.01 if sure else 0.3,
                confirmed=sure,
            )
        )
    told = Segments(measure="wrong", tried=20, error=0.25, found=found)
    built = build(study_of(words, problem_of("binary"), Insights(segments=told)), words)
    assert built is not None
    return built["chart"]


def segments(chart: Any, picture: Picture, words: Words) -> str:
    """It tells how to read the dots: full where confirmed."""
    dots = [line for line in picture.lines if line.marker and len(line.x) == 1][1::2]
    answers = column(chart.table(), -1)
    assert [not dot.hollow for dot in dots] == [answer == words.text("segments.answer.confirmed") for answer in answers]
    return of(words, "segments.chart.finding")


KINDS = {
    "segments": Kind(segments_chart, segments),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
