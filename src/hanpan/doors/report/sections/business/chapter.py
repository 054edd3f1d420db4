"""Chapter 1: the problem."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.sections.summary.summary import of_images, question
from hanpan.doors.report.sections.value.value import value_card
from hanpan.doors.telling.words import Words, clean
from hanpan.study.record import Study


def business(study: Study, words: Words) -> dict[str, Any] | None:
    """The problem in words, and the hypotheses that have no answer yet."""
    problem = study.problem
    if problem is None:
        return None
    return {
        "question": question(study, words),
        "facts": [(words.text(f"report.business.{key}"), told) for key, told in _facts(study, problem, words) if told],
        "metric": _explained(problem.metric, words),
        "value": value_card(problem, words),
        "hypotheses": _hypotheses(study, problem),
    }


def _explained(metric: str, words: Words) -> str:
    """A metric's name and what it means."""
    means = words.known(f"metric.{metric}.short")
    return f"{words.metric(metric)}: {means}" if means else ""


def _facts(study: Study, problem: Problem, words: Words) -> list[tuple[str, str]]:
    why = "images" if of_images(study) else problem.task_reason
    return [
        ("target", clean(problem.target)),
        ("unit", clean(problem.unit)),
        ("task", _because(words.text(f"cli.task.{problem.task}"), _reason(why, "task", words))),
        ("classes", ", ".join(clean(label) for label in problem.labels)),
        ("positive", _because(clean(problem.positive or ""), _reason(problem.positive_reason, "positive", words))),
        ("metric", words.metric(problem.metric)),
        ("group", clean(problem.group or "")),
        ("time", clean(problem.time or "")),
        ("unknown", ", ".join(clean(name) for name in problem.unknown_at_prediction)),
        ("protected", ", ".join(clean(name) for name in problem.protected)),
    ]


def _because(what: str, why: str) -> str:
    return f"{what} · {why}" if what and why else what


def _reason(reason: str, about: str, words: Words) -> str:
    return words.known(f"reason.{reason}", f"reason.{about}.{reason}") if reason else ""


def _hypotheses(study: Study, problem: Problem) -> list[dict[str, str]]:
    """As asked, for as long as there are no answers: those have a panel of their own."""
    if study.evaluation is not None and study.evaluation.hypotheses:
        return []
    return [{"x": clean(asked.x), "because": clean(asked.because)} for asked in problem.hypotheses]
