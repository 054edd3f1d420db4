"""How far the truth lies from a prediction."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.doors.report.parts.intervals.chart import IntervalsChart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.explanation.band import Level, PredictionIntervals
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The band around predictions, its width in words, and whether it kept its promise."""
    judged, problem = study.evaluation, study.problem
    if judged is None or problem is None or judged.intervals is None or not judged.residuals.get("predicted"):
        return None
    told, last = judged.intervals, judged.intervals.levels[-1]
    sentences = [words.text(f"intervals.{'even' if told.even else 'follows'}", rows=f"{told.rows:,}")]
    sentences += [_coverage(one, words) for one in told.levels if one.coverage is not None]
    return {
        "chart": IntervalsChart(
            words, told, judged.residuals, target=problem.target, finding=_width(told, last, clean(problem.unit), words)
        ),
        "sentences": sentences,
    }


def _width(told: PredictionIntervals, level: Level, unit: str, words: Words) -> str:
    """How wide it is at the median prediction."""
    usual = float(np.interp(told.typical, told.at, told.size))
    return words.text(
        "intervals.width",
        level=percent(level.level),
        at=money(told.typical, unit),
        below=money(abs(level.low * usual), unit),
        above=money(abs(level.high * usual), unit),
    )


def _coverage(one: Level, words: Words) -> str:
    found = one.coverage
    if found is None or found.value is None or found.low is None or found.high is None:
        return ""
    key = "less" if found.high < one.level else "more" if found.low > one.level else "kept"
    return words.text(
        f"intervals.{key}",
        level=percent(one.level),
        share=percent(found.value),
        rows=f"{found.rows:,}",
        low=percent(found.low),
        high=percent(found.high),
        width=number(one.width),
    )


INTERVALS = Panel("intervals", "evaluation", build)
