"""Activation functions: drawn, explained, and compared on this table."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.activations.chart import ActivationsChart, ShapesChart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The functions, always; and how the best small network did with each, where there was time to compare."""
    found, shapes = study.insights.activations, ShapesChart(words, "shapes")
    if study.board is None:
        return None
    if found is None:
        return {"done": "", "charts": [shapes]}
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


ACTIVATIONS = Panel("activations", "networks", build)
