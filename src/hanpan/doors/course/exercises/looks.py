"""What of a Keras model or a function is compared; nothing here imports Keras."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np


class LayerLook(NamedTuple):
    """A layer: its kind, its nodes (0 where it has none), its activation."""

    kind: str
    nodes: int
    activation: str


class Made(NamedTuple):
    """What a model is made of."""

    inputs: tuple[int, ...]
    layers: tuple[LayerLook, ...]
    loss: str
    parameters: int


def made_of(model: Any) -> Made:
    """Inputs, layers and loss of a built Keras model.

    Raises
    ------
    AttributeError
        It is no Keras model, or not built.
    """
    layers = tuple(_layer(layer) for layer in model.layers if type(layer).__name__ != "InputLayer")
    loss = getattr(model, "loss", None)
    told = loss if isinstance(loss, str) else getattr(loss, "name", "")
    return Made(tuple(int(size) for size in model.input_shape[1:]), layers, told or "", int(model.count_params()))


def given(*rows: Sequence[Any]) -> Callable[[Any], np.ndarray]:
    """What a function of a learner answers for some arguments, one after another."""

    def look(function: Any) -> np.ndarray:
        return np.array([np.asarray(function(np.array(row)), float) for row in rows])

    return look


def _layer(layer: Any) -> LayerLook:
    activation = getattr(layer, "activation", None)
    return LayerLook(type(layer).__name__, int(getattr(layer, "units", 0)), getattr(activation, "__name__", ""))
