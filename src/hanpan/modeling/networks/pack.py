"""A pack of small networks trained side by side in one program, each with validation rows of its own.

References
----------
Holzmüller, Grinsztajn, Steinwart (2024), Better by default (RealMLP): parametrisation, starting weights, learning rate
factors and the coslog4 schedule. Gorishniy et al. (2025), TabM, and Rubachev et al. (2026), TabPack: many networks at
once. Breiman (1996), Bagging predictors: each one leaves other rows out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

CHUNK = 16  # epochs in one call
BETAS = (0.9, 0.95)
RATE_FACTORS = {"scale": 6.0, "bias": 0.1, "kernel": 1.0}
GRACE = 8  # epochs a pack may train beyond twice its best
HUMPS = 4  # of the learning rate over the whole training

Weights = dict[str, Any]


@dataclass(frozen=True)
class PackPlan:
    """What is fixed when the program is compiled. ``n_classes`` is 0 for regression."""

    n_classes: int
    batch: int
    activation: str
    dropout: float


class PackRows(NamedTuple):
    """Encoded rows (n, d), targets or codes (n,), and the weight of each row for each member (m, n)."""

    x: Any
    y: Any
    weight: Any


class PackState(NamedTuple):
    """What training carries. ``curve`` is (epochs, sets, m): loss of each member on each set of judged rows."""

    weights: Weights
    first: Weights
    second: Weights
    best: Weights
    best_loss: Any
    best_epoch: Any
    epoch: Any
    key: Any
    curve: Any


def start(members: int, sizes: list[int], random: np.random.RandomState) -> Weights:
    """Starting weights of all members: N(0, 1), the last layer 0, scales 1."""
    weights: Weights = {"scale": np.ones((members, sizes[0]), np.float32)}
    for layer, (wide, out) in enumerate(itertools.pairwise(sizes)):
        last = layer == len(sizes) - 2
        weights[f"kernel{layer}"] = random.normal(size=(members, wide, out)).astype(np.float32) * (not last)
        weights[f"bias{layer}"] = random.normal(size=(members, out)).astype(np.float32) * (not last)
    return weights


def begin(weights: Weights, epochs: int, sets: int, seed: int) -> PackState:
    """The state before the first epoch."""
    members = weights["scale"].shape[0]
    zeros = {name: np.zeros_like(value) for name, value in weights.items()}
    curve = np.full((-(-epochs // CHUNK) * CHUNK, sets, members), np.nan, np.float32)
    worst, never = np.full(members, np.inf, np.float32), np.zeros(members, np.int32)
    return PackState(weights, zeros, zeros, weights, worst, never, np.int32(0), jax.random.key(seed), curve)


@partial(jax.jit, static_argnames="plan")
def some_epochs(state: PackState, rows: PackRows, judged: PackRows, orders: Any, numbers: dict[str, Any],
                *, plan: PackPlan) -> PackState:  # fmt: skip
    """Up to ``CHUNK`` epochs.

    Parameters
    ----------
    judged
        x (sets, m, r, d), y and weight (sets, m, r): some training rows of each member, then its validation rows.
    orders
        (CHUNK, n) orders of the rows.
    numbers
        ``steps`` per epoch, ``epochs`` of the schedule, ``until`` which epoch to train, ``rate``, ``decay``,
        ``validated``.
    """
    first = state.epoch

    def going(state: PackState) -> Any:
        return (state.epoch < numbers["until"]) & (state.epoch < first + CHUNK) & hopeful(state, numbers)

    def one(state: PackState) -> PackState:
        order = orders[state.epoch - first]
        carried = (state.weights, state.first, state.second, state.key)
        step = partial(_step, plan, rows, numbers, order, state.epoch)
        weights, mean, square, key = jax.lax.fori_loop(0, numbers["steps"], step, carried)
        losses = jax.lax.map(lambda each: _mean_loss(plan, weights, each), judged)
        return _advance(state._replace(weights=weights, first=mean, second=square, key=key), losses, numbers)

    return jax.lax.while_loop(going, one, state)


def hopeful(state: PackState, numbers: dict[str, Any]) -> Any:
    """Whether more epochs may help: at least half of the members found their best in the latter half of the training.

    The last hump of the learning rate is as long as all before it. Where the one before brought most members nothing,
    the last one seldom does, and is not begun.
    """
    return ~numbers["validated"] | (state.epoch <= 2 * jnp.median(state.best_epoch) + GRACE)


def answer(plan: PackPlan, weights: Weights, x: Any, key: Any = None) -> Any:
    """What each member's last layer gives, (m, b, q), for rows (b, d) or (m, b, d)."""
    values = x * weights["scale"][:, None, :]
    last = sum(name.startswith("kernel") for name in weights) - 1
    for layer in range(last + 1):
        kernel = weights[f"kernel{layer}"]
        values = jnp.einsum("mbi,mio->mbo", values, kernel) / np.sqrt(kernel.shape[1])
        values = values + weights[f"bias{layer}"][:, None, :]
        if layer < last:
            values = ACTIVATIONS[plan.activation](values)
            if key is not None and plan.dropout:
                key, used = jax.random.split(key)
                values = dropped(values, used, plan.dropout)
    return values


ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "relu": jax.nn.relu,
    "selu": jax.nn.selu,
    "silu": jax.nn.silu,
    "mish": jax.nn.mish,
    "tanh": jnp.tanh,
    "gelu": partial(jax.nn.gelu, approximate=False),
    "elu": jax.nn.elu,
}


