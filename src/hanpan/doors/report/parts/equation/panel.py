"""The equation of the linear model, and Dense(1) that learns the same."""

from __future__ import annotations

import math
from typing import Any

from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words, short
from hanpan.insights.equation.record import Equation, Learnt
from hanpan.modeling.networks.plain.equation import written
from hanpan.study.record import Study

_TERMS = 12  # written out; the table has all
_SAME = 0.01  # answers apart by less than a hundredth of y's spread are the same


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The equation, how to read it, and the comparison with one node."""
    told = study.insights.equation
    if told is None or study.problem is None:
        return None
    order = sorted(range(len(told.terms)), key=lambda place: -told.effect(place))
    kind = "classes" if told.learnt is None else "values"
    learnt = told.learnt
    return {
        "lead": words.text(f"equation.lead.{kind}", algorithm=words.algorithm(told.algorithm), rows=f"{told.rows:,}"),
        "equation": _equation(told, order, study, words, kind),
        "more": words.text("equation.more", count=len(order) - _TERMS) if len(order) > _TERMS else "",
        "reading": _reading(told, _telling(told, order), study, words, kind),
        "table": _table(told, order, words),
        "node": None if learnt is None else _node(learnt, words),
    }


def _telling(told: Equation, order: list[int]) -> int:
    """The strongest term that is a number of the table; the strongest of all where there is none."""
    return next((place for place in order if told.numeric[place]), order[0])


def _equation(told: Equation, order: list[int], study: Study, words: Words, kind: str) -> str:
    target = short(study.problem.target, 30) if study.problem else "y"
    if kind == "classes":
        target = words.text("equation.log_odds", label=short(study.problem.labels[1] if study.problem else "", 30))
    shown = order[:_TERMS]
    names = [short(told.terms[place], 30) for place in shown]
    return written([told.coefficients[place] for place in shown], told.constant, names, target)


def _reading(told: Equation, place: int, study: Study, words: Words, kind: str) -> str:
    """The strongest term in words."""
    step = _round_step(told.spreads[place]) if _is_graded(told.terms[place], study) else 1.0
    slope = told.coefficients[place] * step
    fields = {
        "column": short(told.terms[place], 40),
        "slope": number(abs(slope), 3),
        "step": plain(step),
        "target": short(study.problem.target, 40) if study.problem else "",
        "label": study.problem.labels[1] if kind == "classes" and study.problem else "",
        "factor": number(2.718281828459045**slope, 3) if abs(slope) < 50 else "–",
    }
    side = "" if kind == "classes" else ".up" if slope > 0 else ".down"
    return words.text(f"equation.reading.{kind}{side}", **fields)


def _is_graded(term: str, study: Study) -> bool:
    """Whether a term is a number of the table with more than two values."""
    columns = study.profile.columns if study.profile else []
    return any(column.name == term and column.n_distinct > 2 for column in columns)


def _round_step(spread: float) -> float:
    """A power of ten near the spread, so that a step of the column is one that rows really take.

    Examples
    --------
    >>> _round_step(252_408.0), _round_step(0.7), _round_step(4.4)
    (100000.0, 0.1, 1.0)
    """
    return float(10.0 ** math.floor(math.log10(spread))) if spread > 0 and math.isfinite(spread) else 1.0


def _table(told: Equation, order: list[int], words: Words) -> Table:
    learnt = told.learnt
    heads = ["term", "coefficient", "effect"] + (["exact", "node"] if learnt else [])
    rows = [_row(told.terms[place], _numbers(told, place)) for place in order]
    constant = [told.constant, None, *((learnt.exact_constant, learnt.node_constant) if learnt else ())]
    rows.append(_row(words.text("equation.constant"), constant))
    return Table(tuple(words.text(f"equation.head.{head}") for head in heads), rows)


def _numbers(told: Equation, place: int) -> list[float | None]:
    slope, learnt = told.coefficients[place], told.learnt
    compared = [learnt.exact[place], learnt.node[place]] if learnt else []
    return [slope, slope * told.spreads[place], *compared]


def _row(name: str, values: list[float | None]) -> tuple[Cell, ...]:
    return (name_cell(name), *(number_cell(value) for value in values))


def _node(learnt: Learnt, words: Words) -> str:
    key = "same" if learnt.gap < _SAME else "near"
    return words.text(
        f"equation.node.{key}",
        updates=f"{learnt.updates:,}",
        gap=percent(max(learnt.gap, 0.001)),
        rows=f"{learnt.rows:,}",
    )


EQUATION = Panel("equation", "networks", build)
