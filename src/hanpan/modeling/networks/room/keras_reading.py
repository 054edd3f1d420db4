"""A person's own Keras network in the room: layers and weights as a setup; Keras is not needed to read it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.room.links import Linked, to_link
from hanpan.modeling.networks.room.setup import FUNCTIONS, RoomLayer, Setup, checked

_OPTIMIZERS = {"SGD": "sgd", "RMSprop": "rmsprop", "Adam": "adam"}
_ENDS = ("linear", "sigmoid", "softmax")
_PASSING = ("InputLayer", "Flatten", "Identity")


def read_keras(model: Any, setup: Setup | None = None) -> Linked:
    """Layers, weights and optimizer of a built Sequential model of Dense, Activation and Dropout layers.

    Parameters
    ----------
    setup
        The rows and all else that the model does not say.

    Raises
    ------
    NetworkError
        It has layers that the room does not draw, or is not built.
    UsageError
        It is larger than the room takes.
    """
    layers: list[RoomLayer] = []
    weights: list[np.ndarray] = []
    for layer in model.layers:
        kind = type(layer).__name__
        if kind == "Dense" and len(layer.get_weights()) == 2:
            layers.append(RoomLayer(nodes=int(layer.units), activation=_function(layer.activation)))
            weights += [np.asarray(part, float).ravel() for part in layer.get_weights()]
        elif kind == "Activation" and layers:
            layers[-1] = replace(layers[-1], activation=_function(layer.activation))
        elif kind == "Dropout" and layers:
            layers[-1] = replace(layers[-1], dropout=float(layer.rate))
        elif kind not in _PASSING:
            raise NetworkError("room_layers", kind=kind)
    if not layers or layers[-1].activation not in _ENDS:
        raise NetworkError("room_layers", kind=layers[-1].activation if layers else type(model).__name__)
    for one in layers[:-1]:
        if one.activation not in FUNCTIONS:
            raise NetworkError("room_layers", kind=one.activation)
    found = replace(setup or Setup(), layers=tuple(layers[:-1]), **_learning(getattr(model, "optimizer", None)))
    return Linked(checked(found), np.concatenate(weights))


def room_link(model: Any, **setup: Any) -> str:
    """A Keras network as a link of the network room, to be put behind ``/network?`` of a studio.

    Parameters
    ----------
    model
        A built Sequential model of Dense, Activation and Dropout layers, trained or not.
    setup
        What else is set: ``data="xor"`` (or ``"own"`` for the studio's table), ``rows=``, ``noise=`` ...

    Raises
    ------
    NetworkError, UsageError
        The model has other layers, or is larger than the room takes; a setting cannot be.

    Examples
    --------
    >>> import keras
    >>> layers = [keras.layers.Input((2,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(1, "sigmoid")]
    >>> room_link(keras.Sequential(layers), data="circle").split("&weights=")[0]
    'layers=3-tanh'
    """
    linked = read_keras(model, Setup(**setup))
    return to_link(linked.setup, linked.weights)


def _function(activation: Any) -> str:
    return str(getattr(activation, "__name__", activation))


def _learning(optimizer: Any) -> dict[str, Any]:
    """Optimizer and learning rate, where the room has them."""
    name = _OPTIMIZERS.get(type(optimizer).__name__)
    if name is None:
        return {}
    momentum = bool(getattr(optimizer, "momentum", 0)) and name == "sgd"
    rate = float(f"{float(np.asarray(optimizer.learning_rate)):.6g}")
    return {"optimizer": "momentum" if momentum else name, "learning_rate": rate}
