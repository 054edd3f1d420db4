"""Chapter 5: whether it is good enough."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.evaluation.charts.calibration import CalibrationChart
from hanpan.doors.report.sections.evaluation.charts.confusion import ConfusionChart
from hanpan.doors.report.sections.evaluation.charts.fan import FanChart
from hanpan.doors.report.sections.evaluation.charts.rates import RateChart
from hanpan.doors.report.sections.evaluation.charts.residuals import ErrorChart, PredictedChart
from hanpan.doors.report.sections.evaluation.classreport import class_report, class_sentences
from hanpan.doors.report.sections.evaluation.scores import interval, sentence
from hanpan.doors.telling.numbers import plain, shown
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.record import Evaluation
from hanpan.study.record import Study

MOST_CLASSES = 30


def evaluation(study: Study, words: Words) -> dict[str, Any] | None:
    """Metrics with intervals beside the baseline, and pictures of the mistakes."""
    judged, problem = study.evaluation, study.problem
    if judged is None or problem is None:
        return None
    return {
        "intro": _intro(judged, words),
        "findings": [words.finding(found) for found in judged.findings],
        "metrics": _metrics(judged, problem, words),
        "costs": _below_for_costs(judged, words),
        "decided": _decided(judged, words),
        "classes": class_report(judged, words),
        "readout": class_sentences(judged, words),
        "charts": charts_of(judged, problem, words),
    }


def _intro(judged: Evaluation, words: Words) -> str:
    """What was judged, on which rows, what the intervals count, and where they come from."""
    fields, drawn = {"rows": f"{judged.rows:,}", "model": judged.model}, judged.drawn
    if drawn is None or judged.judged_on != "holdout":
        told = words.text(f"report.evaluation.{judged.judged_on}", **fields)
    else:
        key = "stretches" if drawn.stretches else "groups" if drawn.column else "copies"
        counted = {"groups": f"{drawn.groups:,}", "column": clean(drawn.column)}
        told = words.text(f"report.evaluation.drawn.{key}", **fields, **counted)
    return f"{told} {words.text('report.evaluation.drawn.proportions')}" if judged.classes else told


def _metrics(judged: Evaluation, problem: Problem, words: Words) -> list[dict[str, str | bool]]:
    """The ranking metric first."""
    names = sorted(judged.metrics, key=lambda name: name != problem.metric)
    return [_metric(name, judged, problem, words) for name in names]


def _below_for_costs(judged: Evaluation, words: Words) -> str:
    """Decisions made for money may be right less often than the commonest answer."""
    accuracy = judged.metrics.get("accuracy")
    if judged.value is None or accuracy is None or accuracy.value is None or accuracy.baseline is None:
        return ""
    return words.text("report.metric.costs") if accuracy.value < accuracy.baseline else ""


def _decided(judged: Evaluation, words: Words) -> str:
    """How a probability becomes a class; empty where costs decide among several, which the part on worth tells."""
    if judged.threshold is not None:
        return words.text("report.evaluation.threshold", threshold=plain(judged.threshold))
    return "" if judged.value is not None else words.text("report.evaluation.argmax")


def _metric(name: str, judged: Evaluation, problem: Problem, words: Words) -> dict[str, str | bool]:
    one = judged.metrics[name]
    like = (one.value, one.baseline)
    return {
        "name": words.metric(name),
        "main": name == problem.metric,
        "value": shown(name, one.value, like),
        "interval": interval(name, one, words),
        "baseline": shown(name, one.baseline, like),
        "short": words.known(f"metric.{name}.short"),
        "sentence": sentence(words, problem, judged, name),
    }


def charts_of(judged: Evaluation, problem: Problem, words: Words) -> list[Chart]:
    """The pictures that there is something to draw of."""
    charts: list[Chart] = []
    if judged.confusion and len(judged.confusion) <= MOST_CLASSES:
        charts.append(ConfusionChart(words, "confusion", problem.labels, judged.confusion))
    if judged.roc:
        auc = judged.metrics.get("auc")
        charts.append(RateChart(words, "roc", judged.roc, auc.value if auc else None, 0.0))
    if judged.precision_recall:
        charts.append(RateChart(words, "pr", judged.precision_recall, None, _share_of_positive(judged)))
    if judged.calibration:
        charts.append(CalibrationChart(words, "calibration", judged.calibration))
    if judged.residuals.get("predicted"):
        charts.append(PredictedChart(words, "predicted", judged.residuals))
        charts.append(FanChart(words, "fan", judged.residuals))
    if judged.residuals.get("edges"):
        charts.append(ErrorChart(words, "error", judged.residuals))
    return charts


def _share_of_positive(judged: Evaluation) -> float:
    rows = sum(row.support for row in judged.classes)
    return judged.classes[1].support / rows if len(judged.classes) == 2 and rows else 0.0
