"""Activation functions: drawn, explained, and compared on this table."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.activations import ActivationsChart, ShapesChart
from hanpan.doors.telling.words import Words
from hanpan.foundation.files import from_json, to_json
from hanpan.insights.activations.work import Activations
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The functions, always; and how the best small network did with each, where there was time to compare."""
    told, shapes = study.insights.get("activations"), ShapesChart(words, "shapes")
    if study.board is None:
        return None
    if told is None:
        return {"done": "", "charts": [shapes]}
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
        "charts": [shapes, ActivationsChart(words, "activations", found, study.board.metric)],
    }
