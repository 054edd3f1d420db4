"""The linear model on the board, coefficient by coefficient."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.counting import counted_by_rows
from hanpan.doors.report.parts.coefficients.chart import CoefficientsChart
from hanpan.doors.report.parts.coefficients.classes import class_coefficients
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.questions import prepared_name
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words, clean, short
from hanpan.insights.coefficients.record import Coefficient, Coefficients
from hanpan.study.record import Study

_TOLD = 4
_INFLATED = 5.0
_MOST_ORDERS, _MOST_LEVELS = 4, 8  # told in notes


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Picture, sentences on the strongest columns, and notes on what widens intervals."""
    record, problem = study.insights.coefficients, study.problem
    if record is None or problem is None:
        return None
    if record.kind == "multinomial":
        panel = class_coefficients(record, problem, words)
        named = {one.name for equation in record.classes for one in equation.coefficients}
        return panel and {**panel, "notes": [*panel["notes"], *_how_counted(named, study, words)]}
    if not record.coefficients:
        return None
    sure = [one for one in record.readable if one.low > 0 or one.high < 0]
    fields = {"rows": f"{record.rows:,}", "fit": percent(record.fit), "target": problem.target}
    finding = words.text("coefficients.sure", sure=len(sure), all=len(record.readable))
    return {
        "lead": words.text(f"coefficients.lead.{record.kind}", **fields),
        "chart": CoefficientsChart(words, "coefficients", record, target=problem.target, finding=finding),
        "sentences": [_sentence(one, record, problem, words) for one in sure[:_TOLD]],
        "notes": [*_notes(record, words), *_how_counted({one.name for one in record.coefficients}, study, words)],
    }


def _sentence(one: Coefficient, record: Coefficients, problem: Problem, words: Words) -> str:
    """Per step for a number; against the level left out for a level."""
    level = one.name.startswith(f"{one.source}=") and record.references.get(one.source)
    fields = {
        "column": prepared_name(one.name, one.source, words),
        "target": problem.target if record.kind == "linear" else f"{problem.target} = {problem.labels[1]}",
        "step": plain(one.step),
        "reference": clean(level or ""),
        "way": words.text(f"coefficients.{'more' if one.effect > 0 else 'less'}"),
    }
    shape = "level" if level else "number"
    if record.kind == "linear":
        low, high = sorted((abs(one.low), abs(one.high)))
        numbers = {"effect": money(abs(one.effect), clean(problem.unit)), "low": number(low), "high": number(high)}
    else:
        numbers = {
            key: number(math.exp(min(value, 50)), 3)
            for key, value in (("effect", one.effect), ("low", one.low), ("high", one.high))
        }
    return words.text(f"coefficients.{record.kind}.{shape}", **fields, **numbers)


def _how_counted(names: Collection[str], study: Study, words: Words) -> list[str]:
    """That levels in order are counted 0, 1, 2, …, and that chance is counted in rows although these come in groups."""
    ordered = [one for one in study.schema or () if one.kind == "ordered" and one.name in names][:_MOST_ORDERS]
    levels = [" < ".join(short(level, 16) for level in one.categories[:_MOST_LEVELS]) for one in ordered]
    ends = ["" if len(one.categories) <= _MOST_LEVELS else " < …" for one in ordered]
    told = [
        words.text("coefficients.ordered", column=clean(one.name), levels=shown + end)
        for one, shown, end in zip(ordered, levels, ends, strict=True)
    ]
    return [*told, *counted_by_rows(study, words)]


def _notes(record: Coefficients, words: Words) -> list[str]:
    wide = [one for one in record.coefficients if one.inflation > _INFLATED]
    notes = []
    if record.separated:
        names = ", ".join(clean(name) for name in record.separated[:5])
        notes.append(words.text("coefficients.separated", columns=names))
    if wide:
        names = ", ".join(f"{prepared_name(one.name, one.source, words)} ({one.inflation:.1f})" for one in wide[:5])
        notes.append(words.text("coefficients.inflated", columns=names))
    if record.left_out:
        names = ", ".join(f"{clean(name)} (≈ {clean(twin)})" for name, twin in record.left_out[:5])
        notes.append(words.text("coefficients.left_out", columns=names))
    return notes


def _chapter(study: Study) -> str:
    """Among the reasons where it is the model that was chosen; elsewhere a model to learn to read."""
    chosen = study.evaluation.algorithm if study.evaluation else ""
    return "reasons" if chosen in ("linear_regression", "logistic_regression") else "reading"


COEFFICIENTS = Panel("coefficients", _chapter, build)
