"""The mark that a goal sets: a figure with its interval, and on which side of the limit it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hanpan.business.metrics import PROFIT
from hanpan.evaluation.case import Case
from hanpan.evaluation.record import Judged
from hanpan.evaluation.value import Value


@dataclass(frozen=True)
class Mark:
    """What is compared with the goal: a figure with its interval, and the limit it must not fall short of or exceed."""

    metric: str
    value: float | None
    low: float | None
    high: float | None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def goal(self) -> float:
        """The limit."""
        return self.at_least if self.at_least is not None else float(self.at_most or 0.0)


def mark_of(case: Case, judged: dict[str, Judged], value: Value | None) -> Mark | None:
    """The figure that the card's goal is about; None without a goal, or where the figure is none of this task."""
    goal = case.criterion
    if goal is None or goal.goal is None:
        return None
    if goal.over_rule is not None:
        over = value.over_rule if value is not None else None
        return None if over is None else Mark(PROFIT, over.value, over.low, over.high, at_least=0.0)
    name = goal.metric or case.problem.metric
    here = judged.get(name)
    return None if here is None else Mark(name, here.value, here.low, here.high, goal.at_least, goal.at_most)


def by_interval(mark: Mark) -> Literal["reached", "not_reached", "undecided"]:
    """All of the interval on the good side, all of it on the bad side, or astride the limit."""
    if mark.low is None or mark.high is None:
        return "undecided"
    least, most = mark.at_least, mark.at_most
    good = mark.low >= least if least is not None else most is not None and mark.high <= most
    bad = mark.high < least if least is not None else most is not None and mark.low > most
    return "reached" if good else "not_reached" if bad else "undecided"
