"""A Keras model as a plain stack for the NumPy forward pass, where it is one; None where it is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from hanpan.modeling.networks.activations import ACTIVATIONS
from hanpan.modeling.networks.forward import LayerSpec
from hanpan.modeling.networks.layers import Maxout

Stack = tuple[list[LayerSpec], dict[str, np.ndarray]]
_Part = tuple[LayerSpec, np.ndarray | None, np.ndarray | None]
_SILENT = (  # no effect when predicting
    keras.layers.InputLayer, keras.layers.Dropout, keras.layers.GaussianNoise, keras.layers.GaussianDropout,
    keras.layers.AlphaDropout, keras.layers.ActivityRegularization, keras.layers.Flatten,
)  # fmt: skip


def describe(model: keras.Model) -> Stack | None:
    """The stack of a Sequential model, or of a Functional one whose layers form a single chain.

    Examples
    --------
    >>> model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    >>> [layer.kind for layer in describe(model)[0]]
    ['dense', 'activation']
    """
    layers = _chain(model)
    if layers is None:
        return None
    parts: list[_Part] = []
    for layer in layers:
        described = _parts(layer)
        if described is None:
            return None
        parts += described
    return _numbered(parts)


def _numbered(parts: list[_Part]) -> Stack:
    specs: list[LayerSpec] = []
    arrays: dict[str, np.ndarray] = {}
    for position, (spec, kernel, bias) in enumerate(parts):
        specs.append(spec)
        if kernel is not None and bias is not None:
            arrays |= {f"{position}.kernel": kernel, f"{position}.bias": bias}
    return specs, arrays


def _chain(model: Any) -> list[Any] | None:
    """The layers in order, if each one's only input is the output of the one before and a row is a vector."""
    if not model.built or not isinstance(model, keras.Sequential | keras.Model) or not hasattr(model, "layers"):
        return None
    if type(model).__name__ not in ("Sequential", "Functional") or len(model.inputs) != 1 or len(model.outputs) != 1:
        return None
    if len(model.inputs[0].shape) != 2:
        return None
    if type(model).__name__ == "Sequential":
        return list(model.layers)
    before = model.inputs[0]
    for layer in model.layers:
        if isinstance(layer, keras.layers.InputLayer):
            continue
        if len(layer._inbound_nodes) != 1 or layer.input is not before:
            return None
        before = layer.output
    return list(model.layers) if before is model.outputs[0] else None


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
