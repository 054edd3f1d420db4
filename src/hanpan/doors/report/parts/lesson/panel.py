"""Appendix: the five steps of learning, with the numbers of this table."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hanpan.doors.report.parts.lesson.chart import FallingChart, PathChart, attempt_name, updates_table
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.numbers import fixed, number, plain
from hanpan.doors.telling.words import Words, short
from hanpan.insights.lesson.record import LessonAttempt, NodeLesson
from hanpan.modeling.networks.plain.walk import STEPS
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The node, its five steps, both pictures, why it stopped, and rates that fail."""
    found = study.insights.lesson
    if found is None or study.problem is None:
        return None
    return {
        "lead": _lead(found, study.problem.target, words),
        "steps": [(words.text(f"walk.step.{step}"), _step(step, found, words)) for step in STEPS],
        "rows": _rows(found, words),
        "table": updates_table(
            found, words, [place for place in (0, 1, 2, 3, 4, 5, 10, 15, 20, 25, 30) if place < len(found.weights)]
        ),
        "charts": [PathChart(words, "lessonpath", found), FallingChart(words, "lessonfalling", found)],
        "attempts": [_attempt(one, found, words) for one in found.attempts[1:]],
    }


def _lead(found: NodeLesson, target: str, words: Words) -> str:
    return words.text(
        f"lesson.lead.{found.kind}",
        x=short(found.column, 40),
        y=short(target, 40),
        label=short(found.label, 40),
        rows=found.rows,
        centre=plain(found.centre),
        spread=plain(found.spread),
    )


def _step(step: str, found: NodeLesson, words: Words) -> str:
    """What a step does in the first update."""
    (w1, w0), (new1, new0), (slope1, slope0) = found.weights[0], found.weights[1], found.gradients[0]
    right = found.right
    numbers = {
        "w1": w1,
        "w0": w0,
        "x": found.x[0],
        "said": found.first[0],
        "y": found.y[0],
        "error": right.errors[0],
        "slope1": slope1,
        "slope0": slope0,
        "rate": right.rate,
        "new1": new1,
        "new0": new0,
        "after": right.errors[1],
        "last": right.errors[-1],
    }
    shown = {name: plain(value) for name, value in numbers.items()}
    return words.text(
        f"lesson.step.{step}", updates=len(right.errors) - 1, why=words.text(f"walk.why.{right.why}"), **shown
    )


def _rows(found: NodeLesson, words: Words) -> Table:
    heads = tuple(words.text(f"lesson.head.{head}") for head in ("x", "y", "first", "last"))
    like = [*found.first, *found.last]
    cells = [
        (
            number_cell(x, fixed(x, found.x)),
            number_cell(y, plain(y)),
            number_cell(first, fixed(first, like)),
            number_cell(last, fixed(last, like)),
        )
        for x, y, first, last in zip(found.x, found.y, found.first, found.last, strict=True)
    ]
    return Table(heads, cells)


def _attempt(one: LessonAttempt, found: NodeLesson, words: Words) -> str:
    """How a learning rate did."""
    ends, best = one.errors[-1], found.right.errors[-1]
    if one.grows:
        key = "grows"
    elif one.jumps:
        once = sum(after > before for before, after in pairwise(one.errors)) == 1
        key = "jumps_well" if ends <= best else "leaps" if once else "jumps"
    else:
        key = "slow" if ends > best else "well"
    values = {"first": one.errors[0], "most": max(one.errors), "last": one.errors[-1], "best": found.right.errors[-1]}
    shown = {name: number(value, 3) for name, value in values.items()}
    return words.text(f"lesson.did.{key}", attempt=attempt_name(one, words), count=len(one.errors) - 1, **shown)


LESSON = Panel("lesson", "networks", build)
