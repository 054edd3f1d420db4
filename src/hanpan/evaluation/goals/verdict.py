"""Verdict: whether the goal of the card's ``[success]`` is reached, and whether that takes a model."""

from __future__ import annotations

from hanpan.evaluation.case import Case
from hanpan.evaluation.goals.mark import Mark, by_interval
from hanpan.evaluation.record import Unaided, Verdict


def verdict(case: Case, mark: Mark | None, without: Unaided | None) -> Verdict | None:
    """By intervals: of the figure beside the goal, and of how far the model is ahead of what needs no model.

    ``reached``: all of the interval is on the good side, and the model is ahead of doing nothing, of today's rule and
    of one answer for all. ``without_model``: one of these reaches the goal, and the model is not clearly ahead of it.
    Out of fold the model was chosen on the very rows it is judged on: what fails there fails, what succeeds stays open.
    Rows of one group alone say nothing about other groups: undecided.

    Returns
    -------
    str or None
        None without a goal, or where the goal's metric is none of this task.
    """
    if mark is None:
        return None
    if case.one_group:
        return "undecided"
    found: Verdict = by_interval(mark)
    if without is not None and not without.beaten:
        found = "without_model" if without.reaches else "undecided" if found == "reached" else found
    return "undecided" if found in ("reached", "without_model") and case.judged_on != "holdout" else found
