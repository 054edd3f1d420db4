"""Judging one model on rows it has never seen: every metric with its interval, beside the baseline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.metrics import metric, metrics_for
from hanpan.business.metrics.counts import counts_of
from hanpan.business.problem import Problem
from hanpan.evaluation.behind import behind_the_number
from hanpan.evaluation.curves import calibration_bins, precision_recall_points, residual_points, roc_points
from hanpan.evaluation.record import ClassRow, Evaluation, Judged
from hanpan.evaluation.resampled import of_rows
from hanpan.evaluation.uncertainty import interval, resamples
from hanpan.foundation.findings import Finding

_SMALL_HOLDOUT = 100
_RESAMPLES, _FEWEST = 400, 100
_MOST_WORK = 4_000_000  # rows x resamples


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What is judged: a model's outputs on some rows, the baseline's beside them.

    ``y`` (n,) values or codes; ``output``, ``baseline`` (n,) or (n, C); ``judged_on`` ``holdout`` or ``out_of_fold``;
    ``fold_score``, ``fold_score_std``: what the folds promised.
    """

    problem: Problem
    y: np.ndarray
    output: np.ndarray
    baseline: np.ndarray
    model: str
    algorithm: str
    judged_on: str = "holdout"
    trained_on: str = "development"
    decision: DecisionRule = DecisionRule()
    fold_score: float | None = None
    fold_score_std: float | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def classes(self) -> bool:
        """Two classes or more."""
        return self.problem.task != "regression"


def evaluate(case: Judgement) -> Evaluation:
    """Judge: metrics with intervals, confusion, curves, the tables behind a number, and what was noticed."""
    decided = case.decision.decide(case.output) if case.classes else None
    judged = _judged(case, decided)
    evaluation = Evaluation(
        model=case.model,
        algorithm=case.algorithm,
        judged_on="holdout" if case.judged_on == "holdout" else "out_of_fold",
        rows=len(case.y),
        metrics=judged,
        trained_on="all" if case.trained_on == "all" else "development",
        findings=[*case.findings, *_noticed(case, judged)],
        behind=behind_the_number(case.problem, case.y, case.output),
    )
    parts = _class_parts(case, decided) if decided is not None else _value_parts(case)
    return Evaluation(**{**evaluation.__dict__, **parts})


def _judged(case: Judgement, decided: np.ndarray | None) -> dict[str, Judged]:
    judges = metrics_for(case.problem.task)
    base = case.decision.decide(case.baseline) if case.classes else None
    over = {judge.name: of_rows(judge, case.y, case.output, decided) for judge in judges}
    drawn: dict[str, list[float | None]] = {name: [] for name in over}
    count = int(np.clip(_MOST_WORK // max(1, len(case.y)), _FEWEST, _RESAMPLES))
    for rows in resamples(case.y, case.classes, count, seed=0):
        for name, value in over.items():
            drawn[name].append(value(rows))
    return {
        judge.name: _one(judge(case.y, case.output, decided), judge(case.y, case.baseline, base), drawn[judge.name])
        for judge in judges
    }


def _one(value: float | None, baseline: float | None, drawn: list[float | None]) -> Judged:
    if value is None:
        return Judged(value=None, low=None, high=None, baseline=baseline)
    found = interval(drawn, value)
    return Judged(value=value, low=found.low, high=found.high, baseline=baseline)


def _class_parts(case: Judgement, decided: np.ndarray) -> dict[str, object]:
    labels = case.problem.labels
    table = np.zeros((len(labels), len(labels)), dtype=int)
    np.add.at(table, (case.y.astype(int), decided), 1)
    rows = [(label, counts_of(case.y, decided, code)) for code, label in enumerate(labels)]
    parts: dict[str, object] = {
        "threshold": (case.decision.threshold or 0.5) if len(labels) == 2 else None,
        "confusion": table.tolist(),
        "classes": [
            ClassRow(label=label, precision=c.precision, recall=c.recall, f1=c.f1, support=c.actual)
            for label, c in rows
        ],
        "calibration": calibration_bins(case.y, case.output),
    }
    if len(labels) == 2 and len(np.unique(case.y)) == 2:
        parts["roc"] = roc_points(case.y == 1, case.output[:, 1])
        parts["precision_recall"] = precision_recall_points(case.y == 1, case.output[:, 1])
    return parts


def _value_parts(case: Judgement) -> dict[str, object]:
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


def _noticed(case: Judgement, judged: dict[str, Judged]) -> Iterable[Finding]:
    if case.judged_on != "holdout":
        yield Finding(code="no_holdout", severity="warning", evidence={"rows": len(case.y)})
    elif len(case.y) < _SMALL_HOLDOUT:
        yield Finding(code="small_holdout", severity="info", evidence={"rows": len(case.y)})
    worse = _worse_than_folds(case, judged[case.problem.metric])
    if worse is not None and case.judged_on == "holdout":
        yield worse


def _worse_than_folds(case: Judgement, here: Judged) -> Finding | None:
    """The whole interval on the hold-out lies on the bad side of what the folds promised, less their spread."""
    if case.fold_score is None or here.low is None or here.high is None:
        return None
    slack = case.fold_score_std or 0.0
    if metric(case.problem.metric).greater_is_better:
        worse = here.high < case.fold_score - slack
    else:
        worse = here.low > case.fold_score + slack
    evidence = {"metric": case.problem.metric, "holdout": _short(here.value), "folds": _short(case.fold_score)}
    return Finding(code="holdout_worse_than_folds", severity="warning", evidence=evidence) if worse else None


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
