"""The course's dense network, compiled by the recipe of its task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from hanpan.business.problem import Task
from hanpan.modeling.networks.plain.record import Answer
from hanpan.modeling.networks.stored.layers import Maxout

LEAKY_SLOPE = 0.1
MAXOUT_PIECES = 2


@dataclass(frozen=True, kw_only=True)
class Architecture:
    """A stack of dense layers.

    Attributes
    ----------
    n_inputs, n_classes
        Prepared columns in; classes out (0 for regression).
    hidden, activation
        Nodes of each hidden layer, and what follows their weighted sums.
    dropout, l1, l2
        Share of hidden nodes dropped while training; penalties on the weights' sizes and squares.
    """

    n_inputs: int
    n_classes: int
    hidden: tuple[int, ...] = (64, 32)
    activation: str = "relu"
    dropout: float = 0.0
    l1: float = 0.0
    l2: float = 0.0

    @property
    def task(self) -> Task:
        """Regression, two classes, or more."""
        return "regression" if self.n_classes == 0 else "binary" if self.n_classes == 2 else "multiclass"

    @property
    def answer(self) -> Answer:
        """What the last layer gives."""
        return "value" if self.task == "regression" else "sigmoid" if self.task == "binary" else "softmax"

    def assemble(self, layers: list[Any]) -> keras.Model:
        """A model of its hidden layers and its last one."""
        return keras.Sequential([keras.layers.Input((self.n_inputs,)), *layers])


# task -> activation of the last layer, loss
RECIPE = {
    "regression": ("linear", "mse"),
    "binary": ("sigmoid", "binary_crossentropy"),
    "multiclass": ("softmax", "sparse_categorical_crossentropy"),
}


def build(architecture: Architecture, learning_rate: float = 0.001) -> keras.Model:
    """The compiled network: one linear node and mse, one sigmoid node, or a softmax node per class; Adam.

    Examples
    --------
    >>> build(Architecture(n_inputs=12, n_classes=0, hidden=(18, 4))).count_params()
    315
    """
    last, loss = RECIPE[architecture.task]
    layers = [
        layer
        for number, width in enumerate(architecture.hidden, 1)
        for layer in hidden_layers(architecture, width, f"hidden_{number}")
    ]
    layers.append(
        keras.layers.Dense(
            max(1, architecture.n_classes if architecture.task == "multiclass" else 1), activation=last, name="output"
        )
    )
    model = architecture.assemble(layers)
    model.compile(optimizer=keras.optimizers.Adam(learning_rate), loss=loss)
    return model


def hidden_layers(architecture: Architecture, width: int, name: str) -> list[Any]:
    """One hidden layer: weighted sums, activation, dropout. ``name`` is that of the layer with the weights."""
    penalty = None
    if architecture.l1 or architecture.l2:
        penalty = keras.regularizers.L1L2(architecture.l1, architecture.l2)
    layers: list[Any]
    if architecture.activation == "maxout":
        layers = [Maxout(width, MAXOUT_PIECES, kernel_regularizer=penalty, name=name)]
    elif architecture.activation == "leaky_relu":
        dense = keras.layers.Dense(width, kernel_regularizer=penalty, name=name)
        layers = [dense, keras.layers.LeakyReLU(negative_slope=LEAKY_SLOPE, name=f"{name}_leaky_relu")]
    else:
        layers = [keras.layers.Dense(width, activation=architecture.activation, kernel_regularizer=penalty, name=name)]
    if architecture.dropout:
        layers.append(keras.layers.Dropout(architecture.dropout, name=f"{name}_dropout"))
    return layers


def start_weights(model: keras.Model, random: np.random.RandomState) -> list[np.ndarray]:
    """Fresh starting weights for all variables of the model, drawn as its layers' own defaults would be.

    Kernels are uniform within ±√(6 / (fan in + fan out)) (Glorot & Bengio, 2010), biases 0; random streams of
    dropout layers get a seed of their own.
    """
    return [_start(variable, random) for variable in model.variables]


def _start(variable: Any, random: np.random.RandomState) -> np.ndarray:
    shape, name = tuple(variable.shape), variable.name
    if name == "kernel":
        limit = np.sqrt(6 / (shape[0] + shape[-1]))
        return random.uniform(-limit, limit, shape).astype(np.float32)
    if name == "seed_generator_state":
        return np.array([random.randint(2**31 - 1), 0], np.uint32)
    if name in ("bias", "beta", "moving_mean"):
        return np.zeros(shape, np.float32)
    return np.asarray(variable.value)
