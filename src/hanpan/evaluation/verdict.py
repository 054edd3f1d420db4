"""Verdict: whether the goal of the card's ``[success]`` is reached, as far as the rows can tell."""

from __future__ import annotations

from typing import Literal

from hanpan.evaluation.judgement import Judgement
from hanpan.evaluation.record import Judged

Verdict = Literal["reached", "not_reached", "undecided"]


def verdict(case: Judgement, judged: dict[str, Judged]) -> Verdict | None:
    """By the interval: all of it on the good side, all of it on the bad side, or astride the goal.

    Out of fold the model was chosen on the very rows it is judged on: what fails there fails, what succeeds stays open.

    Returns
    -------
    str or None
        None without a goal, or where the goal's metric is none of this task.
    """
    goal = case.criterion
    if goal is None or (goal.at_least is None and goal.at_most is None):
        return None
    here = judged.get(goal.metric or case.problem.metric)
    if here is None:
        return None
    found = _by_interval(here, goal.at_least, goal.at_most)
    return "undecided" if found == "reached" and case.judged_on != "holdout" else found


def _by_interval(here: Judged, at_least: float | None, at_most: float | None) -> Verdict:
    if here.low is None or here.high is None:
        return "undecided"
    good = here.low >= at_least if at_least is not None else at_most is not None and here.high <= at_most
    bad = here.high < at_least if at_least is not None else at_most is not None and here.low > at_most
    return "reached" if good else "not_reached" if bad else "undecided"
