"""``hanpan models export --onnx``: the graph of a model, compared with it and only then written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from hanpan.deployment.bundle import Bundle
from hanpan.deployment.onnx import answers
from hanpan.deployment.onnx.columns import Input
from hanpan.deployment.onnx.estimators import estimated
from hanpan.deployment.onnx.graph import Graph, Socket
from hanpan.deployment.onnx.parity import require_parity
from hanpan.deployment.onnx.preparing import prepared
from hanpan.deployment.onnx.refusing import refusal
from hanpan.foundation.extras import need
from hanpan.foundation.files import write_whole
from hanpan.modeling.fitted.model import Model

if TYPE_CHECKING:
    import pandas as pd

_ANSWERS = {True: ("probabilities", "label"), False: ("value",)}


@dataclass(frozen=True, kw_only=True)
class OnnxExport:
    """An ONNX file: its inputs and outputs by name, and how far it is from the model on the rows compared."""

    path: str
    inputs: list[str]
    outputs: list[str]
    rows: int
    gap: float
    allowed: float


def export(bundle: Bundle, path: str | Path, *, name: str = "", version: str = "") -> OnnxExport:
    """Write a model as an ONNX graph from the table's columns to the answer.

    Parameters
    ----------
    bundle
        The model file.
    path
        Where to.
    name, version
        What it is called in the file; the model's own name if not given.

    Returns
    -------
    Exported
        Inputs are double (n, 1), NaN where a cell is missing, or text (n, 1), "" there. Outputs are ``probabilities``
        (n, C) and ``label`` (n,) by the frozen cut-off, or ``value`` (n,).

    Raises
    ------
    UsageError
        A part of the model has no like in ONNX, or ONNX Runtime answers otherwise than the model; or the extra is not
        installed.
    AccessError
        The place cannot be written to.

    References
    ----------
    ONNX operators, domains ai.onnx and ai.onnx.ml (TreeEnsemble, LabelEncoder): onnx.ai/onnx/operators.
    """
    need("onnxruntime", "onnx")
    model = bundle.model
    rows = cast("pd.DataFrame", model.background)  # of a model file it is always there
    told = {"version": version, "hanpan": bundle.manifest.hanpan, "fingerprint": bundle.manifest.fingerprint}
    graph = graph_of(model, {"name": name or bundle.manifest.model, **told})
    parity = require_parity(graph.content, model, graph.inputs, rows)
    write_whole(Path(path), graph.content)
    names = [one.column.name for one in graph.inputs]
    return OnnxExport(path=str(path), inputs=names, outputs=graph.outputs, **asdict(parity))


@dataclass(frozen=True)
class WrittenGraph:
    """A graph as the bytes of a file, the columns that go in, and the names of what comes out."""

    content: bytes
    inputs: list[Input]
    outputs: list[str]


def graph_of(model: Model, told: Mapping[str, str]) -> WrittenGraph:
    """The graph of a model, not yet compared with it; ``told`` is what it says about itself besides its columns.

    Raises
    ------
    UsageError
        A part of the model has no like in ONNX.
    """
    if model.schema.image is not None:
        raise refusal("images", model.parts[0].algorithm)
    inputs = _inputs(model)
    taken = [one.column.name for one in inputs]
    outputs = _outputs(model, taken)
    graph = Graph([*taken, *(one.name for one in outputs)])
    _answer(graph, model, inputs, outputs)
    sockets = [one.socket for one in inputs]
    content = graph.written(told.get("name") or "model", sockets, outputs, {**told, **_told(model, inputs)})
    return WrittenGraph(content, inputs, [one.name for one in outputs])


def _inputs(model: Model) -> list[Input]:
    """The columns that some part looks at, in the order of the table; the first one where none looks at any."""
    looked_at = {name for part in model.parts for name in part.preparer.columns}
    columns = [column for column in model.schema.features if column.name != model.problem.target]
    return [Input(column) for column in columns if column.name in looked_at] or [Input(columns[0])]


def _outputs(model: Model, taken: Sequence[str]) -> list[Socket]:
    """Named as they are called, with a line behind where a column has that name."""
    made = []
    for told in _ANSWERS[bool(model.problem.labels)]:
        name = told
        while name in taken:
            name += "_"
        width = (None, len(model.problem.labels)) if told == "probabilities" else (None,)
        made.append(Socket(name, told == "label", width))
    return made


def _answer(graph: Graph, model: Model, inputs: Sequence[Input], outputs: Sequence[Socket]) -> None:
    by_name = {one.column.name: one for one in inputs}
    rows = graph("Slice", graph("Shape", inputs[0].column.name), np.array([0]), np.array([1]))
    total = ""
    for part, weight in zip(model.parts, model.weights, strict=True):
        x = prepared(graph, part, by_name)
        answer = estimated(graph, part, x or "", rows)
        weighed = graph("Mul", answers.brought_back(graph, answer, part.factors), np.array(float(weight)))
        total = graph("Add", total, weighed) if total else weighed
    if model.problem.labels:
        told = graph("Identity", total, name=outputs[0].name)
        answers.labelled(graph, told, model.decision, model.problem.labels, outputs[1].name)
    else:
        answers.corrected(graph, total, model.decision, outputs[0].name)


def _told(model: Model, inputs: Sequence[Input]) -> dict[str, str]:
    """What a file says about its columns and answers; lists are JSON."""
    labels = list(model.problem.labels)
    lists = {"labels": labels, "columns": [_column(one) for one in inputs], "cutoff": model.decision.threshold}
    told = {key: json.dumps(value, ensure_ascii=False) for key, value in lists.items()}
    return {"target": model.problem.target, "task": model.problem.task, **told}


def _column(one: Input) -> dict[str, Any]:
    column = one.column
    told: dict[str, Any] = {
        "name": column.name,
        "kind": column.kind,
        "type": "string" if one.words else "double",
        "unit": column.unit,
    }
    told |= {
        "source": column.source,
        "low": column.low,
        "high": column.high,
        "levels": list(column.categories) if one.words else None,
    }
    return {key: value for key, value in told.items() if value not in (None, "")}
