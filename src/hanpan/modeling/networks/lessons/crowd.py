"""Networks of different sizes trained side by side in one program.

All have the shape of the largest. What a smaller one lacks is there with weights 0 that never move: a node without
weights in and out answers 0 and passes back nothing. A layer too many passes everything on as it is (relu of relu is
relu).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

CHUNK = 20  # epochs in one call
BETAS = (0.9, 0.999)

Weights = dict[str, Any]


@dataclass(frozen=True)
class CrowdPlan:
    """What is fixed when the program is compiled. ``n_classes`` is 0 for regression; two classes have one node."""

    n_classes: int
    batch: int


class CrowdRows(NamedTuple):
    """x (n, p), y (n,) standardised values or codes, weight (n,): 0 for rows that only fill up the shape."""

    x: Any
    y: Any
    weight: Any


class CrowdState(NamedTuple):
    """What training carries; every network keeps the weights of its best epoch by the inner rows."""

    weights: Weights
    first: Weights
    second: Weights
    best: Weights
    best_loss: Any
    epoch: Any


def begin(
    sizes: Sequence[tuple[int, ...]], n_inputs: int, n_outputs: int, seeds: Sequence[int]
) -> tuple[CrowdState, Weights]:
    """The state before the first epoch, and which weights move (1) or are not there (0).

    One network for each size and seed, seeds inside sizes. Kernels are uniform within ±√(6 / (fan in + fan out)) of
    the network's own size (Glorot & Bengio, 2010), and the same for the same seed.
    """
    members = [_member(size, _widths(sizes, n_inputs, n_outputs), seed) for size in sizes for seed in seeds]
    weights = {name: np.stack([member[0][name] for member in members]) for name in members[0][0]}
    moves = {name: np.stack([member[1][name] for member in members]) for name in members[0][1]}
    zeros = {name: np.zeros_like(value) for name, value in weights.items()}
    worst = np.full(len(members), np.inf, np.float32)
    return CrowdState(weights, zeros, zeros, weights, worst, np.int32(0)), moves


def _widths(sizes: Sequence[tuple[int, ...]], n_inputs: int, n_outputs: int) -> list[int]:
    """Inputs, nodes of each hidden layer of the largest, outputs."""
    depth, width = max(map(len, sizes)), max((nodes for size in sizes for nodes in size), default=0)
    return [n_inputs, *[width] * depth, n_outputs]


def _member(size: tuple[int, ...], widths: list[int], seed: int) -> tuple[Weights, Weights]:
    """Starting weights of one network in the shape of the largest, and which of them are its own."""
    random = np.random.RandomState(seed)
    weights: Weights = {}
    moves: Weights = {}
    own = [widths[0], *size, widths[-1]]
    for layer in range(len(widths) - 1):
        wide, out = widths[layer], widths[layer + 1]
        kernel, move = np.zeros((wide, out), np.float32), np.zeros((wide, out), np.float32)
        last = layer == len(widths) - 2
        if layer < len(size) or last:
            ends = (own[-2], own[-1]) if last else (own[layer], own[layer + 1])
            limit = np.sqrt(6 / sum(ends))
            kernel[: ends[0], : ends[1]] = random.uniform(-limit, limit, ends)
            move[: ends[0], : ends[1]] = 1
            bias = (np.arange(out) < ends[1]).astype(np.float32)
        else:
            kernel[np.arange(own[-2]), np.arange(own[-2])] = 1
            bias = np.zeros(out, np.float32)
        weights |= {f"kernel{layer}": kernel, f"bias{layer}": np.zeros(out, np.float32)}
        moves |= {f"kernel{layer}": move, f"bias{layer}": bias}
    return weights, moves


@partial(jax.jit, static_argnames="plan")
def some_epochs(
    state: CrowdState,
    moves: Weights,
    rows: CrowdRows,
    inner: CrowdRows,
    orders: Any,
    numbers: dict[str, Any],
    *,
    plan: CrowdPlan,
) -> CrowdState:
    """Up to ``CHUNK`` epochs.

    Parameters
    ----------
    rows, inner
        Rows to learn from, and rows that choose the epoch.
    orders
        (CHUNK, n) orders of the rows, the same for all networks.
    numbers
        ``steps`` per epoch, ``epochs`` in all, ``rate`` at the beginning; it falls evenly to 0.
    """
    first = state.epoch

    def going(state: CrowdState) -> Any:
        return (state.epoch < numbers["epochs"]) & (state.epoch < first + CHUNK)

    def one(state: CrowdState) -> CrowdState:
        step = partial(_step, plan, (rows, moves), numbers, orders[state.epoch - first], state.epoch)
        carried = (state.weights, state.first, state.second)
        weights, mean, square = jax.lax.fori_loop(0, numbers["steps"], step, carried)
        loss = mean_loss(plan, weights, inner)
        better = loss < state.best_loss
        best = {
            name: jnp.where(better.reshape(-1, *[1] * (value.ndim - 1)), value, state.best[name])
            for name, value in weights.items()
        }
        return CrowdState(weights, mean, square, best, jnp.where(better, loss, state.best_loss), state.epoch + 1)

    return jax.lax.while_loop(going, one, state)


def answer(weights: Weights, x: Any) -> Any:
    """What each network's last layer gives, (m, b, q), for rows (b, p)."""
    last = sum(name.startswith("kernel") for name in weights) - 1
    values = jnp.einsum("bi,mio->mbo", x, weights["kernel0"]) + weights["bias0"][:, None, :]
    for layer in range(1, last + 1):
        values = jnp.einsum("mbi,mio->mbo", jax.nn.relu(values), weights[f"kernel{layer}"])
        values = values + weights[f"bias{layer}"][:, None, :]
    return values


