"""The forward pass in NumPy: what a trained stack of layers answers, without Keras or JAX.

A stack is described by plain values (``LayerSpec``) and named arrays, so that a model file can carry it and a
prediction service can answer in microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hanpan.modeling.networks.plain.activations import ACTIVATIONS, elu, leaky_relu, maxout
from hanpan.modeling.networks.plain.encoding import PARTS, Encoding, encode

Kind = Literal["dense", "affine", "activation", "maxout", "encode", "average"]


@dataclass(frozen=True, kw_only=True)
class LayerSpec:
    """One layer. Its arrays are named ``<position>.kernel`` and ``<position>.bias``.

    Attributes
    ----------
    kind
        ``dense``: x @ kernel + bias, where kernel is (p, q), or (m, p, q) for m networks side by side.
        ``affine``: x * kernel + bias, column by column (batch normalisation, scaling).
        ``activation``: a function of ``activations``. ``maxout``: the largest of ``pieces`` neighbours.
        ``encode``: scaled columns and pieces of columns (``encoding``; arrays ``<position>.centre`` and so on).
        ``average``: the mean over m networks side by side.
    activation
        Its name, for ``activation``.
    parameter
        Slope of leaky ReLU, alpha of ELU, or pieces of maxout.
    """

    kind: Kind
    activation: str = "linear"
    parameter: float | None = None


_ROWS = 1_024  # their answers in all members stay in the processor's cache

Step = Callable[[np.ndarray], np.ndarray]


def forward(layers: Sequence[LayerSpec], arrays: Mapping[str, np.ndarray], x: np.ndarray) -> np.ndarray:
    """What the stack answers for some rows.

    Parameters
    ----------
    layers, arrays
        The stack and its weights.
    x
        (n, p) rows, prepared and complete.

    Returns
    -------
    numpy.ndarray
        (n, q) float32.

    Examples
    --------
    >>> stack = [LayerSpec(kind="dense"), LayerSpec(kind="activation", activation="relu")]
    >>> weights = {"0.kernel": np.array([[1.0], [-2.0]]), "0.bias": np.array([0.5])}
    >>> forward(stack, weights, np.array([[1.0, 0.0], [0.0, 1.0]])).tolist()
    [[1.5], [0.0]]
    """
    return run(steps(layers, arrays), x)


def steps(layers: Sequence[LayerSpec], arrays: Mapping[str, np.ndarray]) -> list[Step]:
    """The stack as functions to call one after another, made once."""
    return [_step(layer, arrays, str(position)) for position, layer in enumerate(layers)]


def run(made: Sequence[Step], x: np.ndarray) -> np.ndarray:
    """Call the functions of ``steps``, for some rows at a time: networks side by side widen each row a hundredfold."""
    if len(x) > _ROWS:
        return np.concatenate([run(made, x[start : start + _ROWS]) for start in range(0, len(x), _ROWS)], axis=-2)
    with np.errstate(over="ignore", under="ignore"):
        values = np.asarray(x, dtype=np.float32)
        for step in made:
            values = step(values)
    return values


def _step(layer: LayerSpec, arrays: Mapping[str, np.ndarray], name: str) -> Step:
    if layer.kind == "average":
        return lambda x: np.add.reduce(x, axis=0) / np.float32(len(x))  # x.mean(axis=0), quicker for one row
    if layer.kind == "maxout":
        pieces = int(layer.parameter or 1)
        return lambda x: maxout(x, pieces)
    if layer.kind == "activation":
        return _activation(layer)
    if layer.kind == "encode":
        encoding = Encoding(**{part: arrays[f"{name}.{part}"] for part in PARTS})
        return lambda x: encode(encoding, x)
    kernel = np.asarray(arrays[f"{name}.kernel"], np.float32)
    bias = np.asarray(arrays[f"{name}.bias"], np.float32)
    if layer.kind == "affine":
        return lambda x: x * kernel + bias
    if kernel.ndim == 3:  # m networks side by side: one bias row each
        return lambda x: x @ kernel + bias[:, None, :]
    return lambda x: x @ kernel + bias


def _activation(layer: LayerSpec) -> Step:
    parameter = layer.parameter
    if parameter is not None and layer.activation == "leaky_relu":
        return lambda x: leaky_relu(x, parameter)
    if parameter is not None and layer.activation == "elu":
        return lambda x: elu(x, parameter)
    return ACTIVATIONS[layer.activation]
