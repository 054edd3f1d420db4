"""A Keras model as a plain stack for the NumPy forward pass, where it is one; None where it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from hanpan.modeling.networks.plain.activations import ACTIVATIONS
from hanpan.modeling.networks.plain.forward import LayerSpec
from hanpan.modeling.networks.stored.layers import Maxout, TakeColumns

Stack = tuple[list[LayerSpec], dict[str, np.ndarray]]
_Part = tuple[LayerSpec, np.ndarray | None, np.ndarray | None]
_SILENT = (  # no effect when predicting
    keras.layers.InputLayer,
    keras.layers.Dropout,
    keras.layers.GaussianNoise,
    keras.layers.GaussianDropout,
    keras.layers.AlphaDropout,
    keras.layers.ActivityRegularization,
    keras.layers.Flatten,
)


def describe(model: keras.Model) -> Stack | None:
    """The stack of a Sequential model, or of a Functional one: a single chain, or groups of columns joined into one.

    Examples
    --------
    >>> model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    >>> [layer.kind for layer in describe(model)[0]]
    ['dense', 'activation']
    """
    if not _is_plain(model):
        return None
    if type(model).__name__ == "Sequential":
        parts = _described(list(model.layers))
    else:
        end, joined = _joined_groups(model)
        parts = None if joined is None else _chained(model, end, joined)
    return None if parts is None else _numbered(parts)


def is_described(layer: Any) -> bool:
    """Whether a layer can be part of a stack."""
    return _parts(layer) is not None


def _numbered(parts: list[_Part]) -> Stack:
    specs: list[LayerSpec] = []
    arrays: dict[str, np.ndarray] = {}
    for position, (spec, kernel, bias) in enumerate(parts):
        specs.append(spec)
        if kernel is not None and bias is not None:
            arrays |= {f"{position}.kernel": kernel, f"{position}.bias": bias}
    return specs, arrays


def _is_plain(model: Any) -> bool:
    """Whether layers between one input and one output make up the model, and a row is a vector."""
    known = model.built and type(model).__name__ in ("Sequential", "Functional") and hasattr(model, "layers")
    return bool(known and len(model.inputs) == len(model.outputs) == 1 and len(model.inputs[0].shape) == 2)


def _chained(model: Any, before: Any, parts: list[_Part]) -> list[_Part] | None:
    """The parts, and those of the layers after ``before``, each one's only input being the output of the one before."""
    places = [layer.output is before for layer in model.layers]
    layers = model.layers[places.index(True) + 1 :]
    for layer in layers:
        if len(layer._inbound_nodes) != 1 or layer.input is not before:
            return None
        before = layer.output
    rest = _described(layers) if before is model.outputs[0] else None
    return None if rest is None else [*parts, *rest]


def _described(layers: list[Any]) -> list[_Part] | None:
    parts: list[_Part] = []
    for layer in layers:
        described = _parts(layer)
        if described is None:
            return None
        parts += described
    return parts


def _joined_groups(model: Any) -> tuple[Any, list[_Part] | None]:
    """Groups of columns that feed nodes of their own, as one dense layer whose other weights are 0.

    Returns where the groups are joined and the parts up to there (the input and no parts, where there are no groups);
    None for the parts, where the groups are no such layer.
    """
    if not any(type(layer) is TakeColumns for layer in model.layers):
        return model.inputs[0], []
    joins = [layer for layer in model.layers if type(layer) is keras.layers.Concatenate]
    if len(joins) != 1 or len(joins[0]._inbound_nodes) != 1:
        return None, None
    branches = [_branch(model, end) for end in joins[0]._inbound_nodes[0].input_tensors]
    known = [branch for branch in branches if branch is not None]
    return joins[0].output, _block(known, model) if len(known) == len(branches) else None


def _branch(model: Any, end: Any) -> tuple[list[int], list[_Part]] | None:
    """The columns of a branch that ends in a value, and its parts: one dense layer and what follows it."""
    makers = {id(layer.output): layer for layer in model.layers}
    layers: list[Any] = []
    while id(end) in makers and type(makers[id(end)]) is not TakeColumns:
        layers.insert(0, makers[id(end)])
        if len(layers[0]._inbound_nodes) != 1 or not isinstance(layers[0].input, keras.KerasTensor):
            return None
        end = layers[0].input
        if end is model.inputs[0]:
            return None
    take, parts = makers.get(id(end)), _described(layers)
    if take is None or take.input is not model.inputs[0] or not parts or parts[0][0].kind != "dense":
        return None
    return None if any(kernel is not None for _, kernel, _ in parts[1:]) else (take.columns, parts)


