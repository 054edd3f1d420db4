"""The person's hypotheses, each with its answer, the numbers behind it and one picture."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.charts.pairs.pairs import MOST_HYPOTHESES, pair_chart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.hypotheses import pair_of, told_of
from hanpan.doors.telling.words import Words, clean, short
from hanpan.evaluation.record import HypothesisAnswer
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Every hypothesis in the card's order."""
    answers = study.evaluation.hypotheses if study.evaluation else []
    if not answers or study.problem is None:
        return None
    dates = {column.name for column in study.profile.columns if column.kind == "date"} if study.profile else set()
    rows = study.design.development_rows if study.design else 0
    smallest = next((one.smallest for one in answers if one.smallest), 0.1)
    return {
        "lead": words.text("hypothesis.lead", rows=f"{rows:,}", smallest=smallest),
        "rule": words.text("hypothesis.rule", smallest=smallest, of=len(answers)),
        "answers": [_one(place, row, study.problem, dates, words) for place, row in enumerate(answers)],
    }


def _one(place: int, row: HypothesisAnswer, problem: Problem, dates: set[str], words: Words) -> dict[str, Any]:
    told, tested = pair_of(row, problem, dates), row.test is not None
    said, decision = told_of(row, problem, dates, words)
    chart = pair_chart(words, f"hypothesis{place}", told) if tested and place < MOST_HYPOTHESES else None
    return {
        "x": short(row.x, 40),
        "y": short(problem.target, 40),
        "because": clean(row.because),
        "answer": row.answer,
        "tag": words.text(f"report.hypothesis.{row.answer}"),
        "said": said,
        "decision": decision,
        "chart": chart,
    }


HYPOTHESES = Panel("hypotheses", "business", build)
