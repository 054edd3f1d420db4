"""Judging one model on rows it has never seen: every metric with its interval, beside the baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from hanpan.business.metrics import PROFIT, metrics_for
from hanpan.business.metrics.base import as_probabilities, decide
from hanpan.business.metrics.counts import counts_of
from hanpan.evaluation.case import Case
from hanpan.evaluation.goals.mark import mark_of
from hanpan.evaluation.goals.nextstep import next_step
from hanpan.evaluation.goals.verdict import verdict
from hanpan.evaluation.limits.proportions import Closed, DecidedRows, proportion_limits
from hanpan.evaluation.limits.resampled import of_rows
from hanpan.evaluation.noticed import noticed
from hanpan.evaluation.ranking import ranking_of
from hanpan.evaluation.record import ClassRow, Drawn, Evaluation, Judged
from hanpan.evaluation.tables.behind import behind_the_number
from hanpan.evaluation.tables.curves import calibration_bins, precision_recall_points, residual_points, roc_points
from hanpan.evaluation.unaided import unaided
from hanpan.evaluation.value import Value
from hanpan.evaluation.valuing import baseline_value, value_of
from hanpan.statistics.bootstrap import interval, resamples, shrunk, small_samples

__all__ = ["evaluate"]

_RESAMPLES, _FEWEST = 400, 100
_MOST_WORK = 4_000_000  # rows x resamples, for every few classes
_FEW_CLASSES = 4
_MOST_DRAWN = 300_000  # rows of a sample: of more, samples of so many tell the same


def evaluate(case: Case) -> Evaluation:
    """Judge: metrics with intervals, confusion, curves, the tables behind a number, and what was noticed."""
    decided = case.decision.decide(case.output) if case.classes else None
    judged = _judged(case, decided)
    parts = _class_parts(case, decided) if decided is not None else _value_parts(case)
    value = value_of(case, parts.get("roc", {}).get("threshold", []))
    if value is not None:
        judged[PROFIT] = _profit(case, value)
    mark = mark_of(case, judged, value)
    without = unaided(case, judged, value, mark)
    told = verdict(case, mark, without)
    evaluation = Evaluation(
        model=case.model,
        algorithm=case.algorithm,
        judged_on=case.judged_on,
        rows=len(case.y),
        drawn=_drawn(case),
        metrics=judged,
        trained_on=case.trained_on,
        findings=[*case.findings, *noticed(case, judged)],
        verdict=told,
        unaided=without,
        ranking=ranking_of(case),
        unit_of_analysis=case.problem.unit_of_analysis,
        goal=case.criterion if case.criterion is not None and case.criterion.goal else None,
        next_step=next_step(case, mark, told, without, value),
        value=value,
        behind=behind_the_number(case.problem, case.y, case.output, decided),
    )
    return replace(evaluation, **parts)


def _judged(case: Case, decided: np.ndarray | None) -> dict[str, Judged]:
    judges = metrics_for(case.problem.task)
    base = decide(as_probabilities(case.baseline)) if case.classes else None  # costs do not concern it
    closed = _closed(case, decided)
    over = {
        judge.name: of_rows(judge, case.y, case.output, decided)
        for judge in judges
        if judge.name not in closed or not closed[judge.name].alone
    }
    drawn: dict[str, list[float | None]] = {name: [] for name in over}
    work = len(case.y) * max(1.0, len(case.problem.labels) / _FEW_CLASSES)
    count = int(np.clip(_MOST_WORK // max(1.0, work), _FEWEST, _RESAMPLES))
    n = len(case.y)
    size = _MOST_DRAWN if case.group is None and n > _MOST_DRAWN else n
    samples = resamples(n, count, 0, case.group) if size == n else small_samples(n, size, count, 0)
    for rows in samples:
        for name, value in over.items():
            drawn[name].append(value(rows))
    found = {}
    for judge in judges:
        baseline = judge(case.y, case.baseline, base)
        whole = judge(case.y, case.output, decided)
        values = drawn.get(judge.name, [])
        if size < n and whole is not None:
            values = shrunk(values, whole, size, n)
        low, high = _limits(whole, values, case.units, closed.get(judge.name))
        found[judge.name] = Judged(value=whole, low=low, high=high, baseline=baseline)
    return found


def _closed(case: Case, decided: np.ndarray | None) -> dict[str, Closed]:
    """Limits of the metrics that are proportions of rows."""
    if decided is None:
        return {}
    rows = DecidedRows(case.y.astype(int), case.output, decided, case.group)
    told = {judge.name: proportion_limits(judge.name, rows) for judge in metrics_for(case.problem.task)}
    return {name: limits for name, limits in told.items() if limits is not None}


def _limits(
    value: float | None, drawn: list[float | None], units: int, closed: Closed | None
) -> tuple[float | None, float | None]:
    """Those of the proportion, of the bootstrap, or around both."""
    if value is None:
        return None, None
    if closed is not None and closed.alone:
        return closed.interval.limits
    found = interval(drawn, value, units)
    if closed is None:
        return found.limits
    return min(found.low, closed.interval.low), max(found.high, closed.interval.high)


def _drawn(case: Case) -> Drawn | None:
    if case.group is None:
        return None
    stretches = case.stakes.stretches
    column = case.problem.time if stretches else case.problem.group
    return Drawn(column=column or "", groups=case.units, stretches=stretches)


def _profit(case: Case, value: Value) -> Judged:
    """What decisions earn per row, as a metric among the others."""
    own = value.intervals["realised"]
    return Judged(value=own.value, low=own.low, high=own.high, baseline=baseline_value(case))


def _class_parts(case: Case, decided: np.ndarray) -> dict[str, Any]:
    labels = case.problem.labels
    table = np.zeros((len(labels), len(labels)), dtype=int)
    np.add.at(table, (case.y.astype(int), decided), 1)
    found = counts_of(case.y.astype(int), decided, list(range(len(labels))))
    rows = zip(
        labels, *(part.tolist() for part in (found.precision, found.recall, found.f1, found.actual)), strict=True
    )
    parts: dict[str, Any] = {
        "threshold": _threshold(case),
        "confusion": table.tolist(),
        "classes": [
            ClassRow(label=label, precision=precision, recall=recall, f1=f1, support=support)
            for label, precision, recall, f1, support in rows
        ],
        "calibration": calibration_bins(case.y, case.output),
    }
    if len(labels) == 2 and len(np.unique(case.y)) == 2:
        parts["roc"] = roc_points(case.y == 1, case.output[:, 1])
        parts["precision_recall"] = precision_recall_points(case.y == 1, case.output[:, 1])
    return parts


def _threshold(case: Case) -> float | None:
    if len(case.problem.labels) != 2:
        return None
    return 0.5 if case.decision.threshold is None else case.decision.threshold


def _value_parts(case: Case) -> dict[str, Any]:
    y = case.y
    summary = {
        "mean": float(y.mean()),
        "median": float(np.median(y)),
        "std": float(y.std()),
        "min": float(y.min()),
        "max": float(y.max()),
        "typical": float(np.median(np.abs(y))),
        "zeros": float((y == 0).sum()),
    }
    return {"residuals": residual_points(y, case.output), "target_summary": summary}
