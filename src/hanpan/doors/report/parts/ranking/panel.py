"""If not everybody can be acted on: whom first, how many are found, what it earns."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.ranking.capacities import Capacities
from hanpan.doors.report.parts.ranking.chart import CapacityChart, GainsChart
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words, clean
from hanpan.modeling.fitted.gains import acted_on
from hanpan.study.record import Study


def capacities(study: Study) -> Capacities | None:
    """What acting on the first of a list as long as the table brings."""
    problem, judged, profile = study.problem, study.evaluation, study.profile
    if problem is None or judged is None or judged.ranking is None or profile is None:
        return None
    worth = problem.value
    currency, capacity = (worth.currency, worth.capacity) if worth is not None else ("", None)
    return Capacities(judged.ranking, profile.rows, currency, capacity)


def sentence(study: Study, words: Words) -> str:
    """What the capacity of the card brings, or without one what the first fifth of the list does."""
    told, problem = capacities(study), study.problem
    if told is None or problem is None:
        return ""
    count, found, earned = told.asked or told.at(0.2)
    label = sought(study)
    lift = found / count / (told.ranking.positives / told.ranking.rows) if count else 0.0
    shown = {
        "count": words.unit.few(count),
        "length": words.unit.count(told.length),
        "label": clean(label),
        "share": percent(found / count) if count else "–",
        "lift": f"{lift:.1f}",
        "earned": money(steady(earned), told.currency, signed=True),
    }
    return words.text(f"ranking.say.{'money' if told.ranking.earned else 'found'}", **shown)


def sought(study: Study) -> str:
    """The class that is acted on."""
    problem = study.problem
    if problem is None:
        return ""
    return problem.labels[acted_on(problem)]


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Two pictures, and a table of capacities."""
    told = capacities(study)
    if told is None:
        return None
    label = clean(sought(study))
    charts: list[Chart] = [GainsChart(words, "gains", told.ranking, label)]
    if told.ranking.earned:
        charts.append(CapacityChart(words, "capacity", told, label))
    return {
        "lead": words.text(f"ranking.lead.{told.ranking.by}", rows=words.unit.count(told.ranking.rows), label=label),
        "sentence": sentence(study, words),
        "charts": charts,
        "table": told.table(words, label),
        "scaled": words.text("ranking.scaled", length=words.unit.count(told.length)),
    }


RANKING = Panel("ranking", "value", build)
