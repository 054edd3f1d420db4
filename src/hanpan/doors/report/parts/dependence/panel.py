"""How the answers change with the most important columns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.parts.dependence.chart import DependenceChart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.dependence.record import Dependence
from hanpan.study.record import Study

_MONOTONE = 0.75  # share of the way up and down that is net change
_TOLD = 2
_MOVES = 0.5  # of the way of the answer that moves most, for another to be told of
_SPLIT = 0.2  # of the single rows go the other way


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """A picture and a sentence for each column."""
    told, problem = study.insights.dependence, study.problem
    if told is None or problem is None:
        return None
    columns = told.columns
    charts = [
        DependenceChart(words, f"dependence-{place}", one, target=problem.target, finding=_told(one, problem, words))
        for place, one in enumerate(columns)
    ]
    return {
        "lead": words.text("dependence.lead", rows=f"{columns[0].rows:,}"),
        "classes": _classes(columns[0], problem, words),
        "charts": charts,
    }


def _classes(one: Dependence, problem: Problem, words: Words) -> str:
    """Which classes are shown, and why these."""
    if len(one.outputs) == 1:
        return ""
    if len(one.outputs) == len(problem.labels):
        return words.text("dependence.classes.all")
    why = "value" if problem.value is not None else "rows"
    names = ", ".join(clean(name) for name in one.outputs)
    return words.text(f"dependence.classes.{why}", names=names, shown=len(one.outputs), all=len(problem.labels))


def _told(one: Dependence, problem: Problem, words: Words) -> str:
    """A sentence for the two answers that move farthest, if they move about as far."""
    reach = [max(mean) - min(mean) for mean in one.means]
    order = sorted(range(len(reach)), key=lambda at: -reach[at])[:_TOLD]
    moving = [at for at in order if reach[at] >= _MOVES * reach[order[0]]]
    return " ".join(_sentence(one, at, problem, words) for at in moving)


def _sentence(one: Dependence, at: int, problem: Problem, words: Words) -> str:
    """Which way an answer goes, from where to where."""
    mean, answer = one.means[at], _answer(one, at, problem, words)
    low, high = min(range(len(mean)), key=mean.__getitem__), max(range(len(mean)), key=mean.__getitem__)
    places = [plain(x) for x in one.grid] or one.levels
    told = {
        "column": one.column,
        "answer": answer,
        "least": _value(mean[low], one, problem),
        "most": _value(mean[high], one, problem),
    }
    if not one.grid:
        return words.text("dependence.levels", **told, low=places[low], high=places[high])
    way = sum(abs(b - a) for a, b in pairwise(mean))
    net = mean[-1] - mean[0]
    if way and abs(net) >= _MONOTONE * way:
        key = "rising" if net > 0 else "falling"
        told |= {"from": _value(mean[0], one, problem), "to": _value(mean[-1], one, problem)}
        said = words.text(f"dependence.{key}", **told, first=places[0], last=places[-1])
    else:
        said = words.text("dependence.bent", **told, low=places[low], high=places[high])
    if one.against and one.against[at] >= _SPLIT:
        said += " " + words.text("dependence.against", column=one.column, share=percent(one.against[at]))
    return said


def _answer(one: Dependence, at: int, problem: Problem, words: Words) -> str:
    if not problem.labels:
        return words.text("dependence.answer.value", target=problem.target)
    return words.text("dependence.answer.share", target=problem.target, label=one.outputs[at])


def _value(value: float, one: Dependence, problem: Problem) -> str:
    return money(value, clean(problem.unit)) if one.outputs == [""] else percent(value)


DEPENDENCE = Panel("dependence", "reasons", build)
