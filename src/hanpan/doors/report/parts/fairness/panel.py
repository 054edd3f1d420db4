"""Whether the model errs alike in the groups of protected columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hanpan.doors.report.counting import counted_in
from hanpan.doors.report.naming import named_slice
from hanpan.doors.report.parts.fairness.chart import FairnessChart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.numbers import number, p_value, percent
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.fairness.record import Fairness, Gap
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """A picture and sentences for each protected column."""
    told = study.insights.fairness
    if told is None:
        return None
    columns = [_worded(one, words) for one in told.columns]
    note = counted_in(study, words)
    return {"note": note, "columns": [_column(one, place, words) for place, one in enumerate(columns)]}


def _worded(one: Fairness, words: Words) -> Fairness:
    """Its groups as people call them."""
    groups = [replace(group, group=named_slice(group.group, words)) for group in one.groups]
    gaps = [replace(gap, least=named_slice(gap.least, words), most=named_slice(gap.most, words)) for gap in one.gaps]
    return replace(one, groups=groups, gaps=gaps)


def _column(one: Fairness, place: int, words: Words) -> dict[str, Any]:
    sure = [gap for gap in one.gaps if gap.beyond_chance]
    key = "some" if sure else "none" if one.gaps else "few"
    finding = words.text(f"fairness.{key}", column=one.column)
    return {
        "used": words.text(f"fairness.{'used' if one.used else 'unused'}", column=one.column),
        "chart": FairnessChart(words, f"fairness-{place}", one, finding),
        "sentences": [_gap(gap, words) for gap in sure],
    }


def _gap(gap: Gap, words: Words) -> str:
    told = number if gap.measure in ("error", "bias") else percent
    return words.text(
        "fairness.gap",
        measure=words.text(f"fairness.measure.{gap.measure}"),
        least=clean(gap.least),
        least_value=told(gap.least_value),
        most=clean(gap.most),
        most_value=told(gap.most_value),
        p=p_value(gap.p, sign=True),
    )


FAIRNESS = Panel("fairness", "evaluation", build)
