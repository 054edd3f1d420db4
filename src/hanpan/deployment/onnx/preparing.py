"""The steps of preparation in ONNX's operators: what each has learnt is its ``state``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from hanpan.deployment.onnx.columns import Input
from hanpan.deployment.onnx.graph import Graph
from hanpan.deployment.onnx.refusing import refusal
from hanpan.modeling.fitting.stored import Part
from hanpan.preparation.steps.base import State, Step, TableStep
from hanpan.preparation.steps.number import LARGEST
from hanpan.preparation.steps.robust_clip import BOUND

Inputs = Mapping[str, Input]
_WHY_NOT = {"text": "text", "target_pieces": "text", "dates": "dates", "pixels": "images"}


def prepared(graph: Graph, part: Part, inputs: Inputs) -> str | None:
    """The prepared columns (n, p) of a part; None where it looks at none.

    Raises
    ------
    UsageError
        A step has no like in ONNX.
    """
    steps = part.preparer.steps
    for step in steps:
        if step.name in _WHY_NOT:
            raise refusal(_WHY_NOT[step.name], part.algorithm, columns=", ".join(step.columns))
    read = [_read(graph, step, inputs) for step in steps if isinstance(step, TableStep)]
    if not read:
        return None
    x = graph.beside([one for parts in read for one in parts])
    for step in steps:
        if not isinstance(step, TableStep):
            x = _ON_MATRIX[step.name](graph, x, step.state())
    return x


def _read(graph: Graph, step: Step, inputs: Inputs) -> Sequence[str]:
    return _ON_TABLE[step.name](graph, [inputs[name] for name in step.columns], step.state())


def _number(graph: Graph, inputs: Sequence[Input], state: State) -> Sequence[str]:
    x = graph.beside([one.column.name for one in inputs])
    x = graph("Where", graph("IsInf", x), np.array(np.nan), x)
    for comparison, bound in (("Greater", LARGEST), ("Less", -LARGEST)):
        x = graph("Where", graph(comparison, x, np.array(bound)), np.array(bound), x)
    return [x]


def _looked_up(graph: Graph, one: Input, levels: Sequence[str], table: np.ndarray) -> Sequence[str]:
    """The row of a table (levels + 2, k) for each cell: the last two are those of missing and of unseen cells."""
    if not table.shape[1]:
        return []
    return [graph("Gather", table, one.places(graph, levels), axis=0)]


def _rank(graph: Graph, inputs: Sequence[Input], state: State) -> Sequence[str]:
    made: list[str] = []
    for one, levels in zip(inputs, state["orders"], strict=True):
        made += _looked_up(graph, one, levels, np.r_[np.arange(len(levels)), np.nan, np.nan][:, None])
    return made


def _codes(graph: Graph, inputs: Sequence[Input], state: State) -> Sequence[str]:
    made: list[str] = []
    for one, levels, codes in zip(inputs, state["levels"], state["codes"], strict=True):
        unknown = codes.max(initial=-1) + 1 if state["complete"] else np.nan
        made += _looked_up(graph, one, levels, np.r_[codes, unknown, unknown].astype(float)[:, None])
    return made


def _dummies(graph: Graph, inputs: Sequence[Input], state: State) -> Sequence[str]:
    made: list[str] = []
    parts = zip(inputs, state["levels"], state["slots"], state["missing"], state["endings"], strict=True)
    for one, levels, slots, missing, endings in parts:
        places = np.r_[slots, missing, -1].astype(int)
        made += _looked_up(graph, one, levels, (places[:, None] == np.arange(len(endings))).astype(float))
    return made


def _frequency(graph: Graph, inputs: Sequence[Input], state: State) -> Sequence[str]:
    made: list[str] = []
    for one, levels, shares in zip(inputs, state["levels"], state["shares"], strict=True):
        made += _looked_up(graph, one, levels, np.asarray(shares, float)[:, None])
    return made


def _target_encode(graph: Graph, inputs: Sequence[Input], state: State) -> Sequence[str]:
    made: list[str] = []
    for one, levels, values in zip(inputs, state["levels"], state["values"], strict=True):
        made += _looked_up(graph, one, levels, np.asarray(values, float))
    return made


def _impute(graph: Graph, x: str, state: State) -> str:
    gaps = graph("IsNaN", x)
    filled = graph("Where", gaps, state["fill"], x)
    if not len(state["marked"]):
        return filled
    return graph.beside([filled, graph.doubles(graph("Gather", gaps, state["marked"], axis=1))])


def _kept(graph: Graph, x: str, state: State) -> str:
    return x if len(state["kept"]) == len(state["inputs"]) else graph("Gather", x, state["kept"], axis=1)


def _scale(graph: Graph, x: str, state: State) -> str:
    return graph("Div", graph("Sub", x, state["centre"]), state["spread"])


def _robust_clip(graph: Graph, x: str, state: State) -> str:
    scaled = graph("Mul", graph("Sub", x, state["centre"]), state["factor"])
    far = graph("Div", scaled, np.array(BOUND))
    return graph("Div", scaled, graph("Sqrt", graph("Add", graph("Mul", far, far), np.array(1.0))))


def _align(graph: Graph, x: str, state: State) -> str:
    places = state["places"]
    taken = graph("Gather", x, np.maximum(places, 0), axis=1)
    return graph("Where", (places < 0)[None, :], np.array(0.0), taken) if (places < 0).any() else taken


_ON_TABLE: dict[str, Callable[[Graph, Sequence[Input], State], Sequence[str]]] = {
    "number": _number,
    "rank": _rank,
    "codes": _codes,
    "dummies": _dummies,
    "frequency": _frequency,
    "target_encode": _target_encode,
}
_ON_MATRIX: dict[str, Callable[[Graph, str, State], str]] = {
    "impute": _impute,
    "drop_constant": _kept,
    "independent": _kept,
    "select": _kept,
    "scale": _scale,
    "robust_clip": _robust_clip,
    "align": _align,
}
