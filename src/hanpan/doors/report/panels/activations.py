"""Activation functions: drawn, explained, and compared on this table."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.activations import ActivationsChart, ShapesChart
from hanpan.doors.report.words import Words
from hanpan.evaluation.activations import Activations
from hanpan.foundation.files import from_json, to_json
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Both pictures, and what was done."""
    told = study.insights.get("activations")
    if told is None or study.board is None:
        return None
    found = from_json(to_json(told), Activations)
    done = words.text(
        "activations.done",
        layers="-".join(map(str, found.hidden)),
        fit=f"{found.fit_rows:,}",
        valid=f"{found.valid_rows:,}",
        starts=len(found.rows[0].scores) // len(found.rows[0].folds),
        folds=len(found.rows[0].folds),
    )
    return {
        "done": done,
        "charts": [ShapesChart(words, "shapes"), ActivationsChart(words, "activations", found, study.board.metric)],
    }
