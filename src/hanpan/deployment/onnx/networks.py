"""Networks that are plain stacks of layers, in single precision as they count everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from hanpan.deployment.onnx.answers import shared, spread, two
from hanpan.deployment.onnx.graph import Graph
from hanpan.modeling.networks.plain.encoding import CLIP
from hanpan.modeling.networks.plain.forward import LayerSpec
from hanpan.modeling.networks.plain.record import NetworkRecord
from hanpan.modeling.storage.network import NetworkScorer

Arrays = Mapping[str, np.ndarray]
_SAME = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh", "softplus": "Softplus", "selu": "Selu"}


def network(graph: Graph, scorer: NetworkScorer, x: str) -> str | None:
    """Values (n,) or probabilities (n, C); None where only Keras can run the network."""
    record, arrays = scorer.network.record_, scorer.network.arrays_
    if record.layers is None:
        return None
    raw, members = graph.singles(x), False
    for position, layer in enumerate(record.layers):
        own = {name.split(".")[1]: array for name, array in arrays.items() if name.startswith(f"{position}.")}
        raw = _LAYERS[layer.kind](graph, raw, layer, own, members)
        members = members or (layer.kind == "dense" and own["kernel"].ndim == 3)
        members = members and layer.kind != "average"
    answer = _answers(graph, graph.doubles(raw), record)
    return answer if record.answer == "value" else spread(graph, answer, scorer)


def _answers(graph: Graph, raw: str, record: NetworkRecord) -> str:
    """What the last layer gave (n, q) as values or probabilities (see ``record.read_answers``)."""
    if record.answer == "value":
        scaled = graph("Mul", graph("Reshape", raw, np.array([-1])), np.array(record.target_scale))
        values = graph("Add", scaled, np.array(record.target_mean))
        for bound, kind in ((record.target_low, "Max"), (record.target_high, "Min")):
            values = values if bound is None else graph(kind, values, np.array(float(bound)))
        return values
    if record.logits:
        raw = graph("Sigmoid", raw) if record.answer == "sigmoid" else graph("Softmax", raw, axis=1)
    return two(graph, raw) if record.answer == "sigmoid" else shared(graph, raw)


def _dense(graph: Graph, x: str, layer: LayerSpec, own: Arrays, members: bool) -> str:
    kernel, bias = _single(own["kernel"]), _single(own["bias"])
    return graph("Add", graph("MatMul", x, kernel), bias[:, None, :] if kernel.ndim == 3 else bias)


def _affine(graph: Graph, x: str, layer: LayerSpec, own: Arrays, members: bool) -> str:
    return graph("Add", graph("Mul", x, _single(own["kernel"])), _single(own["bias"]))


def _encode(graph: Graph, x: str, layer: LayerSpec, own: Arrays, members: bool) -> str:
    scaled = graph("Mul", graph("Sub", x, _single(own["centre"])), _single(own["factor"]))
    far = graph("Div", scaled, _single(CLIP))
    clipped = graph("Div", scaled, graph("Sqrt", graph("Add", graph("Mul", far, far), _single(1.0))))
    if not len(own["column"]):
        return clipped
    cells = graph("Gather", x, own["column"].astype(np.int64), axis=1)
    passed = graph("Mul", graph("Sub", cells, _single(own["low"])), _single(own["slope"]))
    within = graph("Min", graph("Max", passed, _single(0.0)), _single(1.0))
    return graph.beside([clipped, graph("Sub", within, _single(0.5))])


def _average(graph: Graph, x: str, layer: LayerSpec, own: Arrays, members: bool) -> str:
    return graph("ReduceMean", x, np.array([0]), keepdims=0)


def _maxout(graph: Graph, x: str, layer: LayerSpec, own: Arrays, members: bool) -> str:
    apart = [0, 0, -1] if members else [0, -1]
    pieces = graph("Reshape", x, np.array([*apart, int(layer.parameter or 1)]))
    return graph("ReduceMax", pieces, np.array([-1]), keepdims=0)


def _activation(graph: Graph, x: str, layer: LayerSpec, own: Arrays, members: bool) -> str:
    name, parameter = layer.activation, layer.parameter
    if name in _SAME:
        return graph(_SAME[name], x)
    if name == "softmax":
        return graph("Softmax", x, axis=-1)
    if name == "leaky_relu":
        return graph("LeakyRelu", x, alpha=0.2 if parameter is None else float(parameter))
    if name == "elu":
        return graph("Elu", x, alpha=1.0 if parameter is None else float(parameter))
    if name == "gelu":
        return graph("Gelu", x)
    if name == "silu":
        return graph("Mul", x, graph("Sigmoid", x))
    if name == "mish":
        return graph("Mul", x, graph("Tanh", graph("Softplus", x)))
    return x  # linear


_LAYERS: dict[str, Callable[[Graph, str, LayerSpec, Arrays, bool], str]] = {
    "dense": _dense,
    "affine": _affine,
    "encode": _encode,
    "average": _average,
    "maxout": _maxout,
    "activation": _activation,
}


def _single(value: np.ndarray | float) -> np.ndarray:
    return np.asarray(value, dtype=np.float32)
