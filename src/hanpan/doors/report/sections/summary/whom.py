"""Whom the answers concern: how many rows get which answer, and where it errs."""

from __future__ import annotations

from hanpan.business.problem import Problem
from hanpan.doors.report.naming import named_slice
from hanpan.doors.telling.amounts import with_unit
from hanpan.doors.telling.numbers import number, percent, shown
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.record import Evaluation
from hanpan.study.record import Study


def concerned(study: Study, words: Words) -> list[str]:
    """How the answers fall on the judged rows, and the part of them that fares clearly worse."""
    judged, problem = study.evaluation, study.problem
    if judged is None or problem is None:
        return []
    told = _values(judged, problem, words) if problem.task == "regression" else _classes(judged, problem, words)
    return [line for line in (told, _worst(study, words)) if line]


def _classes(judged: Evaluation, problem: Problem, words: Words) -> str:
    counts = judged.confusion
    if not counts or len(counts) != len(problem.labels):
        return ""
    labels = [clean(label) for label in problem.labels]
    unit = words.unit
    if len(labels) == 2:
        (left, false), (missed, found) = counts
        rows, said = left + false + missed + found, false + found
        told = {"said": said, "found": found, "missed": missed, "true": missed + found}
        fields = {name: unit.few(number) for name, number in told.items()} | {"share": percent(said / rows)}
        return words.text("report.whom.two", rows=unit.count(rows), label=labels[1], **fields)
    wrong = [(counts[at][to], at, to) for at in range(len(labels)) for to in range(len(labels)) if at != to]
    count, at, to = max(wrong)
    rows = sum(map(sum, counts))
    if not count:
        return words.text("report.whom.all_right", rows=unit.count(rows))
    told = {"right": sum(counts[place][place] for place in range(len(labels))), "count": count, "all": sum(counts[at])}
    fields = {name: unit.few(number) for name, number in told.items()}
    return words.text("report.whom.many", rows=unit.count(rows), true=labels[at], said=labels[to], **fields)


def _values(judged: Evaluation, problem: Problem, words: Words) -> str:
    """Half of the errors are smaller than their median."""
    half = judged.metrics.get("medae")
    if half is None or half.value is None:
        return ""
    error = with_unit(shown("medae", half.value), clean(problem.unit))
    return words.text(
        "report.whom.values", rows=words.unit.count(judged.rows), error=error, target=clean(problem.target)
    )


def _worst(study: Study, words: Words) -> str:
    """The part of the rows that was confirmed to fare worst."""
    told = study.insights.segments
    sure = [one for one in told.found if one.confirmed] if told else []
    if told is None or not sure:
        return ""
    worst = max(sure, key=lambda one: one.shown[0])
    inside, outside = (percent(error) if told.measure == "wrong" else number(error) for error in worst.shown)
    name = named_slice(worst.name, words)
    return words.text(f"report.whom.worst.{told.measure}", segment=name, inside=inside, outside=outside)
