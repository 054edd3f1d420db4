"""The person's hypotheses: what was seen of each, and why that is the answer."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.telling.numbers import p_value
from hanpan.doors.telling.pairs import PairTold, dependence, sentence
from hanpan.doors.telling.words import Words, short


def told_of(row: dict[str, Any], problem: Problem, dates: set[str], words: Words) -> tuple[str, str]:
    """What was seen of x against y, and why that is the answer; the former is empty where nothing can be compared."""
    seen = sentence(pair_of(row, problem, dates), words) if row.get("test") is not None else ""
    return seen, _decision(row, problem, words)


def pair_of(row: dict[str, Any], problem: Problem, dates: set[str]) -> PairTold:
    """What the record of a hypothesis says about its column."""
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
    said = words.text(f"hypothesis.{key}", **edges, smallest=row["smallest"], p=p_value(row["p"], sign=True))
    more = words.text(f"hypothesis.{kind}.more" if clusters else "hypothesis.more", **names)
    return said if key in ("supported", "not_supported") else f"{said} {more}"
