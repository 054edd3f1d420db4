"""The next best step beside a verdict: cheap rules over what is known already."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hanpan.business.metrics import PROFIT
from hanpan.evaluation.case import Case
from hanpan.evaluation.goals.mark import Mark, by_interval
from hanpan.evaluation.record import Unaided, Verdict
from hanpan.evaluation.value import Value
from hanpan.foundation.findings import Finding

_TOO_MANY = 50  # times as many rows: nobody gathers them to settle a question this close


def next_step(
    case: Case, mark: Mark | None, told: Verdict | None, without: Unaided | None, value: Value | None
) -> Finding | None:
    """What to do about the verdict; None without one.

    Not reached and even a perfect answer would not reach it: another goal. Not reached by an over-fitted model: more
    rows, or a simpler model. Undecided: how many rows or groups to judge on would settle it, because an interval
    narrows with the square root of their number.
    """
    if mark is None or told is None:
        return None
    if told == "reached":
        return _step("use", case)
    if told == "without_model":
        return _step("without_model", case)
    if told == "undecided":
        beside = without is not None and not without.beaten and case.judged_on == "holdout" and not case.one_group
        return _unclear(case, without) if beside and by_interval(mark) == "reached" else _undecided(case, mark)
    if mark.metric == PROFIT and value is not None and _out_of_reach(case, value):
        return _step("other_goal", case, best=value.oracle)
    if case.untrained:
        return _step("train_on", case)
    if case.diagnosis == "overfit":
        return _step("more_rows", case)
    return _step("simpler_or_richer" if case.diagnosis == "underfit" else "better_columns", case)


def sharper(step: Finding | None, noticed: Sequence[Finding]) -> Finding | None:
    """The step, or the place where errors concentrate if the step is no more than to look for better columns."""
    if step is None or step.code != "next_better_columns":
        return step
    return next((found for found in noticed if found.code == "errors_concentrate"), step)


def _unclear(case: Case, without: Unaided | None) -> Finding:
    """The goal is reached, but not clearly thanks to the model: how many rows it takes until that is told."""
    if without is None or without.ahead <= 0:
        return _step("not_ahead", case)
    times = ((without.ahead - without.low) / without.ahead) ** 2
    if times > _TOO_MANY:
        return _step("not_ahead", case)
    return _step("judge_ahead", case, needed=_rounded(len(case.y) * max(times, 1.05)))


def _undecided(case: Case, mark: Mark) -> Finding:
    """How many rows it takes until the interval lies on one side of the goal, if the value stays where it is."""
    if mark.value is None or mark.low is None or mark.high is None:
        return _step("judge_more", case)
    if case.judged_on != "holdout":
        return _step("hold_out", case)
    apart = abs(mark.value - mark.goal)
    wide = mark.value - mark.low if mark.value > mark.goal else mark.high - mark.value
    times = math.inf if apart == 0 else (wide / apart) ** 2
    if times > _TOO_MANY:
        return _step("too_close", case)
    if case.group is not None and case.problem.group is not None and not case.stakes.stretches:
        return _step("judge_groups", case, groups=case.units, needed=_rounded(case.units * max(times, 1.05)))
    return _step("judge_rows", case, needed=_rounded(len(case.y) * max(times, 1.05)))


def _out_of_reach(case: Case, value: Value) -> bool:
    """Whether even one who knows every outcome would miss the goal."""
    goal = case.criterion
    if goal is None:
        return False
    if goal.over_rule is not None and value.rule is not None:
        return value.oracle < value.rule + (goal.over_rule - 1) * abs(value.rule)
    return goal.at_least is not None and value.oracle < goal.at_least


def _rounded(rows: float) -> int:
    """Two digits, upwards: it is an approximation.

    Examples
    --------
    >>> _rounded(1234.5)
    1300
    """
    unit = 10 ** max(0, math.floor(math.log10(rows)) - 1)
    return int(math.ceil(rows / unit) * unit)


def _step(name: str, case: Case, **evidence: float) -> Finding:
    shown = {key: round(number, 6) for key, number in evidence.items()}
    return Finding(code=f"next_{name}", severity="info", subject=case.model, evidence={"rows": len(case.y), **shown})
