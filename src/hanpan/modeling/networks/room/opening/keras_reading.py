"""A person's own Keras network in the room: layers and weights as a setup."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.room.links import Linked, to_link
from hanpan.modeling.networks.room.reading import PlainNetwork, drawn
from hanpan.modeling.networks.room.setup import RoomLayer, Setup, checked

_OPTIMIZERS = {"SGD": "sgd", "RMSprop": "rmsprop", "Adam": "adam"}


def read_keras(model: Any, setup: Setup | None = None) -> Linked:
    """Layers, weights and optimizer of a built model whose layers are plain nodes one after another.

    Dense, activations, Dropout and BatchNormalization (as part of the weights) are read, and groups of columns with
    nodes of their own (as cut connections).

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
    return linked(plain_network(model), model, setup)


def plain_network(model: Any) -> PlainNetwork:
    """Layers and weights of a built model as the room draws them.

    Raises
    ------
    NetworkError
        It has layers that the room does not draw, or is not built.
    """
    from hanpan.modeling.networks.stored.description import describe

    stack = describe(model)
    if stack is None:
        raise NetworkError("room_layers", kind=_stranger(model))
    return drawn(*stack)


def linked(found: PlainNetwork, model: Any, setup: Setup | None = None) -> Linked:
    """What was read as a setup with weights; dropout and how it learns are the model's."""
    layers = _pausing(found.layers, model)
    told = replace(setup or Setup(), layers=layers, **_learning(getattr(model, "optimizer", None)))
    return Linked(checked(told), found.weights.flat())


def room_link(model: Any, **setup: Any) -> str:
    """A Keras network as a link of the network room, to be put behind ``/network?`` of a studio.

    Parameters
    ----------
    model
        A built model of Dense, activations, Dropout and BatchNormalization one after another, trained or not.
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
    told = read_keras(model, Setup(**setup))
    return to_link(told.setup, told.weights)


def _stranger(model: Any) -> str:
    """The first layer that is not drawn, or the kind of model."""
    from hanpan.modeling.networks.stored.description import is_described

    kinds = (type(layer).__name__ for layer in getattr(model, "layers", ()) if not is_described(layer))
    return next(kinds, type(model).__name__)


def _pausing(layers: tuple[RoomLayer, ...], model: Any) -> tuple[RoomLayer, ...]:
    """Layers with the share of their nodes that pauses in training: Dropout stands somewhere behind the weights."""
    shares, place = [0.0] * (len(layers) + 1), -1
    for layer in getattr(model, "layers", ()):
        kind = type(layer).__name__
        place += kind == "Dense"
        if kind == "Dropout" and 0 <= place < len(shares):
            shares[place] = float(layer.rate)
    return tuple(replace(layer, dropout=share) for layer, share in zip(layers, shares, strict=False))


def _learning(optimizer: Any) -> dict[str, Any]:
    """Optimizer and learning rate, where the room has them."""
    name = _OPTIMIZERS.get(type(optimizer).__name__)
    if name is None:
        return {}
    momentum = bool(getattr(optimizer, "momentum", 0)) and name == "sgd"
    rate = float(f"{float(np.asarray(optimizer.learning_rate)):.6g}")
    return {"optimizer": "momentum" if momentum else name, "learning_rate": rate}
