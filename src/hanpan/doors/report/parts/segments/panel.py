"""Where the model errs most."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.counting import counted_in
from hanpan.doors.report.naming import named_slice
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.segments.chart import SegmentsChart
from hanpan.doors.telling.words import Words
from hanpan.insights.segments.record import Segment
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The segments that stand out, or that none does."""
    record, problem = study.insights.segments, study.problem
    if record is None or problem is None:
        return None
    measure = words.text(f"segments.measure.{record.measure}")
    lead = words.text("segments.lead", tried=f"{record.tried:,}", measure=measure)
    if not record.found:
        return {"lead": lead, "none": words.text("segments.none"), "chart": None, "sentences": []}
    chart = SegmentsChart(words, "segments", record, words.text("segments.chart.finding"))
    sentences = [_sentence(one, chart, measure, words) for one in record.found]
    note = counted_in(study, words)
    return {"lead": lead, "none": "", "chart": chart, "sentences": sentences, "note": note}


def _sentence(one: Segment, chart: SegmentsChart, measure: str, words: Words) -> str:
    key = "confirmed" if one.confirmed else "unconfirmed" if one.judged_error is not None else "unjudged"
    judged = one.judged_error is not None
    return words.text(
        f"segments.{key}",
        segment=named_slice(one.name, words),
        measure=measure,
        rows=f"{one.judged if judged else one.rows:,}",
        inside=chart.value(one.shown[0]),
        outside=chart.value(one.shown[1]),
        seen=chart.value(one.error),
    )


SEGMENTS = Panel("segments", "evaluation", build)
