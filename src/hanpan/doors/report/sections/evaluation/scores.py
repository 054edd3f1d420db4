"""Scores in words: a metric's value beside the baseline's, with the unit of y."""

from __future__ import annotations

from hanpan.business.problem import Problem
from hanpan.doors.telling.metrics import describe_metric, sentence_fields
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import Evaluation, Judged


def sentence(words: Words, problem: Problem, evaluation: Evaluation, name: str) -> str:
    """What a value means, in one sentence; empty where there is no value."""
    judged = evaluation.metrics[name]
    if judged.value is None:
        return ""
    if problem.task == "multiclass":  # means over classes are not about "positive"
        told = words.known(f"report.macro.{name}", **sentence_fields(judged, problem.unit))
        if told:
            return told
    return describe_metric(name, judged, problem, evaluation.target_summary, words.language)


def interval(name: str, judged: Judged, words: Words) -> str:
    """The interval as two numbers."""
    like = (judged.value, judged.baseline)
    if judged.low is None:
        return "–"
    return words.between(shown(name, judged.low, like), shown(name, judged.high, like))
