"""The person's hypotheses: what was seen of each, and why that is the answer."""

from __future__ import annotations

from hanpan.business.problem import Problem
from hanpan.doors.telling.numbers import p_value
from hanpan.doors.telling.pairs import PairTold, dependence, sentence
from hanpan.doors.telling.words import Words, short
from hanpan.evaluation.record import HypothesisAnswer


def told_of(answer: HypothesisAnswer, problem: Problem, dates: set[str], words: Words) -> tuple[str, str]:
    """What was seen of x against y, and why that is the answer; the former is empty where nothing can be compared."""
    seen = sentence(pair_of(answer, problem, dates), words) if answer.test is not None else ""
    return seen, _decision(answer, problem, words)


def pair_of(answer: HypothesisAnswer, problem: Problem, dates: set[str]) -> PairTold:
    """What the record of a hypothesis says about its column."""
    told, picture = answer.evidence, answer.picture
    date = answer.x in dates
    return PairTold(answer.x, problem, answer.test or "", answer.effect, answer.p, told, picture, date=date)


def _decision(answer: HypothesisAnswer, problem: Problem, words: Words) -> str:
    if answer.test is None:
        return words.text("hypothesis.untestable", x=short(answer.x, 40))
    clusters = answer.evidence.clusters
    kind, column = dependence(problem)
    names = {"column": column, "groups": f"{clusters.groups:,}"} if clusters else {}
    if clusters and clusters.like is None:
        return words.text(f"hypothesis.{kind}.few", **names)
    key: str = answer.answer
    if key == "undecided" and answer.p is not None and answer.p < 0.05:
        key = "related"
    edges = {"low": f"{answer.strength_low:z.2f}", "high": f"{answer.strength_high:z.2f}"}
    said = words.text(f"hypothesis.{key}", **edges, smallest=answer.smallest, p=p_value(answer.p, sign=True))
    more = words.text(f"hypothesis.{kind}.more" if clusters else "hypothesis.more", **names)
    return said if key in ("supported", "not_supported") else f"{said} {more}"
