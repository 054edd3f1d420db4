"""Forward and back through a small dense network: values, error, and how the error changes with each weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hanpan.foundation.randomness import seed_for
from hanpan.modeling.networks.plain.activations import ACTIVATIONS, sigmoid, softmax
from hanpan.modeling.networks.room.ground import RoomGround
from hanpan.modeling.networks.room.setup import Setup
from hanpan.modeling.networks.room.slopes import SLOPES

Masks = Sequence[np.ndarray | None]  # of each layer: which connections are there; which nodes answer


@dataclass(frozen=True)
class Weights:
    """Kernels (p, q) and biases (q,), layer after layer."""

    kernels: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    def flat(self) -> np.ndarray:
        """All of them in one row: of each layer the kernel, row by row, then the bias."""
        return np.concatenate([part.ravel() for pair in zip(self.kernels, self.biases, strict=True) for part in pair])

    def like(self, flat: np.ndarray) -> Weights:
        """Weights of this form from one row."""
        kernels, biases, at = [], [], 0
        for kernel, bias in zip(self.kernels, self.biases, strict=True):
            kernels.append(flat[at : at + kernel.size].reshape(kernel.shape).astype(float))
            at += kernel.size
            biases.append(flat[at : at + bias.size].astype(float))
            at += bias.size
        return Weights(tuple(kernels), tuple(biases))


@dataclass(frozen=True)
class Passed:
    """One pass forward: the sums of each layer, and what each layer says, the inputs before them."""

    sums: tuple[np.ndarray, ...]
    values: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Gradient:
    """How the error of some rows changes with each weight, and that error (penalties for weights in both)."""

    weights: Weights
    error: float
    passed: Passed


def widths(setup: Setup, ground: RoomGround) -> list[int]:
    """Inputs, nodes of each hidden layer, outputs."""
    return [ground.n_inputs, *(layer.nodes for layer in setup.layers), ground.n_outputs]


def starting_weights(setup: Setup, ground: RoomGround) -> Weights:
    """Kernels uniform within ±√(6 / (fan in + fan out)), biases 0 (Glorot & Bengio, 2010), as Keras begins."""
    kernels, biases = [], []
    for place, (ins, outs) in enumerate(pairwise(widths(setup, ground))):
        limit = np.sqrt(6 / (ins + outs))
        kernels.append(
            np.random.default_rng(seed_for(setup.seed, "weights", place)).uniform(-limit, limit, (ins, outs))
        )
        biases.append(np.zeros(outs))
    return without_cut(Weights(tuple(kernels), tuple(biases)), connections(setup, ground))


def connections(setup: Setup, ground: RoomGround) -> tuple[np.ndarray | None, ...]:
    """Of each layer a (p, q) array, 0 where a connection is cut; None where all are there. Others are passed over."""
    shapes = list(pairwise(widths(setup, ground)))
    made: list[np.ndarray | None] = [None] * len(shapes)
    for layer, source, node in setup.cut:
        if layer < len(shapes) and source < shapes[layer][0] and node < shapes[layer][1]:
            there = made[layer]
            there = np.ones(shapes[layer]) if there is None else there
            there[source, node] = 0
            made[layer] = there
    return tuple(made)


def without_cut(weights: Weights, there: Masks) -> Weights:
    """Weights with 0 where a connection is cut."""
    kernels = (kernel if mask is None else kernel * mask for kernel, mask in zip(weights.kernels, there, strict=True))
    return Weights(tuple(kernels), weights.biases)


def forward(weights: Weights, setup: Setup, x: np.ndarray, pausing: Masks = ()) -> Passed:
    """What every node says.

    Parameters
    ----------
    pausing
        Of each hidden layer (n, q): 0 for nodes that pause, 1 / (1 - dropout) for others; empty where none does.
    """
    values, sums = [np.asarray(x, float)], []
    with np.errstate(over="ignore", invalid="ignore"):
        for place, (kernel, bias) in enumerate(zip(weights.kernels, weights.biases, strict=True)):
            sums.append(values[-1] @ kernel + bias)
            if place == len(setup.layers):
                break
            said = ACTIVATIONS[setup.layers[place].activation](sums[-1])
            mask = pausing[place] if pausing else None
            values.append(said if mask is None else said * mask)
    return Passed(tuple(sums), tuple(values))


def answers(sums: np.ndarray, ground: RoomGround) -> np.ndarray:
    """From the last sums (n, q): (n,) values, (n,) probabilities of the second class, or (n, C) probabilities."""
    if not ground.labels:
        return sums[:, 0]
    return sigmoid(sums[:, 0]) if ground.n_outputs == 1 else softmax(sums)


def row_errors(sums: np.ndarray, y: np.ndarray, ground: RoomGround) -> np.ndarray:
    """(n,) squared errors, or log losses, from the last sums: no probability is rounded to 0 on the way."""
    with np.errstate(over="ignore", invalid="ignore"):
        if not ground.labels:
            return np.asarray((sums[:, 0] - y) ** 2)
        if ground.n_outputs == 1:
            return np.asarray(np.logaddexp(0, np.where(y == 1, -sums[:, 0], sums[:, 0])))
        shifted = sums - sums.max(axis=1, keepdims=True)
        return np.asarray(np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y.astype(int)])


def back(
    weights: Weights, setup: Setup, ground: RoomGround, rows: tuple[np.ndarray, np.ndarray], pausing: Masks = ()
) -> Gradient:
    """One pass forward and back over some rows (Rumelhart, Hinton & Williams, 1986)."""
    x, y = rows
    passed = forward(weights, setup, x, pausing)
    kernels: list[np.ndarray] = []
    biases: list[np.ndarray] = []
    with np.errstate(over="ignore", invalid="ignore"):
        blame = _blame(passed.sums[-1], y, ground) / len(y)
        for place in reversed(range(len(weights.kernels))):
            kernel = weights.kernels[place]
            kernels.insert(0, passed.values[place].T @ blame + setup.l1 * np.sign(kernel) + 2 * setup.l2 * kernel)
            biases.insert(0, blame.sum(axis=0))
            if place:
                layer = setup.layers[place - 1]
                blame = blame @ kernel.T * SLOPES[layer.activation](passed.sums[place - 1])
                mask = pausing[place - 1] if pausing else None
                blame = blame if mask is None else blame * mask
        error = float(row_errors(passed.sums[-1], y, ground).mean()) + penalty(weights, setup)
    return Gradient(Weights(tuple(kernels), tuple(biases)), error, passed)


def penalty(weights: Weights, setup: Setup) -> float:
    """What L1 and L2 add to the error."""
    return float(sum(setup.l1 * np.abs(one).sum() + setup.l2 * np.square(one).sum() for one in weights.kernels))


def _blame(sums: np.ndarray, y: np.ndarray, ground: RoomGround) -> np.ndarray:
    """How each row's error changes with the last sums, (n, q)."""
    if not ground.labels:
        return np.asarray(2 * (sums - y[:, None]))
    if ground.n_outputs == 1:
        return np.asarray(sigmoid(sums) - y[:, None])
    shares = softmax(sums)
    shares[np.arange(len(y)), y.astype(int)] -= 1
    return shares
