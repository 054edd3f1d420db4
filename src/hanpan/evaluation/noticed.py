"""What the judge notices beside the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import numpy as np
from scipy import stats

from hanpan.business.decision import DecisionRule
from hanpan.business.metrics import PROFIT, metric
from hanpan.evaluation.case import Case
from hanpan.evaluation.limits.resampled import auc_of
from hanpan.evaluation.record import Judged
from hanpan.evaluation.tables.curves import calibration_bins
from hanpan.foundation.findings import Evidence, Finding, Severity
from hanpan.modeling.rare import RARE_SHARE

_SMALL_HOLDOUT = 100
_TINY_HOLDOUT = 20  # an interval from so few rows may look certain where it is not
_FEW_GROUPS = 10  # the same for groups
_POOR_GAP = 0.08  # mean distance of a probability from what came true that matters to a person
_BEYOND_CHANCE = 0.01
_NEAR_ZERO = 0.01  # share of rows at or near zero from which MAPE is not to be read
_GOOD_RANKING = 0.8  # AUC of a class against the rest
_FEW_FOUND = 0.5  # share of a class
_WORTH_FINDING = 0.8  # share of a class that the ranking is asked for
_FEWEST_OF_CLASS = 10
_NEGLIGIBLE = 0.01  # part of a typical value: a prediction so little below zero is as good as zero


def noticed(case: Case, judged: dict[str, Judged]) -> Iterator[Finding]:
    """Few rows, none locked away, worse than promised, a goal against the costs, a class missed and the like."""
    if case.judged_on != "holdout":
        yield Finding(code="no_holdout", severity="warning", evidence={"rows": len(case.y)})
    elif len(case.y) < _SMALL_HOLDOUT:
        severity: Severity = "warning" if len(case.y) < _TINY_HOLDOUT else "info"
        yield Finding(code="small_holdout", severity=severity, evidence={"rows": len(case.y)})
    yield from _counted(case)
    if case.judged_on == "holdout":
        yield from _worse_than_folds(case, judged[case.problem.metric])
    yield from _apart(case, judged)
    yield from _overfit(case)
    if case.classes:
        yield from _one_answer(case)
        yield from _rare_missed(case)
        yield from _poor_calibration(case)
    else:
        yield from _mape_misleads(case)
        yield from _below_zero(case)


def _counted(case: Case) -> Iterator[Finding]:
    """What the intervals count, where it is not single rows, and of which time they speak."""
    column, rows = case.problem.group, len(case.y)
    if case.later and case.problem.time is not None:
        yield Finding(code="judged_later", severity="info", subject=case.problem.time, evidence={"rows": rows})
    if case.stakes.stretches:
        evidence = {"rows": rows, "groups": case.units}
        yield Finding(code="judged_by_stretches", severity="info", subject=case.problem.time, evidence=evidence)
    elif case.one_group:
        yield Finding(code="judged_one_group", severity="warning", subject=column, evidence={"rows": rows})
    elif case.group is not None and column is None:
        yield Finding(code="copies_counted_once", severity="info", evidence={"rows": rows, "groups": case.units})
    elif case.group is not None:
        code, severity = ("few_groups", "warning") if case.units < _FEW_GROUPS else ("groups", "info")
        evidence = {"rows": rows, "groups": case.units}
        yield Finding(code=f"judged_by_{code}", severity=cast(Severity, severity), subject=column, evidence=evidence)


def _worse_than_folds(case: Case, here: Judged) -> Iterator[Finding]:
    """The whole interval on the hold-out lies on the bad side of what the folds promised, less their spread.

    Folds take the likeliest class; where another decision pays better, a metric of decisions cannot be compared.
    """
    if case.fold_score is None or here.low is None or here.high is None:
        return
    judge = metric(case.problem.metric)
    if judge.needs == "decision" and case.decision != DecisionRule():
        return
    slack = case.fold_score_std or 0.0
    if judge.greater_is_better:
        worse = here.high < case.fold_score - slack
    else:
        worse = here.low > case.fold_score + slack
    if worse:
        evidence = {"metric": case.problem.metric, "holdout": _short(here.value), "folds": _short(case.fold_score)}
        yield Finding(code="holdout_worse_than_folds", severity="warning", subject=case.model, evidence=evidence)


def _apart(case: Case, judged: dict[str, Judged]) -> Iterator[Finding]:
    """The goal counts decisions, the costs decide otherwise than it would, and that costs more than chance explains."""
    goal = case.criterion
    name = case.problem.metric if goal is None or not goal.metric else goal.metric
    if goal is None or name == PROFIT or name not in judged or case.decision == DecisionRule():
        return
    if metric(name).needs != "decision":
        return
    here, likeliest = judged[name], metric(name)(case.y, case.output)
    if here.value is not None and here.high is not None and likeliest is not None and likeliest > here.high:
        evidence = {"metric": name, "value": _short(here.value), "likeliest": _short(likeliest)}
        yield Finding(code="goal_against_costs", severity="warning", subject=case.model, evidence=evidence)


def _one_answer(case: Case) -> Iterator[Finding]:
    """A model whose decision is the same for every row decides nothing, whatever its probabilities tell."""
    said = np.unique(case.decision.decide(case.output))
    if len(said) > 1 or len(case.y) < _TINY_HOLDOUT or case.algorithm == "baseline":
        return
    code = "one_answer" if case.problem.value is None else "one_answer_pays"
    label, rows = case.problem.labels[int(said[0])], len(case.y)
    yield Finding(code=code, severity="warning", subject=case.model, evidence={"label": label, "rows": rows})


def _rare_missed(case: Case) -> Iterator[Finding]:
    """A rare class of which less than half is found, though its rows are ranked well: the cut-off is what fails.

    Where gains and costs decide, finding few may be what pays.
    """
    y, said = case.y.astype(int), case.decision.decide(case.output)
    if case.problem.value is not None or case.algorithm == "baseline" or len(np.unique(said)) < 2:
        return
    for code, label in enumerate(case.problem.labels):
        true, score = y == code, case.output[:, code]
        rows, found = int(true.sum()), int((said[true] == code).sum())
        rare = rows < RARE_SHARE * len(y) / len(case.problem.labels)
        if not rare or rows < _FEWEST_OF_CLASS or found >= _FEW_FOUND * rows:
            continue
        ranked = auc_of(score, true)
        if ranked is not None and ranked >= _GOOD_RANKING:
            called = score >= np.quantile(score[true], 1 - _WORTH_FINDING, method="lower")
            told: dict[str, Evidence] = {"label": label, "found": found, "rows": rows, "auc": _short(ranked)}
            told |= {"called": int(called.sum()), "would": int(called[true].sum())}
            yield Finding(code="rare_class_missed", severity="warning", subject=case.model, evidence=told)


def _overfit(case: Case) -> Iterator[Finding]:
    if case.diagnosis == "overfit":
        scores = {"train": _short(case.train_score), "validation": _short(case.fold_score)}
        evidence = {"metric": case.problem.metric, **scores}
        yield Finding(code="overfit_winner", severity="warning", subject=case.model, evidence=evidence)


def _mape_misleads(case: Case) -> Iterator[Finding]:
    """Rows at or near zero, where an error is divided by next to nothing."""
    size = np.abs(case.y)
    zeros, small = int((size == 0).sum()), int(((size > 0) & (size < np.median(size) / 20)).sum())
    if zeros + small > _NEAR_ZERO * len(size):
        yield Finding(code="mape_misleads", severity="info", evidence={"zeros": zeros, "small": small})


def _below_zero(case: Case) -> Iterator[Finding]:
    """Amounts and counts are never negative; most models do not know that."""
    if case.y.min() < 0:
        return
    below = case.output < -_NEGLIGIBLE * np.median(case.y)
    if below.any():
        yield Finding(
            code="predicted_below_zero",
            severity="info",
            subject=case.model,
            evidence={"rows": int(below.sum()), "of": len(case.y), "lowest": _short(float(case.output.min()))},
        )


def _poor_calibration(case: Case) -> Iterator[Finding]:
    """Probabilities are off by enough to matter, and by more than chance explains."""
    gap, p = calibration_gap(case.y, case.output)
    if gap > _POOR_GAP and p < _BEYOND_CHANCE:
        yield Finding(
            code="poor_calibration", severity="warning", subject=case.model, evidence={"gap": f"{100 * gap:.0f}"}
        )


def calibration_gap(y: np.ndarray, output: np.ndarray) -> tuple[float, float]:
    """Expected calibration error, and the p-value of the bins' distances (chi-square).

    References
    ----------
    Hosmer, Lemeshow (1980), Goodness of fit tests for the multiple logistic regression model; Naeini, Cooper,
    Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning.

    Examples
    --------
    >>> y = np.tile([0, 1], 100)
    >>> calibration_gap(y, np.full((200, 2), .5))
    (0.0, 1.0)
    """
    bins = calibration_bins(y, output)
    count = np.array([row["count"] for row in bins])
    said, came = np.array([row["predicted"] for row in bins]), np.array([row["observed"] for row in bins])
    gap = float(np.sum(count * np.abs(said - came)) / len(y))
    variance = np.clip(said * (1 - said), 0.5 / (count + 1), None)  # bins at 0 or 1 would weigh without end
    distance = float(np.sum(count * (said - came) ** 2 / variance))
    return gap, float(stats.chi2.sf(distance, len(bins)))


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"
