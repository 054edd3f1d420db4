"""What decisions are worth, and where to cut."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.sections.value.cutoff import cutoff
from hanpan.doors.report.sections.value.value import value_part
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study


def value(study: Study, words: Words) -> dict[str, Any] | None:
    """The decisions in money where the card has any, and the cut-off to move where there is one."""
    judged, problem = study.evaluation, study.problem
    if judged is None or problem is None:
        return None
    part = {"value": value_part(judged, problem, words), "cutoff": cutoff(judged, problem, words)}
    return part if any(part.values()) else None
