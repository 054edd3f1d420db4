"""Would more rows help? Size curves of the leaders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hanpan.doors.report.charts.curve import CurveChart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.words import Words
from hanpan.insights.sizes.record import SizeCurve
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The curves, and what each suggests."""
    told = study.insights.sizes
    if told is None or study.board is None:
        return None
    curves, metric = told.curves, study.board.metric
    drawn = [replace(one.curve, parameter=words.text("sizes.rows")) for one in curves]
    return {
        "charts": [CurveChart(words, f"size{place}", curve, metric) for place, curve in enumerate(drawn)],
        "sentences": [_sentence(one, words, metric) for one in curves],
    }


def _sentence(one: SizeCurve, words: Words, metric: str) -> str:
    return words.text(
        f"sizes.{one.reading}",
        algorithm=words.algorithm(one.curve.algorithm),
        metric=words.metric(metric),
        gain=words.gap(metric, abs(one.gain), 2),
        noise=words.gap(metric, one.noise, 2),
    )


SIZES = Panel("sizes", "modeling", build)
