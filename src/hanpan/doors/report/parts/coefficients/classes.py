"""The multinomial logistic model on the board: each class against a reference."""

from __future__ import annotations

import math
from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.parts.coefficients.classchart import ClassCoefficientsChart
from hanpan.doors.report.questions import prepared_name
from hanpan.doors.telling.numbers import number, percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.coefficients.record import Coefficient, Coefficients

_TOLD = 2  # columns of each class


def class_coefficients(record: Coefficients, problem: Problem, words: Words) -> dict[str, Any] | None:
    """Picture, sentences on the strongest columns of each class shown, and notes."""
    shown = [one for one in record.classes if one.label in record.shown and one.readable]
    if not shown:
        return None
    readable = [one for equation in shown for one in equation.readable]
    sure = [one for one in readable if _sure(one)]
    finding = words.text("coefficients.sure", sure=len(sure), all=len(readable))
    fields = {"rows": f"{record.rows:,}", "fit": percent(record.fit), "reference": record.reference}
    return {
        "lead": words.text("coefficients.lead.multinomial", **fields),
        "chart": ClassCoefficientsChart(words, record, target=problem.target, finding=finding),
        "sentences": [
            _sentence(one, equation.label, record, words)
            for equation in shown
            for one in [one for one in equation.readable if _sure(one)][:_TOLD]
        ],
        "notes": _notes(record, words),
    }


def _sure(one: Coefficient) -> bool:
    return one.low > 0 or one.high < 0


def _sentence(one: Coefficient, label: str, record: Coefficients, words: Words) -> str:
    level = one.name.startswith(f"{one.source}=") and record.references.get(one.source)
    odds = (("effect", one.effect), ("low", one.low), ("high", one.high))
    return words.text(
        f"coefficients.multinomial.{'level' if level else 'number'}",
        column=prepared_name(one.name, one.source, words),
        step=plain(one.step),
        level=clean(level or ""),
        label=label,
        reference=record.reference,
        way=words.text(f"coefficients.{'more' if one.effect > 0 else 'less'}"),
        **{key: number(math.exp(min(value, 50)), 3) for key, value in odds},
    )


def _notes(record: Coefficients, words: Words) -> list[str]:
    """What is not drawn or has no end, and which columns or classes are not in the equations."""
    notes = []
    rest = [clean(one.label) for one in record.classes if one.label not in record.shown]
    if rest:
        notes.append(words.text("coefficients.classes.rest", names=", ".join(rest)))
    if record.few:
        notes.append(words.text("coefficients.classes.few", names=", ".join(map(clean, record.few))))
    endless = [f"{clean(name)} ({clean(one.label)})" for one in record.classes for name in one.separated]
    if endless:
        notes.append(words.text("coefficients.separated", columns=", ".join(endless[:5])))
    if record.left_out:
        names = ", ".join(f"{clean(name)} (≈ {clean(twin)})" for name, twin in record.left_out[:5])
        notes.append(words.text("coefficients.left_out", columns=names))
    return notes
