"""``/v1``: models, their schema, and predictions."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hanpan.data.schema import Column
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.listing import ListOptions
from hanpan.deployment.predictor.rows import TypedRows
from hanpan.doors.service.desk import Desk
from hanpan.doors.service.refusals import answer
from hanpan.doors.service.routes.bodies import decoded, expected, read_rows, rows_of, tried_of
from hanpan.doors.service.routes.listing import PlacedRow, list_options, places
from hanpan.doors.service.served import Served

_CATEGORIES = 200  # that a schema lists
_EXAMPLES = 5


async def models(request: Request) -> Response:
    """All models."""
    desk = Desk.of(request)
    return answer({"models": [_card(served) for served in desk.shelf.models]})


async def model(request: Request) -> Response:
    """One model."""
    return answer(_card(Desk.of(request).served(request)))


async def schema(request: Request) -> Response:
    """What a row must look like, and what the answer will."""
    desk = Desk.of(request)
    served = desk.served(request)
    return answer(schema_of(served, desk.language(request)))


async def predict(request: Request) -> Response:
    """Predictions of rows."""
    desk = Desk.of(request)
    served = desk.served(request)
    document, language = decoded(await desk.body(request)), desk.language(request)
    rows = rows_of(document, desk.options.max_rows)
    asked = list_options(document, served, language)
    found = await answered(desk, request, served, rows, language, tried=tried_of(document))
    task = served.bundle.model.problem.task
    if asked is None:
        told = [told_answer(one, task) for one in found]
    else:
        told = await _listed(desk, served, rows, found, asked, language)
    return answer({"model": served.name, "version": served.version, "predictions": told})


async def _listed(
    desk: Desk, served: Served, rows: list[dict[str, Any]], found: list[Answer], asked: ListOptions, language: str
) -> list[dict[str, Any]]:
    """The answers in the order of a list, each with the cells kept of its row and its reasons."""

    def work() -> list[PlacedRow]:
        return places(served, served.compiled.read(rows), found, asked, language)

    async with desk.work.place() as until:
        listed = await desk.work.explain(work, until)
    return [
        {
            "row": one.row,
            **({"kept": {name: rows[one.row].get(name) for name in asked.keep}} if asked.keep else {}),
            **told_answer(found[one.row], served.bundle.model.problem.task),
            **({"expected_gain": one.gain} if one.gain is not None else {}),
            **({"reasons": one.reasons} if asked.reasons else {}),
        }
        for one in listed
    ]


async def answered(
    desk: Desk, request: Request, served: Served, rows: list[dict[str, Any]], language: str, *, tried: bool = False
) -> list[Answer]:
    """Answers to rows, in their turn and in time.

    They are counted and put to the challenger, unless rows are only ``tried`` out (what if a cell were another one).
    """
    refuse = desk.options.unread == "refuse"

    def work() -> tuple[TypedRows, list[Answer]]:
        read = read_rows(served.compiled, rows, refuse_unread=refuse, language=language)
        return read, served.compiled.answer_read(read)

    read, found = await desk.work.do(work, served.cost.of(len(rows)))
    if not tried:
        desk.seen(request, served, rows, read, found)
    return found


def told_answer(one: Answer, task: str) -> dict[str, Any]:
    """An answer as a document."""
    told: dict[str, Any] = {"prediction": one.prediction}
    if task == "regression":
        told |= {"low": one.low, "high": one.high}
    else:
        told["probabilities"] = one.probabilities
    if one.worth is not None:
        told["worth"] = one.worth
    told["notes"] = notes_of(one) if one.notes else []
    return told


def notes_of(one: Answer) -> list[dict[str, Any]]:
    """What was noticed in a row."""
    return [
        {"kind": note.kind, "column": note.column, **({"cell": note.cell} if note.cell else {})} for note in one.notes
    ]


def schema_of(served: Served, language: str) -> dict[str, Any]:
    """The model's columns in the terms of a request."""
    shipped = served.bundle.model
    problem, examples = shipped.problem, served.examples
    columns = [
        _column(column, examples, language) for column in shipped.schema.features if column.name != problem.target
    ]
    told: dict[str, Any] = {
        "model": served.name,
        "version": served.version,
        "target": problem.target,
        "task": problem.task,
        "unit": problem.unit,
        "labels": list(problem.labels),
        "positive": problem.positive,
        "threshold": shipped.decision.threshold,
        "currency": problem.value.currency if problem.value is not None else "",
        "columns": columns,
        "examples": examples[:_EXAMPLES],
        "image": shipped.schema.image is not None,
    }
    return told


def date_format(column: Column) -> str:
    """``date``, or ``date-time`` where days have hours."""
    return "date-time" if "%H" in column.reader else "date"


def _column(column: Column, examples: list[dict[str, Any]], language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": column.name, "kind": column.kind, "expected": expected(column, language)}
    if column.unit:
        told["unit"] = column.unit
    if column.source:
        told["source"] = column.source  # a row may have that column in its place
    if column.kind == "date":
        told["format"] = date_format(column)
    if column.low is not None:
        told |= {"low": column.low, "high": column.high, "whole": column.whole}
    if column.categories:
        told["categories"] = list(column.categories[:_CATEGORIES])
    if column.earliest:
        told |= {"earliest": column.earliest, "latest": column.latest}
    if examples:
        told["example"] = examples[0].get(column.name)
    return told


def _card(served: Served) -> dict[str, Any]:
    shipped, manifest = served.bundle.model, served.bundle.manifest
    return {
        "model": served.name,
        "version": served.version,
        "target": shipped.problem.target,
        "task": shipped.problem.task,
        "algorithm": manifest.algorithm,
        "trained_on": manifest.trained_on,
        "challenger": served.challenger.version if served.challenger else None,
    }
