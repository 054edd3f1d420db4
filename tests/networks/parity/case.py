"""One training: a network made anew, what it is fitted with, and whether compiled epochs can do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

L = keras.layers
N = 70  # batches of 32: two whole ones and a short last one
_RANDOM = np.random.default_rng(0)
X = _RANDOM.normal(size=(N, 5)).astype("float32")
NUMBERS = (X[:, 0] - 2 * X[:, 1] + 0.1 * _RANDOM.normal(size=N)).astype("float32")
LABELS = (NUMBERS > 0).astype("float32")
CODES = (NUMBERS > -1).astype(int) + (NUMBERS > 1)
ONE_HOT = np.eye(3, dtype="float32")[CODES]
WEIGHT = np.linspace(0.2, 2, N).astype("float32")


@dataclass(frozen=True)
class Case:
    """A training.

    ``made`` builds and compiles the network; ``told`` gives the arguments of ``fit``, in an empty folder for what is
    written. ``own_fit`` is what the notice names where the training is left to ``Model.fit``; empty: it never is.
    ``near``: figures are equal but for their last bits, because Keras works one metric out operation by operation.
    """

    name: str
    made: Callable[[], keras.Model]
    told: Callable[[Path], dict[str, Any]]
    own_fit: str = ""
    near: bool = False


def fitted(x: Any = X, y: Any = None, **more: Any) -> Callable[[Path], dict[str, Any]]:
    """Arguments that need no folder."""
    return lambda folder: {"x": x, "y": y, "epochs": 3, **more}


def dense(nodes: int = 1, activation: str | None = None, *, loss: Any = "mse", **compiled: Any) -> keras.Model:
    """Five inputs, four hidden nodes."""
    model = keras.Sequential([L.Input((5,)), L.Dense(4, activation="tanh"), L.Dense(nodes, activation=activation)])
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss=loss, **compiled)
    return model


def yes_no(*middle: Any, **compiled: Any) -> keras.Model:
    """Labels 0 and 1; ``middle`` between the hidden and the last layer."""
    model = keras.Sequential([L.Input((5,)), L.Dense(4, activation="relu"), *middle, L.Dense(1, activation="sigmoid")])
    model.compile(**{"optimizer": keras.optimizers.Adam(0.02), "loss": "binary_crossentropy", **compiled})
    return model
