"""Scores in words: a metric's value beside the baseline's, with the unit of y."""

from __future__ import annotations

from hanpan.business.problem import Problem
from hanpan.doors.report.words import Words, fixed, number, percent
from hanpan.evaluation.record import Evaluation, Judged

_ERRORS = ("rmse", "mse", "mae", "log_loss")
_IN_UNIT = ("rmse", "mae")


def sentence(words: Words, problem: Problem, name: str, judged: Judged) -> str:
    """What a value means, in one sentence; empty where there is no value."""
    if judged.value is None:
        return ""
    keys = (
        [f"report.macro.{name}"] if problem.task == "multiclass" else []
    )  # means over classes are not about "positive"
    return words.known(*keys, f"metric.{name}.sentence", **_fields(problem, judged))


def remarks(words: Words, evaluation: Evaluation, name: str) -> list[str]:
    """How large an error is beside a typical value, and beside the baseline's."""
    judged, told = evaluation.metrics[name], []
    typical = evaluation.target_summary.get("typical")
    if judged.value is None:
        return []
    if name in _IN_UNIT and typical:
        told.append(words.text("report.score.typical", share=percent(judged.value / typical)))
    if name in _ERRORS and judged.baseline:
        change = 1 - judged.value / judged.baseline
        key = "report.score.less" if change >= 0 else "report.score.more"
        told.append(words.text(key, share=percent(abs(change))))
    return told


def interval(judged: Judged) -> str:
    """The interval as two numbers."""
    like = (judged.value, judged.baseline)
    return "–" if judged.low is None else f"{fixed(judged.low, like)} – {fixed(judged.high, like)}"


def shown_unit(unit: str) -> str:
    """A unit as it follows a number: Latin words stand apart.

    Examples
    --------
    >>> shown_unit("kg"), shown_unit("%"), shown_unit("")
    (' kg', '%', '')
    """
    return f" {unit}" if unit[:1].isascii() and unit[:1].isalpha() else unit


def _fields(problem: Problem, judged: Judged) -> dict[str, str]:
    value, baseline = judged.value, judged.baseline
    return {
        "value": number(value),
        "unit": shown_unit(problem.unit),
        "baseline": number(baseline),
        "percent": percent(value),
        "baseline_percent": percent(baseline),
        "of100": _of100(value),
        "baseline_of100": _of100(baseline),
    }


def _of100(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}"
