"""The model card: what the model is for, what it was made of, and what it must not be taken for."""

from __future__ import annotations

from hanpan.doors.report.naming import named_columns
from hanpan.doors.report.sections.modeling.chosen import chosen_row
from hanpan.doors.report.sections.summary.summary import question, table_name
from hanpan.doors.telling.numbers import number, shown
from hanpan.doors.telling.words import Words, clean
from hanpan.study.record import Study


def card(study: Study, words: Words) -> list[tuple[str, str]]:
    """Label and text of each line; empty where nothing shipped."""
    if study.shipped is None or study.problem is None:
        return []
    told = [
        ("purpose", question(study, words)),
        ("data", _data(study, words)),
        ("columns", _columns(study, words)),
        ("parameters", _parameters(study, words)),
        ("judged", _judged(study, words)),
        ("protected", ", ".join(clean(name) for name in study.problem.protected)),
        ("limits", words.text("report.card.limits_text")),
    ]
    return [(words.text(f"report.card.{name}"), line) for name, line in told if line]


def _data(study: Study, words: Words) -> str:
    rows = study.profile.rows if study.profile else 0
    return words.text("report.card.data_text", table=table_name(study), rows=f"{rows:,}")


def _columns(study: Study, words: Words) -> str:
    names = [column.name for column in study.schema.features] if study.schema else []
    return named_columns(names, study.schema, words, most=20)


def _parameters(study: Study, words: Words) -> str:
    """Of the model itself; of an ensemble, its members and their weights."""
    row = chosen_row(study)
    if row is None:
        return ""
    told = row.members or {words.parameter(name): value for name, value in row.parameters.items()}
    return clean(", ".join(f"{name} = {_value(value)}" for name, value in told.items()))


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)


def _judged(study: Study, words: Words) -> str:
    problem, evaluation = study.problem, study.evaluation
    judged = evaluation.metrics.get(problem.metric) if evaluation and problem else None
    if problem is None or evaluation is None or judged is None:
        return ""
    return words.text(
        "report.card.judged_text",
        metric=words.metric(problem.metric),
        value=shown(problem.metric, judged.value),
        low=shown(problem.metric, judged.low),
        high=shown(problem.metric, judged.high),
        rows=f"{evaluation.rows:,}",
    )
