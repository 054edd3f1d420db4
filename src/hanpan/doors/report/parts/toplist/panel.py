"""Whom the list puts first, why, and what came true."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.reasons import ReasonWords
from hanpan.doors.telling.words import Words
from hanpan.insights.toplist.record import ListedRow, Toplist
from hanpan.modeling.fitted.reasons import Reason
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """A table of the rows, and how many of them came true."""
    told, problem = study.insights.toplist, study.problem
    if told is None or problem is None or not told.rows:
        return None
    currency = problem.value.currency if problem.value is not None else ""
    right = sum(row.actual == told.label for row in told.rows)
    units = words.unit.count(len(told.rows))
    return {
        "lead": words.text("toplist.lead", units=units, label=told.label, right=right),
        "table": _table(told, currency, words),
    }


def _table(told: Toplist, currency: str, words: Words) -> Table:
    valued = any(row.gain is not None for row in told.rows)
    naming = list(told.rows[0].names)
    heads = [
        *(naming or [words.text("toplist.row")]),
        words.text("toplist.probability", label=told.label),
        *([words.text("toplist.gain")] if valued else []),
        words.text("toplist.decided"),
        words.text("toplist.actual"),
        words.text("toplist.reasons"),
    ]
    teller = ReasonWords(words.language)
    return Table(tuple(heads), [_row(row, told, currency, teller, valued=valued) for row in told.rows])


def _row(row: ListedRow, told: Toplist, currency: str, teller: ReasonWords, *, valued: bool) -> tuple[Any, ...]:
    reasons = [teller(Reason(one.column, one.cell, one.share, told.unit, told.label)) for one in row.reasons]
    return (
        *([name_cell(name) for name in row.names.values()] or [number_cell(row.row + 1, f"{row.row + 1:,}")]),
        number_cell(row.probability, f"{row.probability:.4f}"),
        *([number_cell(row.gain, money(steady(row.gain), currency))] if valued else []),
        name_cell(row.decided),
        name_cell(row.actual),
        name_cell("; ".join(reasons), 400),
    )


TOPLIST = Panel("toplist", "value", build)
