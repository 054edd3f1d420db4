"""Single answers, column by column."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.parts.contributions.chart import WaterfallChart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.shares import cell_text, point_text, share_text
from hanpan.doors.telling.words import Words, clean, short
from hanpan.insights.contributions.record import ExplainedRow, Share
from hanpan.study.record import Study

_NAMED = 2


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """A waterfall and a sentence for each row."""
    told, problem = study.insights.contributions, study.problem
    if told is None or problem is None:
        return None
    rows = told.rows
    how = "exact" if rows[0].exact else "sampled"
    return {
        "lead": words.text(f"contributions.lead.{how}"),
        "odds": words.text("contributions.odds_means") if rows[0].unit == "log_odds" else "",
        "charts": [
            WaterfallChart(
                words, f"waterfall-{row.which}", row, target=problem.target, finding=_sentence(row, problem, words)
            )
            for row in rows
        ],
    }


def _sentence(row: ExplainedRow, problem: Problem, words: Words) -> str:
    """What was answered and what is so, and the columns that raised and lowered the answer most."""
    up = [one for one in row.shares if one.share > 0][:_NAMED]
    down = [one for one in row.shares if one.share < 0][:_NAMED]
    said = [_answered(row, problem, words)]
    said += [words.text("contributions.raised", columns=_named(up, row, words))] if up else []
    said += [words.text("contributions.lowered", columns=_named(down, row, words))] if down else []
    return " ".join(said)


def _answered(row: ExplainedRow, problem: Problem, words: Words) -> str:
    if row.probability is not None:
        told = {
            "target": problem.target,
            "label": row.label,
            "probability": percent(row.probability),
            "actual": str(row.actual),
        }
        return words.text("contributions.answered.class", **told, base=point_text(row.base, row.unit))
    answer, actual = (money(value, clean(problem.unit)) for value in (row.answer, float(row.actual)))
    return words.text("contributions.answered.value", answer=answer, actual=actual, base=point_text(row.base, row.unit))


def _named(shares: list[Share], row: ExplainedRow, words: Words) -> str:
    return ", ".join(
        words.text(
            "contributions.one",
            column=short(one.column),
            cell=short(cell_text(one.cell, words), 24),
            share=share_text(one.share, row.unit, [other.share for other in row.shares], words),
        )
        for one in shares
    )


CONTRIBUTIONS = Panel("contributions", "reasons", build)
