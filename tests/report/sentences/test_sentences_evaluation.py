"""What the hold-out shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from drawn_pictures import Picture, cells, column
from draws import Random, residuals
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.evaluation.charts.calibration import CalibrationChart
from hanpan.doors.report.sections.evaluation.charts.confusion import ConfusionChart
from hanpan.doors.report.sections.evaluation.charts.fan import FanChart
from hanpan.doors.report.sections.evaluation.charts.rates import RateChart
from hanpan.doors.report.sections.evaluation.charts.residuals import ErrorChart, PredictedChart
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words
from hanpan.evaluation.tables.curves import calibration_bins, precision_recall_points, roc_points


def scores_of(random: Random) -> tuple[np.ndarray, np.ndarray]:
    y = random.integers(0, 2, 150)
    y[:2] = (0, 1)
    raw = random.normal(size=150) + random.uniform(0, 2) * y
    return y, 1 / (1 + np.exp(-raw))


def confusion_chart(random: Random, words: Words) -> Chart:
    size = int(random.integers(2, 6))
    counts = random.integers(0, 40, (size, size))
    if random.integers(6) == 0:
        counts = np.diag(np.diag(counts))
    return ConfusionChart(words, "confusion", tuple(f"{place}반" for place in range(size)), counts.tolist())


def roc_chart(random: Random, words: Words) -> Chart:
    from sklearn.metrics import roc_auc_score

    y, score = scores_of(random)
    return RateChart(words, "roc", roc_points(y == 1, score), float(roc_auc_score(y, score)), 0.0)


def pr_chart(random: Random, words: Words) -> Chart:
    y, score = scores_of(random)
    return RateChart(words, "pr", precision_recall_points(y == 1, score), None, float(y.mean()))


def calibration_chart(random: Random, words: Words) -> Chart:
    y, score = scores_of(random)
    return CalibrationChart(words, "calibration", calibration_bins(y, np.column_stack([1 - score, score])))


def predicted_chart(random: Random, words: Words) -> Chart:
    return PredictedChart(words, "predicted", residuals(random))


def fan_chart(random: Random, words: Words) -> Chart:
    return FanChart(words, "fan", residuals(random))


def error_chart(random: Random, words: Words) -> Chart:
    return ErrorChart(words, "error", residuals(random))


def confusion(chart: Any, picture: Picture, words: Words) -> str:
    del picture
    labels = chart.table().heads[1:]
    counts = np.array([row[1:] for row in cells(chart.table())], int)
    mistakes = counts - np.diag(np.diag(counts))
    if not mistakes.any():
        return of(words, "report.chart.confusion.none")
    true, said = np.unravel_index(int(np.argmax(mistakes)), mistakes.shape)
    told = of(words, "report.chart.confusion.finding", true=labels[true], said=labels[said], count=mistakes[true, said])
    if len(labels) > 2:
        return told
    (tn, fp), (fn, tp) = counts.tolist()
    more = of(
        words,
        "report.chart.confusion.outcomes",
        label=labels[1],
        tp=tp,
        fp=fp,
        fn=fn,
        tn=tn,
        right=f"{tp + tn:,}",
        rows=f"{counts.sum():,}",
    )
    return f"{told} {more}"


def roc(chart: Any, picture: Picture, words: Words) -> str:
    """The area under the line drawn."""
    line = max(picture.lines, key=lambda line: len(line.x))
    area = float(np.trapezoid(line.y, line.x))
    assert area == pytest.approx(chart.score, abs=0.005)
    return of(words, "report.chart.roc.finding", auc=number(chart.score))


def precision_and_recall(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    line = max(picture.lines, key=lambda line: len(line.x))
    return of(words, "report.chart.pr.finding", precision=percent(float(line.y[line.x >= 0.5][0])))


def calibration(chart: Any, picture: Picture, words: Words) -> str:
    line = max((one for one in picture.lines if not one.marker), key=lambda one: len(one.x))
    counts = np.array(column(chart.table(), 2))
    known = counts >= 30
    judged = np.flatnonzero(known) if known.any() else np.arange(len(counts))
    worst = judged[int(np.argmax(np.abs(line.y - line.x)[judged]))]
    key = "finding_large" if 0 < known.sum() < len(known) else "finding"
    return of(
        words,
        f"report.chart.calibration.{key}",
        predicted=percent(line.x[worst]),
        observed=percent(line.y[worst]),
        count=int(counts[worst]),
    )


def predicted(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    dots = dots_of(picture)
    far = int(np.argmax(np.abs(dots.y - dots.x)))
    return of(words, "report.chart.predicted.finding", actual=number(dots.y[far]), predicted=number(dots.x[far]))


def fan(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    dots = dots_of(picture)
    return of(
        words, "report.chart.fan.finding", low=number(max(0.0, -dots.y.min())), high=number(max(0.0, dots.y.max()))
    )


def errors(chart: Any, picture: Picture, words: Words) -> str:
    del chart
    above = sum(bar.get_height() for bar in picture.bars if bar.get_x() + bar.get_width() / 0.94 / 2 > 0)
    share = above / sum(bar.get_height() for bar in picture.bars)
    lean = "low" if share > 0.6 else "high" if share < 0.4 else "even"
    told = of(words, "report.chart.error.finding", share=percent(share))
    return f"{told} {of(words, f'report.chart.error.is_{lean}')}"


def dots_of(picture: Picture) -> Any:
    return max(picture.lines, key=lambda line: len(line.x))


KINDS = {
    "confusion": Kind(confusion_chart, confusion),
    "roc": Kind(roc_chart, roc),
    "precision and recall": Kind(pr_chart, precision_and_recall),
    "calibration": Kind(calibration_chart, calibration),
    "predicted": Kind(predicted_chart, predicted),
    "fan": Kind(fan_chart, fan),
    "errors": Kind(error_chart, errors),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
