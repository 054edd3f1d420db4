"""What decisions are worth, and the verdict, in a few lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.telling.amounts import money
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    from hanpan.evaluation.record import Evaluation
    from hanpan.evaluation.value import Value

_STYLES = {"reached": "green", "not_reached": "red", "undecided": "yellow"}


def worth_lines(evaluation: Evaluation, language: str) -> list[tuple[str, str]]:
    """(line, style) pairs: worth, verdict, and what intervals count where it is not rows."""
    lines = [] if evaluation.value is None else _worth(evaluation.value, language)
    drawn = evaluation.drawn
    if drawn is not None and drawn.column:
        counted = {"rows": evaluation.rows, "groups": drawn.groups, "column": drawn.column}
        key = "stretches" if drawn.stretches else "groups"
        lines.append((text(f"value.cli.{key}", language, **counted), "dim"))
    if evaluation.verdict is not None:
        told = text(f"report.verdict.{evaluation.verdict}", language)
        advice = "" if evaluation.next_step is None else evaluation.next_step.part("advice", language)
        lines.append((text("value.cli.verdict", language, verdict=told, advice=advice), _STYLES[evaluation.verdict]))
    return lines


def _worth(value: Value, language: str) -> list[tuple[str, str]]:
    own, currency = value.intervals["realised"], value.currency
    told = {"realised": own.value, "low": own.low, "high": own.high, "nothing": value.nothing, "oracle": value.oracle}
    lines = [text("value.cli.line", language, **{name: money(worth, currency) for name, worth in told.items()})]
    if value.rule is not None:
        ahead = value.ahead["rule"]
        told = {"gain": ahead.value, "low": ahead.low, "high": ahead.high}
        shown = {name: money(worth, currency, signed=True) for name, worth in told.items()}
        lines.append(text("value.cli.rule", language, rule=money(value.rule, currency), **shown))
    return [(line, "") for line in lines]