def rate_shape(share: Any) -> Any:
    """coslog4: four humps of the learning rate, each longer than the one before, 0 at both ends.

    ``share`` is the part of the training that is done, 0 ... 1.
    """
    return 0.5 * (1 - jnp.cos(2 * jnp.pi * jnp.log2(1 + (2**HUMPS - 1) * share)))


def _step(plan: PackPlan, rows: PackRows, numbers: Any, order: Any, epoch: Any, index: Any, carried: Any) -> Any:
    """One update of all members: Adam with decoupled weight decay."""
    weights, mean, square, key = carried
    chosen = jax.lax.dynamic_slice(order, (index * plan.batch,), (plan.batch,))
    batch = PackRows(rows.x[chosen][None], rows.y[chosen][None], rows.weight[:, chosen])
    key, used = jax.random.split(key) if plan.dropout else (key, None)
    slope = jax.grad(lambda weights: jnp.sum(_mean_loss(plan, weights, batch, used)))(weights)
    done = epoch * numbers["steps"] + index
    rate = numbers["rate"] * rate_shape(done / (numbers["steps"] * numbers["epochs"]))
    mean = jax.tree.map(lambda old, new: BETAS[0] * old + (1 - BETAS[0]) * new, mean, slope)
    square = jax.tree.map(lambda old, new: BETAS[1] * old + (1 - BETAS[1]) * new * new, square, slope)
    warm = [1 - beta ** (done + 1.0) for beta in BETAS]

    def moved(name: str) -> Any:
        move = mean[name] / warm[0] / (jnp.sqrt(square[name] / warm[1]) + 1e-8)
        shrink = numbers["decay"] * weights[name] if name.startswith("kernel") else 0.0
        return weights[name] - rate * RATE_FACTORS[name.rstrip("0123456789")] * (move + shrink)

    return {name: moved(name) for name in weights}, mean, square, key


def _mean_loss(plan: PackPlan, weights: Weights, rows: PackRows, key: Any = None) -> Any:
    """Weighted mean loss of each member, (m,): squared error, or -log of the true class's probability."""
    answers = answer(plan, weights, rows.x, key)
    if plan.n_classes == 0:
        losses = jnp.square(answers[..., 0] - rows.y)
    else:
        codes = jnp.broadcast_to(rows.y, answers.shape[:2]).astype(jnp.int32)
        losses = -jnp.take_along_axis(jax.nn.log_softmax(answers), codes[..., None], axis=2)[..., 0]
    return jnp.sum(losses * rows.weight, axis=1) / (jnp.sum(rows.weight, axis=1) + 1e-9)


def _advance(state: PackState, losses: Any, numbers: Any) -> PackState:
    """Note an epoch; each member keeps its best weights (the latest ones, when nothing is judged)."""
    loss = losses[-1]
    keep = (loss <= state.best_loss) | ~numbers["validated"]
    best = {
        name: jnp.where(keep.reshape(-1, *[1] * (value.ndim - 1)), value, state.best[name])
        for name, value in state.weights.items()
    }
    return state._replace(
        best=best, best_loss=jnp.where(keep, loss, state.best_loss), epoch=state.epoch + 1,
        best_epoch=jnp.where(keep, state.epoch + 1, state.best_epoch), curve=state.curve.at[state.epoch].set(losses),
    )  # fmt: skip


def dropped(values: Any, key: Any, share: float) -> Any:
    """Inverted dropout from 8 random bits a node, a quarter of the usual cost."""
    kept = round(256 * (1 - share))
    return jnp.where(jax.random.bits(key, values.shape, jnp.uint8) < kept, values * (256 / kept), 0)
