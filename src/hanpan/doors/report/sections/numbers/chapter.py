"""How a number comes about: row by row, and what the tests ask."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.naming import single_columns
from hanpan.doors.report.sections.numbers.behind import behind
from hanpan.doors.report.sections.numbers.chart import SurpriseChart
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import Evaluation
from hanpan.study.record import Study


def numbers(study: Study, words: Words) -> dict[str, Any] | None:
    """The tables behind a metric, and how to read the tests of this table."""
    judged, profile = study.evaluation, study.profile
    columns = single_columns(profile, study.schema) if profile else []
    part = {
        "behind": behind(judged, words) if judged else None,
        "surprise": _surprise(judged, words) if judged else None,
        "tests": sorted({column.test for column in columns if column.test}),
    }
    return part if any(part.values()) else None


def _surprise(judged: Evaluation, words: Words) -> Chart | None:
    told = [(row.get("true_probability"), row.get("minus_log")) for row in judged.behind.rows]
    rows = [(share, surprise) for share, surprise in told if isinstance(share, float) and isinstance(surprise, float)]
    return SurpriseChart(words, "surprise", rows) if rows else None