def mean_loss(plan: CrowdPlan, weights: Weights, rows: CrowdRows) -> Any:
    """Mean loss of each network, (m,): squared error, or -log of the true class's probability."""
    answers = answer(weights, rows.x)
    if plan.n_classes == 0:
        losses = jnp.square(answers[..., 0] - rows.y)
    elif plan.n_classes == 2:
        losses = jax.nn.softplus((1 - 2 * rows.y) * answers[..., 0])
    else:
        codes = jnp.broadcast_to(rows.y, answers.shape[:2]).astype(jnp.int32)
        losses = -jnp.take_along_axis(jax.nn.log_softmax(answers), codes[..., None], axis=2)[..., 0]
    return jnp.sum(losses * rows.weight, axis=1) / jnp.sum(rows.weight)


def _step(
    plan: CrowdPlan, data: tuple[CrowdRows, Weights], numbers: Any, order: Any, epoch: Any, index: Any, carried: Any
) -> Any:
    """One update of all networks with Adam."""
    rows, moves = data
    weights, mean, square = carried
    chosen = jax.lax.dynamic_slice(order, (index * plan.batch,), (plan.batch,))
    batch = CrowdRows(*(part[chosen] for part in rows))
    slope = jax.grad(lambda weights: jnp.sum(mean_loss(plan, weights, batch)))(weights)
    mean = jax.tree.map(lambda old, new: BETAS[0] * old + (1 - BETAS[0]) * new, mean, slope)
    square = jax.tree.map(lambda old, new: BETAS[1] * old + (1 - BETAS[1]) * new * new, square, slope)
    done = epoch * numbers["steps"] + index
    rate = numbers["rate"] * (1 - done / (numbers["steps"] * numbers["epochs"]))
    warm = [1 - beta ** (done + 1.0) for beta in BETAS]

    def moved(name: str) -> Any:
        move = mean[name] / warm[0] / (jnp.sqrt(square[name] / warm[1]) + 1e-7)
        return weights[name] - rate * moves[name] * move

    return {name: moved(name) for name in weights}, mean, square
