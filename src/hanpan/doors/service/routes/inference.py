"""``/v2``: the Open Inference Protocol, so that clients of KServe, Triton, Seldon and MLServer work unchanged.

Each column is an input tensor of shape ``[n]`` or ``[n, 1]``; the answers are the tensors ``prediction`` and, for
classes, ``probabilities``.

References
----------
Open Inference Protocol, version 2 (KServe): https://github.com/kserve/open-inference-protocol
"""

from __future__ import annotations

import itertools
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hanpan import __version__
from hanpan.data.schema import Column
from hanpan.deployment.predictor.answers import Answer
from hanpan.doors.service.desk import Desk
from hanpan.doors.service.refusals import Refused, answer
from hanpan.doors.service.routes.bodies import decoded
from hanpan.doors.service.routes.predicting import answered
from hanpan.doors.service.served import Served

_TYPES = {"number": "FP64"}
DATATYPES = {"BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP32", "FP64", "BYTES"}


async def server(request: Request) -> Response:
    """Who answers."""
    return answer({"name": "hanpan", "version": __version__, "extensions": []})


async def live(request: Request) -> Response:
    """The process runs."""
    return answer({"live": True})


async def ready(request: Request) -> Response:
    """Every model answers."""
    fine = Desk.of(request).shelf.ready
    return answer({"ready": fine}, 200 if fine else 503)


async def model_ready(request: Request) -> Response:
    """One model answers."""
    served = _served(request)
    return answer({"name": served.name, "ready": Desk.of(request).shelf.ready})


async def model(request: Request) -> Response:
    """The tensors of a model."""
    served = _served(request)
    problem, schema = served.bundle.model.problem, served.bundle.model.schema
    inputs = [_tensor(column) for column in schema.features if column.name != problem.target]
    outputs = [{"name": "prediction", "datatype": "BYTES" if problem.labels else "FP64", "shape": [-1]}]
    if problem.labels:
        outputs.append({"name": "probabilities", "datatype": "FP64", "shape": [-1, len(problem.labels)]})
    told = {"name": served.name, "versions": [served.version], "platform": "hanpan"}
    return answer({**told, "inputs": inputs, "outputs": outputs, "parameters": {"labels": list(problem.labels)}})


async def infer(request: Request) -> Response:
    """Predictions of tensors."""
    desk, served = Desk.of(request), _served(request)
    document = decoded(await desk.body(request))
    rows = _rows(document, desk.options.max_rows)
    found = await answered(desk, request, served, rows, desk.language(request))
    wanted = _wanted(document)
    outputs = [tensor for tensor in _outputs(served, found) if not wanted or tensor["name"] in wanted]
    told: dict[str, Any] = {"model_name": served.name, "model_version": served.version}
    if isinstance(document.get("id"), str):
        told["id"] = document["id"]
    return answer({**told, "outputs": outputs})


def _served(request: Request) -> Served:
    served = Desk.of(request).served(request)
    version = request.path_params.get("version", served.version)
    if version != served.version:
        raise Refused(404, "no_version", name=served.name, version=version[:20], served=served.version)
    return served


def _tensor(column: Column) -> dict[str, Any]:
    return {"name": column.name, "datatype": _TYPES.get(column.kind, "BYTES"), "shape": [-1]}


def _rows(document: dict[str, Any], most: int) -> list[dict[str, Any]]:
    """Rows from tensors that hold a column each."""
    inputs = document.get("inputs")
    if not isinstance(inputs, list) or not inputs:
        raise Refused(422, "no_inputs", problems=[])
    columns = dict(map(_column, inputs))
    lengths = {len(data) for data in columns.values()}
    if len(lengths) != 1 or len(columns) != len(inputs):
        raise Refused(422, "tensors_differ", problems=[])
    if lengths.pop() > most:
        raise Refused(413, "too_many_rows", rows=len(next(iter(columns.values()))), most=most)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _column(tensor: Any) -> tuple[str, list[Any]]:
    told = tensor if isinstance(tensor, dict) else {}
    name, shape, data = told.get("name"), told.get("shape"), told.get("data")
    fits = isinstance(name, str) and told.get("datatype") in list(DATATYPES)
    if not fits or not isinstance(shape, list) or shape[1:] not in ([], [1]) or not isinstance(data, list):
        raise Refused(422, "tensor_unfit", name=str(name)[:100], problems=[])
    if data and all(isinstance(cell, list) for cell in data):
        data = list(itertools.chain.from_iterable(data))
    if shape[:1] != [len(data)]:
        raise Refused(422, "tensor_unfit", name=str(name)[:100], problems=[])
    return str(name), data


def _wanted(document: dict[str, Any]) -> list[Any]:
    """Names of the outputs that are asked for; none: all of them."""
    outputs = document.get("outputs")
    return [one.get("name") for one in outputs if isinstance(one, dict)] if isinstance(outputs, list) else []


def _outputs(served: Served, found: list[Answer]) -> list[dict[str, Any]]:
    labels = served.bundle.model.problem.labels
    values = [one.prediction for one in found]
    kind = "BYTES" if labels else "FP64"
    outputs = [{"name": "prediction", "datatype": kind, "shape": [len(found)], "data": values}]
    if labels:
        flat = [one.probabilities[label] for one in found if one.probabilities is not None for label in labels]
        shape = [len(found), len(labels)]
        outputs.append({"name": "probabilities", "datatype": "FP64", "shape": shape, "data": flat})
    return outputs
