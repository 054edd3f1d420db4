"""What decisions are worth, and the verdict, in a few lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.telling.adding import added, chosen
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from hanpan.evaluation.record import Evaluation
    from hanpan.evaluation.value import Value

_STYLES = {"reached": "green", "without_model": "yellow", "not_reached": "red", "undecided": "yellow"}


def worth_lines(evaluation: Evaluation, language: str) -> list[tuple[str, str]]:
    """(line, style) pairs: worth, what the model adds, verdict, and what intervals count where it is not rows."""
    words = Words(language, evaluation.unit_of_analysis)
    lines = [] if evaluation.value is None else _worth(evaluation, evaluation.value, words)
    drawn = evaluation.drawn
    if drawn is not None and drawn.column:
        counted = {"rows": evaluation.rows, "groups": drawn.groups, "column": drawn.column}
        key = "stretches" if drawn.stretches else "groups"
        lines.append((words.text(f"value.cli.{key}", **counted), "dim"))
    if evaluation.verdict is not None:
        told = evaluation.verdict_text(language)
        advice = "" if evaluation.next_step is None else evaluation.next_step.part("advice", language)
        lines.append((words.text("value.cli.verdict", verdict=told, advice=advice), _STYLES[evaluation.verdict]))
    return lines


def _worth(evaluation: Evaluation, value: Value, words: Words) -> list[tuple[str, str]]:
    own, currency = value.intervals["realised"], value.currency
    told = {"realised": own.value, "low": own.low, "high": own.high, "nothing": value.nothing, "oracle": value.oracle}
    figures = {name: money(steady(worth, *told.values()), currency) for name, worth in told.items()}
    lines = [words.text("value.cli.line", **figures)]
    if value.rule is not None:
        ahead = value.ahead["rule"]
        told = {"gain": ahead.value, "low": ahead.low, "high": ahead.high}
        shown = {name: money(steady(worth, *told.values()), currency, signed=True) for name, worth in told.items()}
        lines.append(words.text("value.cli.rule", rule=money(value.rule, currency), **shown))
    tiles = [tile for tile in (added(evaluation, words), chosen(evaluation, words)) if tile is not None]
    lines += [words.text("value.cli.tile", label=tile.label, value=tile.value, note=tile.note) for tile in tiles]
    return [(line, "") for line in lines]
