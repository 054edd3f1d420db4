"""What could be had without a model: doing nothing, today's rule, or one answer for all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.metrics import PROFIT, Metric, metrics_for
from hanpan.evaluation.case import Case
from hanpan.evaluation.goals.mark import Mark, by_interval
from hanpan.evaluation.record import Judged, Unaided, Way
from hanpan.evaluation.value import Value

_WAYS: tuple[Way, ...] = ("nothing", "rule", "single")


def unaided(case: Case, judged: dict[str, Judged], value: Value | None, mark: Mark | None) -> Unaided | None:
    """The way without a model that the model is least ahead of; None where nothing can be compared.

    Money is compared where the card says what answers are worth, row by row; else the figure that the goal is about,
    beside the one answer for all that is best in it.
    """
    ways = list(_in_money(case, value, mark) if value is not None else _in_metric(case, judged, mark))
    open_ones = [one for one in ways if not one.beaten]
    return min(open_ones or ways, key=lambda one: (not one.reaches, one.ahead), default=None)


def _in_money(case: Case, value: Value, mark: Mark | None) -> Iterator[Unaided]:
    said = {"nothing": value.nothing_said, "rule": case.problem.value.rule if case.problem.value else "", "single": ""}
    said["single"] = value.single_said
    for way in _WAYS:
        ahead, own = value.ahead.get(way), value.intervals.get(way)
        if ahead is None or own is None:
            continue
        yield Unaided(
            way=way,
            said=said[way] or "",
            metric=PROFIT,
            value=own.value,
            ahead=ahead.value,
            low=ahead.low,
            high=ahead.high,
            beaten=ahead.low > 0,
            reaches=_money_reaches(case, value, way, mark),
        )


def _money_reaches(case: Case, value: Value, way: Way, mark: Mark | None) -> bool:
    """Whether a way's own interval lies on the good side of a goal in money; of other goals money tells nothing."""
    goal = case.criterion
    if mark is None or goal is None or mark.metric != PROFIT:
        return False
    if goal.over_rule is not None:
        beyond = value.beyond_rule.get(way)
        return beyond is not None and beyond.low >= 0
    own = value.intervals[way]
    return by_interval(Mark(PROFIT, own.value, own.low, own.high, mark.at_least, mark.at_most)) == "reached"


def _in_metric(case: Case, judged: dict[str, Judged], mark: Mark | None) -> Iterator[Unaided]:
    """One answer for all, by the goal's metric on the same rows."""
    own = judged.get(mark.metric) if mark is not None else None
    judge = next((one for one in metrics_for(case.problem.task) if mark is not None and one.name == mark.metric), None)
    if mark is None or judge is None or own is None or own.value is None or own.low is None or own.high is None:
        return
    sign = 1.0 if judge.greater_is_better else -1.0
    for said, figure in _one_answer(case, judge, own):
        low, high = sorted(sign * (edge - figure) for edge in (own.low, own.high))
        reaches = figure >= mark.goal if mark.at_least is not None else figure <= mark.goal
        ahead = sign * (own.value - figure)
        yield Unaided(
            way="single",
            said=said,
            metric=judge.name,
            value=figure,
            ahead=ahead,
            low=low,
            high=high,
            beaten=low > 0,
            reaches=reaches,
        )


def _one_answer(case: Case, judge: Metric, own: Judged) -> Iterator[tuple[str, float]]:
    """Each answer that could be given to all, and the metric of it; a metric of probabilities judges the baseline."""
    if not case.classes:
        constant = np.asarray(case.baseline, dtype=float).reshape(-1)
        figure = judge(case.y, constant)
        if figure is not None:
            yield f"{constant[0]:.4g}", figure
    elif judge.needs == "decision":
        for code, label in enumerate(case.problem.labels):
            figure = judge(case.y, case.baseline, np.full(len(case.y), code))
            if figure is not None:
                yield label, figure
    elif own.baseline is not None:
        yield case.problem.labels[int(np.asarray(case.baseline)[0].argmax())], own.baseline
