"""What can be set in the network room: rows, layers, how it learns. One frozen record, checked once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from hanpan.foundation.errors import UsageError

Optimizer = Literal["sgd", "momentum", "rmsprop", "adam"]
Cut = tuple[int, int, int]  # layer, node (or input) it comes from, node it goes to

OPTIMIZERS: tuple[str, ...] = ("sgd", "momentum", "rmsprop", "adam")
FUNCTIONS = ("tanh", "relu", "sigmoid", "leaky_relu", "elu", "selu", "gelu", "silu", "mish", "softplus", "linear")
FORMULAS = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
OWN = "own"  # a table of the person's
SETS = ("circle", "xor", "clouds", "spiral", "arms", "plane", "gauss", "digits")
CONTROLS = (
    "data",
    "inputs",
    "layers",
    "activation",
    "dropout",
    "penalty",
    "optimizer",
    "rate",
    "batch",
    "play",
    "share",
)
MOST_LAYERS, MOST_NODES = 6, 128


@dataclass(frozen=True, kw_only=True)
class RoomLayer:
    """A hidden layer. ``dropout``: share of its nodes that pause at each step of training."""

    nodes: int
    activation: str = "tanh"
    dropout: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Setup:
    """All that makes a training what it is; the same setup gives the same training.

    Attributes
    ----------
    data, rows, noise, share, data_seed
        A toy set or ``own``; rows drawn and how blurred they are (0 to 1); share of the rows to learn from.
    inputs
        Formulas of the plane that go in; a table of one's own has its columns instead.
    layers
        Hidden layers; none is a line.
    learning_rate, optimizer, batch_size, l1, l2
        How it learns. Penalties are on all kernels, as ``kernel_regularizer`` in Keras.
    seed
        Of the starting weights, the order of rows and the nodes that pause.
    cut
        Connections that are not there (controlled connections).
    hide
        Controls that a lesson does not show.
    """

    data: str = "circle"
    rows: int = 300
    noise: float = 0.1
    share: float = 0.7
    data_seed: int = 0
    inputs: tuple[str, ...] = ("x1", "x2")
    layers: tuple[RoomLayer, ...] = (RoomLayer(nodes=4), RoomLayer(nodes=2))
    optimizer: str = "adam"
    learning_rate: float = 0.03
    batch_size: int = 16
    l1: float = 0.0
    l2: float = 0.0
    seed: int = 0
    cut: frozenset[Cut] = frozenset()
    hide: tuple[str, ...] = ()


# name -> lowest and highest value
RANGES: dict[str, tuple[float, float]] = {
    "rows": (20, 2000),
    "noise": (0, 1),
    "share": (0.1, 0.9),
    "data_seed": (0, 2**31 - 1),
    "learning_rate": (1e-6, 100),
    "batch_size": (1, 1024),
    "l1": (0, 10),
    "l2": (0, 10),
    "seed": (0, 2**31 - 1),
}
_WHOLE = ("rows", "data_seed", "batch_size", "seed")
_CHOICES = {"data": (*SETS, OWN), "optimizer": OPTIMIZERS}
_SEVERAL = {"inputs": FORMULAS, "hide": CONTROLS}


def checked(setup: Setup) -> Setup:
    """The setup, if all in it can be.

    Raises
    ------
    UsageError
        A value is none, or outside its range.

    Examples
    --------
    >>> checked(Setup()).data
    'circle'
    """
    for name, (low, high) in RANGES.items():
        _within(name, getattr(setup, name), low, high, whole=name in _WHOLE)
    for name, choices in _CHOICES.items():
        _among(name, getattr(setup, name), choices)
    for name, choices in _SEVERAL.items():
        given = getattr(setup, name)
        for one in given:
            _among(name, one, choices)
        if len(set(given)) < len(given):
            _refuse(name, ",".join(given), ", ".join(choices))
    if not setup.inputs:
        _refuse("inputs", "", ", ".join(FORMULAS))
    _check_layers(setup)
    return setup


def _check_layers(setup: Setup) -> None:
    _within("layers", len(setup.layers), 0, MOST_LAYERS, whole=True)
    for layer in setup.layers:
        _within("nodes", layer.nodes, 1, MOST_NODES, whole=True)
        _within("dropout", layer.dropout, 0, 0.9)
        _among("activation", layer.activation, FUNCTIONS)
    for cut in setup.cut:
        if len(cut) != 3 or not all(isinstance(place, int) and 0 <= place <= 4096 for place in cut):
            _refuse("cut", str(cut), "0.1.2")


def _within(name: str, value: object, low: float, high: float, *, whole: bool = False) -> None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and (isinstance(value, int) or not whole)
    if not (fits and isinstance(value, int | float) and math.isfinite(value) and low <= value <= high):
        _refuse(name, str(value), f"{low:g} … {high:g}")


def _among(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        _refuse(name, str(value), ", ".join(choices))


def _refuse(name: str, value: str, expected: str) -> None:
    raise UsageError("room_setup", name=name, value=value[:60], choices=expected)
