"""Every column by itself: the target first and open, the others to be opened."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.naming import single_columns
from hanpan.doors.report.parts.columns.cards import BOX, HEIGHT, WIDTH, column_card
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study

MOST = 40


def _order(name: str, study: Study) -> tuple[str, ...]:
    """The categories of an ordered column in their order; nothing for others."""
    known = study.schema is not None and name in study.schema
    column = study.schema[name] if study.schema is not None and known else None
    return column.categories if column is not None and column.kind == "ordered" else ()


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Cards of the first 40 columns."""
    profile = study.profile
    if profile is None or not profile.columns:
        return None
    columns = single_columns(profile, study.schema)
    return {
        "cards": [column_card(one, profile.rows, words, _order(one.name, study)) for one in columns[:MOST]],
        "boxes": any(one.summary.get("median") is not None for one in columns[:MOST]),
        "more": max(0, len(columns) - MOST),
        "size": {"width": WIDTH, "height": HEIGHT, "box": BOX},
    }


COLUMNS = Panel("columns", "columns", build)
