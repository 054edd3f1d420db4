"""The service described by OpenAPI 3.1, made from the models' own schemas."""

from __future__ import annotations

from typing import Any

from hanpan import __version__
from hanpan.data.schema import Column
from hanpan.doors.service.guard import FILE
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.routes.bodies import expected
from hanpan.doors.service.routes.explaining import MOST_EXPLAINED
from hanpan.doors.service.routes.filing import ENDINGS
from hanpan.doors.service.routes.inference import DATATYPES
from hanpan.doors.service.routes.predicting import date_format, told_answer
from hanpan.doors.service.served import Served
from hanpan.doors.service.shelf import Shelf
from hanpan.foundation.texts import text

_REFUSED = {"$ref": "#/components/schemas/Refusal"}
_ANY = {"type": "object"}


def document_of(shelf: Shelf, options: ServeOptions, language: str) -> dict[str, Any]:
    """The document."""
    paths: dict[str, Any] = {
        "/healthz": _get("healthz", _ANY, language, closed=False),
        "/readyz": _get("readyz", _ANY, language, closed=False, also=(503,)),
        "/v1/models": _get("models", _ANY, language),
        "/v2": _get("server", _ANY, language),
        "/v2/health/live": _get("live", _ANY, language, closed=False),
        "/v2/health/ready": _get("ready", _ANY, language, closed=False, also=(503,)),
    }
    schemas: dict[str, Any] = {"Refusal": _refusal()}
    for place, served in enumerate(shelf.models):
        schemas[f"Row{place}"] = row_schema(served, language)
        paths |= _model_paths(served, f"Row{place}", options, language)
    security = {"bearer": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "hanpan", "version": __version__, "description": text("service.api.about", language)},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": security},
        "security": [{"bearer": []}] if options.keys else [],
    }


def row_schema(served: Served, language: str) -> dict[str, Any]:
    """A row of a model as JSON Schema: every feature is there, and may be null."""
    shipped = served.bundle.model
    columns = [column for column in shipped.schema.features if column.name != shipped.problem.target]
    # A column that is made from another one may come as that one.
    needed = [column.name for column in columns if not column.source]
    return {
        "type": "object",
        "properties": {column.name: _cell(column, language) for column in columns},
        "required": needed,
        "additionalProperties": True,
        "examples": served.examples[:1],
    }


def _cell(column: Column, language: str) -> dict[str, Any]:
    kind = "number" if column.kind == "number" else "string"
    told: dict[str, Any] = {"type": [kind, "null"], "description": expected(column, language)}
    if column.kind == "date":
        told["format"] = date_format(column)
    return told


def _model_paths(served: Served, row: str, options: ServeOptions, language: str) -> dict[str, Any]:
    v1, v2 = f"/v1/models/{served.name}", f"/v2/models/{served.name}"
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}}
    example = {"rows": served.examples[:2]}
    asked: dict[str, Any] = {"type": "object", "required": ["rows"]}
    few = {"rows": {**rows, "maxItems": MOST_EXPLAINED}, "label": {"enum": [*served.bundle.model.problem.labels, None]}}
    explained = {**asked, "properties": few}
    tried = {"type": "boolean", "description": text("service.api.tried", language)}
    asked = {**asked, "properties": {"rows": {**rows, "maxItems": options.max_rows}, "tried": tried}}
    return {
        v1: _get("model", _ANY, language),
        f"{v1}/schema": _get("schema", _ANY, language),
        f"{v1}/watch": _get("watch", _ANY, language, also=(422, 503, 504)),
        f"{v1}/card": _get("card", None, language),
        f"{v1}/predict": _post("predict", asked, example, _predictions(served), language),
        f"{v1}/explain": _post("explain", explained, example, None, language),
        f"{v1}/file": _file(language),
        v2: _get("tensors", _ANY, language),
        f"{v2}/ready": _get("model_ready", _ANY, language),
        f"{v2}/infer": _post("infer", _tensors(served), _tensor_example(served), None, language),
    }


