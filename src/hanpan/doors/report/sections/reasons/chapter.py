"""Which columns the chosen model leans on."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.sections.reasons.chart import ImportanceChart
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study

_FEWEST = 2  # columns: of one alone nothing can be said


def reasons(study: Study, words: Words) -> dict[str, Any] | None:
    """What shuffling each column costs; None where the time ended before there was anything to compare."""
    judged, problem = study.evaluation, study.problem
    if judged is None or problem is None or len(judged.importance) < _FEWEST:
        return None
    features = len(study.schema.features) if study.schema else 0
    return {"importance": ImportanceChart(words, "importance", judged.importance, problem.metric, features)}
