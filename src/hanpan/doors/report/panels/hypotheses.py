"""The person's hypotheses, each with its answer, the numbers behind it and one picture."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.charts.pair import PairTold, dependence, p_told, sentence
from hanpan.doors.report.sections.pairs import MOST_HYPOTHESES, pair_chart
from hanpan.doors.report.words import Words, clean, short
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Every hypothesis in the card's order."""
    answers = study.evaluation.hypotheses if study.evaluation else []
    if not answers or study.problem is None:
        return None
    dates = {column.name for column in study.profile.columns if column.kind == "date"} if study.profile else set()
    rows = study.design.development_rows if study.design else 0
    smallest = answers[0].get("smallest") or next((row["smallest"] for row in answers if row.get("smallest")), 0.1)
    return {
        "lead": words.text("hypothesis.lead", rows=f"{rows:,}", smallest=smallest),
        "rule": words.text("hypothesis.rule", smallest=smallest, of=len(answers)),
        "answers": [_one(place, row, study.problem, dates, words) for place, row in enumerate(answers)],
    }


def told_of(row: dict[str, Any], problem: Problem, dates: set[str], words: Words) -> tuple[str, str]:
    """What was seen of x against y, and why that is the answer; the former is empty where nothing can be compared."""
    seen = sentence(_pair(row, problem, dates), words) if row.get("test") is not None else ""
    return seen, _decision(row, problem, words)


def _pair(row: dict[str, Any], problem: Problem, dates: set[str]) -> PairTold:
    return PairTold(
        row["x"],
        problem,
        row.get("test") or "",
        row["effect"],
        row["p"],
        row.get("evidence") or {},
        row.get("picture") or {},
        date=row["x"] in dates,
    )


def _one(place: int, row: dict[str, Any], problem: Problem, dates: set[str], words: Words) -> dict[str, Any]:
    told, tested = _pair(row, problem, dates), row.get("test") is not None
    said, decision = told_of(row, problem, dates, words)
    chart = pair_chart(words, f"hypothesis{place}", told) if tested and place < MOST_HYPOTHESES else None
    return {
        "x": short(row["x"], 40),
        "y": short(problem.target, 40),
        "because": clean(row.get("because", "")),
        "answer": row["answer"],
        "tag": words.text(f"report.hypothesis.{row['answer']}"),
        "said": said,
        "decision": decision,
        "chart": chart,
    }


def _decision(row: dict[str, Any], problem: Problem, words: Words) -> str:
    if row.get("test") is None:
        return words.text("hypothesis.untestable", x=short(row["x"], 40))
    clusters = (row.get("evidence") or {}).get("clusters")
    kind, column = dependence(problem)
    names = {"column": column, "groups": f"{clusters['groups']:,}"} if clusters else {}
    if clusters and clusters["like"] is None:
        return words.text(f"hypothesis.{kind}.few", **names)
    key = row["answer"]
    if key == "undecided" and row["p"] is not None and row["p"] < 0.05:
        key = "related"
    edges = {name: f"{row[f'strength_{name}']:z.2f}" for name in ("low", "high")}
    said = words.text(f"hypothesis.{key}", **edges, smallest=row["smallest"], p=p_told(row["p"]))
    more = words.text(f"hypothesis.{kind}.more" if clusters else "hypothesis.more", **names)
    return said if key in ("supported", "not_supported") else f"{said} {more}"
