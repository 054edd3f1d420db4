"""Each x against y: effects side by side, and the groups behind the strongest."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.data.profile import Profile
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.effects import EffectChart
from hanpan.doors.report.charts.groups import MeansChart, SharesChart, means_of, shares_of
from hanpan.doors.report.words import Words
from hanpan.study.record import Study

_MOST_GROUPS = 4


def effect_charts(profile: Profile, words: Words) -> list[Chart]:
    """One chart per kind of test that was made."""
    tested = [column for column in profile.columns if column.test and column.effect is not None]
    tests = dict.fromkeys(column.test for column in tested if column.test)
    pairs = profile.extra.get("pairs", {})
    return [EffectChart(words, test, [one for one in tested if one.test == test], pairs) for test in tests]


def group_charts(study: Study, words: Words) -> list[Chart]:
    """Groups of the columns most closely related to the target."""
    if study.profile is None or study.problem is None:
        return []
    pairs = study.profile.extra.get("pairs", {})
    strong = sorted((one for one in study.profile.columns if one.effect), key=lambda one: -abs(one.effect or 0.0))
    told = enumerate((one, pairs.get(one.name) or {}) for one in strong)
    made = (_chart(f"group{place}", one.name, pair, study.problem, words) for place, (one, pair) in told)
    return [chart for chart in made if chart is not None][:_MOST_GROUPS]


def _chart(name: str, column: str, told: dict[str, Any], problem: Problem, words: Words) -> Chart | None:
    other = words.text("profile.other")
    if told.get("shares"):
        classes = told["classes"]
        label = problem.positive if problem.positive and problem.positive in classes else classes[0]
        shares = shares_of(told["shares"], classes.index(label), other)
        return SharesChart(words, name, column, label, shares) if len(shares) > 1 else None
    groups = means_of(told.get("groups") or [], other)
    if len(groups) < 2:
        return None
    by, of = (column, problem.target) if problem.task == "regression" else (problem.target, column)
    return MeansChart(words, name, by, of, groups)