def _block(branches: list[tuple[list[int], list[_Part]]], model: Any) -> list[_Part] | None:
    """Branches alike but for their columns and weights, as one dense layer over all columns.

    Weights between a group and the nodes of another are exactly 0.
    """
    after = branches[0][1][1:]
    if any(parts[1:] != after for _, parts in branches):
        return None
    biases = [np.asarray(parts[0][2]) for _, parts in branches]
    kernel = np.zeros((model.inputs[0].shape[-1], sum(map(len, biases))), np.float32)
    place = 0
    for (columns, parts), bias in zip(branches, biases, strict=True):
        np.add.at(kernel, np.ix_(columns, range(place, place + len(bias))), np.asarray(parts[0][1]))
        place += len(bias)
    return [(LayerSpec(kind="dense"), kernel, np.concatenate(biases)), *after]


def _parts(layer: Any) -> list[_Part] | None:
    kind = type(layer)
    if kind in _SILENT:
        return []
    describer = _DESCRIBERS.get(kind)
    return None if describer is None else describer(layer)


def _dense(layer: Any) -> list[_Part] | None:
    after = _function(layer.activation)
    if after is None or layer.dtype_policy.name != "float32" or len(layer.kernel.shape) != 2:
        return None
    kernel = np.asarray(layer.kernel.value)
    bias = np.asarray(layer.bias.value) if layer.use_bias else np.zeros(kernel.shape[1], np.float32)
    return [(LayerSpec(kind="dense"), kernel, bias), *after]


def _maxout(layer: Any) -> list[_Part]:
    dense = (LayerSpec(kind="dense"), np.asarray(layer.kernel.value), np.asarray(layer.bias.value))
    return [dense, (LayerSpec(kind="maxout", parameter=layer.pieces), None, None)]


def _batch_norm(layer: Any) -> list[_Part] | None:
    """Moving averages and learned scale as one multiplication and one addition."""
    if layer.axis not in (-1, 1):
        return None
    factor = 1 / np.sqrt(np.asarray(layer.moving_variance.value, np.float64) + layer.epsilon)
    factor = factor * (np.asarray(layer.gamma.value) if layer.scale else 1)
    shift = (np.asarray(layer.beta.value) if layer.center else 0) - np.asarray(layer.moving_mean.value) * factor
    return [(LayerSpec(kind="affine"), factor.astype(np.float32), shift.astype(np.float32))]


def _function(function: Any) -> list[_Part] | None:
    """An activation given as a Keras function; None if we do not know it."""
    name = getattr(function, "__name__", "")
    if name not in ACTIVATIONS or function is not keras.activations.get(name):
        return None
    return [] if name == "linear" else [(LayerSpec(kind="activation", activation=name), None, None)]


def _leaky_relu(layer: Any) -> list[_Part]:
    slope = float(np.asarray(layer.negative_slope))
    return [(LayerSpec(kind="activation", activation="leaky_relu", parameter=slope), None, None)]


def _elu(layer: Any) -> list[_Part]:
    alpha = float(np.asarray(layer.alpha))
    return [(LayerSpec(kind="activation", activation="elu", parameter=alpha), None, None)]


def _relu(layer: Any) -> list[_Part] | None:
    if layer.max_value is not None or layer.threshold:
        return None
    return [(LayerSpec(kind="activation", activation="leaky_relu", parameter=float(layer.negative_slope)), None, None)]


def _softmax(layer: Any) -> list[_Part] | None:
    return [(LayerSpec(kind="activation", activation="softmax"), None, None)] if layer.axis == -1 else None


_DESCRIBERS: dict[type, Callable[[Any], list[_Part] | None]] = {
    keras.layers.Dense: _dense,
    keras.layers.BatchNormalization: _batch_norm,
    keras.layers.Activation: lambda layer: _function(layer.activation),
    keras.layers.LeakyReLU: _leaky_relu,
    keras.layers.ELU: _elu,
    keras.layers.ReLU: _relu,
    keras.layers.Softmax: _softmax,
    Maxout: _maxout,
}
