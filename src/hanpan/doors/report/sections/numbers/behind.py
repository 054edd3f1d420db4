"""The tables behind a number: row by row, how a metric comes about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.texts import has_text

_MOST_PROBABILITIES = 6
_PROBABILITY = "probability_"


def behind(judged: Evaluation, words: Words) -> dict[str, Any] | None:
    """Best, middle and worst rows, and the means over all rows."""
    rows = judged.behind.rows
    if not rows:
        return None
    heads = [name for name in rows[0] if not name.startswith(_PROBABILITY)]
    heads[3:3] = [name for name in rows[0] if name.startswith(_PROBABILITY)][:_MOST_PROBABILITIES]
    table = Table(tuple(_head(head, words) for head in heads), [_row(row, heads) for row in rows])
    return {
        "kind": judged.behind.kind,
        "table": table,
        "means": [(_head(name, words), _shown(name, value)) for name, value in judged.behind.means_all.items()],
    }


def _head(name: str, words: Words) -> str:
    if name.startswith(_PROBABILITY):
        return words.text("report.behind.probability", label=name.removeprefix(_PROBABILITY))
    return words.text(f"report.behind.{name}") if has_text(f"report.behind.{name}", words.language) else name


def _row(row: Mapping[str, str | float | None], heads: list[str]) -> tuple[Cell, ...]:
    return tuple(_cell(head, row.get(head)) for head in heads)


def _cell(head: str, value: str | float | None) -> Cell:
    if isinstance(value, str):
        return name_cell(value, 24)
    if head == "row" and value is not None:
        return number_cell(value, f"{value + 1:,.0f}")
    return number_cell(value, _shown(head, value))


def _shown(head: str, value: float | None) -> str:
    if head == "share":
        return percent(value)
    probable = head.startswith(_PROBABILITY) or head in ("true_probability", "minus_log")
    return f"{value:.3f}" if probable and value is not None else number(value)
