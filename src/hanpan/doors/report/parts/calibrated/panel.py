"""Whether the probabilities can be taken at their word."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words
from hanpan.insights.calibrated.record import Calibrated
from hanpan.study.record import Study

_ONE_SIDED = 0.5  # of the error: less of it on one side is no tendency


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """One number, its interval, and what it means."""
    record = study.insights.calibrated
    if record is None or study.problem is None:
        return None
    key = "fine" if not record.beyond_chance else _side(record)
    fields = {name: percent(getattr(record, name)) for name in ("error", "low", "high", "chance")}
    which = "two" if len(study.problem.labels) == 2 else "more"
    return {
        "sentences": [
            words.text(f"calibrated.error.{which}", **fields, rows=f"{record.rows:,}"),
            words.text(f"calibrated.{key}", **fields, over=percent(abs(record.over))),
        ]
    }


def _side(record: Calibrated) -> str:
    """Whether the probabilities are too high, too low, or now the one and now the other."""
    if abs(record.over) < _ONE_SIDED * record.error:
        return "mixed"
    return "over" if record.over > 0 else "under"


CALIBRATED = Panel("calibrated", "evaluation", build)