def _predictions(served: Served) -> dict[str, Any]:
    found = served.compiled.answer(served.examples[:2])
    told = [told_answer(one, served.bundle.model.problem.task) for one in found]
    return {"model": served.name, "version": served.version, "predictions": told}


def _tensors(served: Served) -> dict[str, Any]:
    tensor = {
        "type": "object",
        "required": ["name", "shape", "datatype", "data"],
        "properties": {
            "name": {"type": "string"},
            "shape": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "integer", "minimum": 0}},
            "datatype": {"enum": sorted(DATATYPES)},
            "data": {"type": "array"},
        },
    }
    inputs = {"type": "array", "minItems": 1, "items": tensor}
    return {"type": "object", "required": ["inputs"], "properties": {"inputs": inputs, "id": {"type": "string"}}}


def _tensor_example(served: Served) -> dict[str, Any]:
    rows, names = served.examples[:1], list(served.examples[0]) if served.examples else []
    kinds = {column.name: "FP64" if column.kind == "number" else "BYTES" for column in served.bundle.model.schema}
    inputs = [
        {"name": name, "shape": [1], "datatype": kinds[name], "data": [row[name] for row in rows]} for name in names
    ]
    return {"inputs": inputs}


def _get(
    name: str, schema: dict[str, Any] | None, language: str, *, closed: bool = True, also: tuple[int, ...] = ()
) -> Any:
    """A GET that answers with JSON, or (no schema) with a page."""
    answers = _answers(schema, None, (421, *((401, 413) if closed else (413,)), *also), language)
    security: dict[str, Any] = {} if closed else {"security": []}
    return {"get": {"summary": text(f"service.api.{name}", language), "responses": answers, **security}}


def _post(
    name: str, asked: dict[str, Any], example: Any, answer: Any, language: str, also: tuple[int, ...] = ()
) -> Any:
    refused = (400, 401, 408, 413, 415, 421, 422, 503, 504, *also)
    body = {"application/json": {"schema": asked, "example": example}}
    return {
        "post": {
            "summary": text(f"service.api.{name}", language),
            "requestBody": {"required": True, "content": body},
            "responses": _answers(_ANY, answer, refused, language),
        }
    }


def _file(language: str) -> dict[str, Any]:
    told: dict[str, Any] = _post("file", {"type": "string", "format": "binary"}, None, None, language, (409,))
    told["post"]["requestBody"]["content"] = {FILE: {"schema": {"type": "string", "format": "binary"}}}
    pattern = "".join(("\\.(", "|".join(ending[1:] for ending in ENDINGS), ")$"))
    name = {"name": "name", "in": "query", "required": True, "schema": {"type": "string", "pattern": pattern}}
    told["post"]["parameters"] = [name]
    return told


def _answers(schema: dict[str, Any] | None, example: Any, refused: tuple[int, ...], language: str) -> dict[str, Any]:
    fine = {"schema": schema, **({"example": example} if example is not None else {})}
    page = {"schema": {"type": "string"}}
    content = {"text/html": page, "text/markdown": page} if schema is None else {"application/json": fine}
    told: dict[str, Any] = {"200": {"description": text("service.api.answered", language), "content": content}}
    for status in refused:
        words = text(f"service.api.status.{status}", language)
        told[str(status)] = {"description": words, "content": {"application/json": {"schema": _REFUSED}}}
    return told


def _refusal() -> dict[str, Any]:
    error = {
        "type": "object",
        "required": ["code", "what"],
        "properties": {"code": {"type": "string"}, "what": {"type": "string"}},
    }
    problem = {
        "type": "object",
        "properties": {
            "row": {"type": "integer"},
            "column": {"type": ["string", "null"]},
            "problem": {"type": "string"},
            "got": {},
            "expected": {"type": "string"},
        },
    }
    return {"type": "object", "properties": {"error": error, "problems": {"type": "array", "items": problem}}}
