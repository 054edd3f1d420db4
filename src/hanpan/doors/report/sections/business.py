"""Chapter 1: the problem."""

from __future__ import annotations

from typing import Any

from hanpan.business.problem import Problem
from hanpan.doors.report.sections.summary import question
from hanpan.doors.report.words import Words, clean
from hanpan.study.record import Study


def business(study: Study, words: Words) -> dict[str, Any] | None:
    """The problem in words, and the hypotheses with their answers."""
    problem = study.problem
    if problem is None:
        return None
    return {
        "question": question(study, words),
        "facts": [(words.text(f"report.business.{key}"), value) for key, value in _facts(problem, words) if value],
        "metric": words.known(f"metric.{problem.metric}.short"),
        "hypotheses": _hypotheses(study, problem, words),
    }


def _facts(problem: Problem, words: Words) -> list[tuple[str, str]]:
    return [
        ("target", clean(problem.target)),
        ("unit", clean(problem.unit)),
        ("task", _because(words.text(f"cli.task.{problem.task}"), _reason(problem.task_reason, "task", words))),
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


def _hypotheses(study: Study, problem: Problem, words: Words) -> list[dict[str, str]]:
    """As asked; with the answer where the evaluation has one."""
    answers = {str(row.get("x")): row for row in (study.evaluation.hypotheses if study.evaluation else [])}
    told = []
    for asked in problem.hypotheses:
        answer = str(answers.get(asked.get("x", ""), {}).get("answer", ""))
        told.append(
            {
                "x": clean(asked.get("x", "")),
                "because": clean(asked.get("because", "")),
                "answer": words.text(f"report.hypothesis.{answer}") if answer else "",
            }
        )
    return told
