"""Every column by itself: the target first and open, the others to be opened."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.naming import single_columns
from hanpan.doors.report.sections.columncards import BOX, HEIGHT, WIDTH, column_card
from hanpan.doors.report.words import Words
from hanpan.study.record import Study

MOST = 40


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Cards of the first 40 columns."""
    profile = study.profile
    if profile is None or not profile.columns:
        return None
    columns = single_columns(profile, study.schema)
    return {
        "cards": [column_card(column, profile.rows, words) for column in columns[:MOST]],
        "more": max(0, len(columns) - MOST),
        "size": {"width": WIDTH, "height": HEIGHT, "box": BOX},
    }
