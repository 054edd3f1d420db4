"""A trained stack of layers as the room draws it: hidden layers of plain nodes, and all weights in one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.plain.forward import LayerSpec
from hanpan.modeling.networks.room.passes import Weights
from hanpan.modeling.networks.room.setup import FUNCTIONS, RoomLayer

_ENDS = ("linear", "sigmoid", "softmax")
_SAME = {("leaky_relu", 0.0): "relu", ("leaky_relu", 0.2): "leaky_relu", ("elu", 1.0): "elu"}  # with a parameter


@dataclass(frozen=True)
class PlainNetwork:
    """A network as the room draws it.

    ``end``: what its last layer does with the sums (``linear``, ``sigmoid``, ``softmax``); the weights are those of
    the sums, and two classes have one node.
    """

    layers: tuple[RoomLayer, ...]
    weights: Weights
    end: str

    @property
    def n_inputs(self) -> int:
        """Inputs."""
        return int(self.weights.kernels[0].shape[0])

    @property
    def n_outputs(self) -> int:
        """Nodes at the end."""
        return int(self.weights.kernels[-1].shape[1])


@dataclass
class _StackReading:
    """What was read so far; ``factor`` and ``shift`` of columns wait for the next weights."""

    kernels: list[np.ndarray] = field(default_factory=list)
    biases: list[np.ndarray] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)  # "" where none came yet
    factor: np.ndarray | None = None
    shift: np.ndarray | None = None

    def dense(self, kernel: np.ndarray, bias: np.ndarray) -> None:
        if self.factor is not None and self.shift is not None:
            kernel, bias = self.factor[:, None] * kernel, bias + self.shift @ kernel
            self.factor = self.shift = None
        self.kernels.append(kernel)
        self.biases.append(bias)
        self.functions.append("")

    def affine(self, factor: np.ndarray, shift: np.ndarray) -> None:
        """Scaling of columns is part of the weights beside it: those before, if no function stands between."""
        if self.functions and not self.functions[-1]:
            self.kernels[-1] = self.kernels[-1] * factor
            self.biases[-1] = self.biases[-1] * factor + shift
        elif self.factor is None or self.shift is None:
            self.factor, self.shift = factor, shift
        else:
            self.factor, self.shift = self.factor * factor, self.shift * factor + shift

    def activation(self, layer: LayerSpec) -> None:
        name = layer.activation if layer.parameter is None else _SAME.get((layer.activation, layer.parameter))
        if name is None or not self.functions or self.functions[-1]:
            _refuse(layer.activation)
        self.functions[-1] = name


def drawn(layers: Sequence[LayerSpec], arrays: Mapping[str, np.ndarray]) -> PlainNetwork:
    """A stack as the room draws it; scaling of columns (batch normalisation) becomes part of the weights beside it.

    Parameters
    ----------
    layers, arrays
        As in ``plain.forward``.

    Raises
    ------
    NetworkError
        A layer is none that the room draws.

    Examples
    --------
    >>> stack = [LayerSpec(kind="affine"), LayerSpec(kind="dense")]
    >>> arrays = {"0.kernel": [2.0], "0.bias": [1.0], "1.kernel": [[3.0]], "1.bias": [0.0]}
    >>> drawn(stack, arrays).weights.flat().tolist()
    [6.0, 3.0]
    """
    reading = _StackReading()
    for place, layer in enumerate(layers):
        if layer.kind == "activation":
            reading.activation(layer)
            continue
        if layer.kind not in ("dense", "affine"):
            _refuse(layer.kind)
        kernel, bias = (np.asarray(arrays[f"{place}.{part}"], float) for part in ("kernel", "bias"))
        if layer.kind == "affine":
            reading.affine(kernel, bias)
        elif kernel.ndim == 2:
            reading.dense(kernel, bias)
        else:
            _refuse("average")
    return _settled(reading)


def _settled(reading: _StackReading) -> PlainNetwork:
    if not reading.kernels or reading.factor is not None:
        _refuse("affine" if reading.factor is not None else "")
    functions = [name or "linear" for name in reading.functions]
    for name in functions[:-1]:
        if name not in FUNCTIONS:
            _refuse(name)
    end, kernels, biases = functions[-1], reading.kernels, reading.biases
    if end not in _ENDS:
        _refuse(end)
    if end == "softmax" and kernels[-1].shape[1] == 2:  # the second class against the first, which is the same
        kernels[-1], biases[-1], end = kernels[-1] @ [[-1.0], [1.0]], biases[-1] @ [[-1.0], [1.0]], "sigmoid"
    hidden = zip(kernels[:-1], functions, strict=False)
    layers = tuple(RoomLayer(nodes=kernel.shape[1], activation=name) for kernel, name in hidden)
    return PlainNetwork(layers, Weights(tuple(kernels), tuple(biases)), end)


def _refuse(kind: str) -> NoReturn:
    raise NetworkError("room_layers", kind=kind or "–")
