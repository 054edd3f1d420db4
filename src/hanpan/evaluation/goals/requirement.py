"""``--require "rmse<=3"``: a gate on the hold-out value, for scripts and continuous integration.

``goal`` asks for the card's own goal, by its verdict: reached, and not just as well without a model.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

from hanpan.business.metrics import PROFIT, check_limit, metrics_for, require_metric
from hanpan.business.problem import Task
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.errors import DataError, UsageError

_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
GOAL = "goal"
_RULE = re.compile(r"\s*(\w+)\s*(<=|>=|<|>)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*")


@dataclass(frozen=True)
class Requirement:
    """A metric, a comparison and a number; or ``goal``, which has neither."""

    metric: str
    operator: str = ""
    value: float = 0.0

    def met(self, evaluation: Evaluation) -> bool:
        """Whether the point value holds; a metric without a value does not meet anything.

        Profit that is had without a model as well is no profit of the model.
        """
        if self.metric == GOAL:
            return evaluation.verdict == "reached"
        judged = evaluation.metrics.get(self.metric)
        held = judged is not None and judged.value is not None and self._holds(judged.value)
        return held and not self.met_without(evaluation)

    def met_without(self, evaluation: Evaluation) -> bool:
        """Whether money is asked for that comes without a model, of which the model is not clearly ahead."""
        other = evaluation.unaided
        if self.metric != PROFIT or other is None or other.metric != PROFIT:
            return False
        return not other.beaten and self._holds(other.value)

    def _holds(self, value: float) -> bool:
        return _OPERATORS[self.operator](value, self.value)


def parse_requirements(
    rule: str, task: Task | None = None, *, valued: bool = True, with_goal: bool = True
) -> list[Requirement]:
    """Read one or several rules, separated by commas.

    Parameters
    ----------
    task
        Where it is known, every metric must be one of its own.
    valued
        Whether the card states what answers are worth; without it nothing can be required of profit.
    with_goal
        Whether the card states a goal; without it ``goal`` cannot be required.

    Raises
    ------
    UsageError
        A rule cannot be read, or names an unknown metric or one of another task.

    Examples
    --------
    >>> parse_requirements("auc>=0.8, accuracy>.7")
    [Requirement(metric='auc', operator='>=', value=0.8), Requirement(metric='accuracy', operator='>', value=0.7)]
    """
    found = []
    for part in rule.split(","):
        if part.strip().lower() == GOAL:
            found.append(Requirement(GOAL))
            continue
        match = _RULE.fullmatch(part)
        if match is None:
            raise UsageError("requirement_unreadable", rule=part.strip())
        found.append(Requirement(require_metric(match[1].lower()), match[2], float(match[3])))
        check_limit(found[-1].metric, found[-1].value)
    if not valued and any(one.metric == PROFIT for one in found):
        raise DataError("profit_without_value")
    if not with_goal and any(one.metric == GOAL for one in found):
        raise DataError("goal_without_goal")
    if task is not None:
        _check_task(found, task)
    return found


def _check_task(rules: list[Requirement], task: Task) -> None:
    names = [*(entry.name for entry in metrics_for(task)), PROFIT]
    for rule in rules:
        if rule.metric not in names and rule.metric != GOAL:
            raise UsageError("requirement_unfit", metric=rule.metric, task=task, names=", ".join(names))


def all_met(rule: str, evaluation: Evaluation) -> bool:
    """Whether every part of a rule holds."""
    return all(requirement.met(evaluation) for requirement in parse_requirements(rule))
