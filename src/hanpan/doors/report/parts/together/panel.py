"""Columns together: missing cells, associations, inflation, drift over time, likeness within groups."""

from __future__ import annotations

from typing import Any

from hanpan.data.across.record import Across, Drift, Grouping, Inflated, Related
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.together.chart import HeatChart, PatternChart
from hanpan.doors.report.parts.together.drift import DriftChart
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words, short
from hanpan.study.record import Study

_MOST_DRIFTS = 3
_MOST_FACTORS = 10
_LARGE, _SOME = 10.0, 5.0  # VIF, by custom


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """What the profile says of columns together; nothing for a study without it."""
    across = study.profile.extra.across if study.profile else Across()
    if study.profile is None or across == Across():
        return None
    charts: list[Chart] = []
    if across.missing:
        charts.append(PatternChart(words, "missing", across.missing, study.profile.rows))
    related = across.related
    if related and related.pairs:
        charts.append(HeatChart(words, "related", related))
    return {
        "charts": charts,
        "sample": _sample(related, words),
        "inflation": _inflation(across.inflation, words),
        "drift": _drift(across.drift, words),
        "grouping": _grouping(across.grouping, study, words),
    }


def _sample(related: Related | None, words: Words) -> str:
    """What was looked at, where it was not everything."""
    if related is None or (related.rows == related.of and not related.left_out):
        return ""
    told = {name: f"{getattr(related, name):,}" for name in ("rows", "of", "columns")}
    return words.text("together.related.sample", **told)


def _inflation(found: list[Inflated], words: Words) -> dict[str, Any] | None:
    if not found:
        return None
    first = found[0]
    worst = first.vif
    key = "endless" if worst is None else "large" if worst > _LARGE else "some" if worst > _SOME else "fine"
    told = words.text(f"vif.{key}", name=short(first.name, 28), vif=number(worst, 3), twin=short(first.twin, 28))
    heads = tuple(words.text(f"vif.{head}") for head in ("column", "value", "twin"))
    rows = [
        (
            name_cell(one.name),
            number_cell(one.vif, "∞" if one.vif is None else number(one.vif, 3)),
            name_cell(f"{one.twin} ({one.r:z.2f})"),
        )
        for one in found[:_MOST_FACTORS]
    ]
    return {"told": told, "table": Table(heads, rows)}


def _drift(found: Drift | None, words: Words) -> dict[str, Any] | None:
    if not found or not found.columns:
        return None
    shown = found.columns[:_MOST_DRIFTS]
    charts = [DriftChart(words, f"drift{k}", found.time, found.starts, one) for k, one in enumerate(shown)]
    lead = words.text("drift.lead", time=short(found.time, 28), rows=f"{found.rows:,}", of=f"{found.of:,}")
    return {"lead": lead, "charts": charts}


def _grouping(found: Grouping | None, study: Study, words: Words) -> list[str]:
    if not found or study.problem is None:
        return []
    told = {name: f"{getattr(found, name):,}" for name in ("groups", "rows", "smallest", "largest")}
    said = [words.text("grouping.sizes", group=short(found.group, 28), median=number(found.median), **told)]
    if found.target:
        limits = {name: f"{getattr(found.target, name):z.2f}" for name in ("icc", "low", "high")}
        key = "alike" if found.target.low > 0.05 else "unlike"
        said.append(words.text(f"grouping.{key}", target=short(study.problem.target, 28), **limits))
    alike = [one for one in found.columns if one.low > 0.5]
    if alike:
        names = ", ".join(f"{short(one.name, 24)} ({one.icc:z.2f})" for one in alike[:6])
        said.append(words.text("grouping.columns", names=names))
    return said


TOGETHER = Panel("together", "understanding", build)
