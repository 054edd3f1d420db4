"""How a prediction comes about."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture, column
from draws import Random, problem_of, some, study_of
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.contributions.panel import build
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words
from hanpan.insights.contributions.record import ExplainedRow, ExplainedRows, Share
from hanpan.insights.record import Insights


def waterfall_chart(random: Random, words: Words) -> Chart:
    shares = sorted(random.normal(0, 0.1, 5).tolist(), key=lambda value: -abs(value))
    unit = some(random, "value", "probability")
    told = ExplainedRow(
        which="typical",
        row=3,
        actual="예" if unit == "probability" else "4.5",
        decided="예",
        label="예",
        unit=unit,
        exact=True,
        base=0.4,
        answer=0.4 + sum(shares),
        probability=0.4 + sum(shares) if unit == "probability" else None,
        shares=[Share(column=f"열{place}", cell=float(place), share=value) for place, value in enumerate(shares)],
        rest=0.0,
        others=0,
    )
    problem = problem_of("binary" if unit == "probability" else "regression")
    built = build(study_of(words, problem, Insights(contributions=ExplainedRows(rows=[told]))), words)
    assert built is not None
    return built["charts"][0]


def waterfall(chart: Any, picture: Picture, words: Words) -> str:
    """The widest bars to the right and to the left, and the way that they sum up to the answer."""
    told = chart.told
    widths = [bar.get_width() for bar in picture.bars]
    assert told.base + sum(widths) == pytest.approx(told.answer)
    units = (lambda v: money(v, "명")) if told.unit == "value" else (lambda v: percent(v))
    after = column(chart.table(), 2)
    if told.unit == "value":
        said = [
            of(
                words,
                "contributions.answered.value",
                answer=money(after[-1], "명"),
                actual="4.5명",
                base=number(after[0]),
            )
        ]
    else:
        said = [
            of(
                words,
                "contributions.answered.class",
                target="y",
                label="예",
                probability=units(after[-1]),
                actual="예",
                base=units(after[0]),
            )
        ]
    texts = {round(y): text for _, y, text in picture.texts}
    for key, sign in (("raised", 1), ("lowered", -1)):
        ranked = sorted(
            (place for place, width in enumerate(widths) if sign * width > 0), key=lambda p: -abs(widths[p])
        )
        named = [
            of(
                words,
                "contributions.one",
                column=told.shares[place].column,
                cell=plain(told.shares[place].cell),
                share=texts[place + 1],
            )
            for place in ranked[:2]
        ]
        said += [of(words, f"contributions.{key}", columns=", ".join(named))] if named else []
    return " ".join(said)


KINDS = {
    "waterfall": Kind(waterfall_chart, waterfall),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
