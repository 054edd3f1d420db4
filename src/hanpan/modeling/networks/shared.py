"""Networks that share their weights: each member has a few multipliers of its own, and all are trained as one.

References
----------
Gorishniy, Kotelnikov, Babenko (2025), TabM: advancing tabular deep learning with parameter-efficient ensembling.
Wen, Tran, Ba (2020), BatchEnsemble: an alternative approach to efficient ensemble and lifelong learning.
"""

from __future__ import annotations

import itertools
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from hanpan.modeling.networks.pack import ACTIVATIONS, CHUNK, PackPlan, dropped
from hanpan.modeling.networks.padding import Rows

BETAS = (0.9, 0.999)
LONGEST = 1.0  # gradients longer than this are shortened to it

Weights = dict[str, Any]


class SharedState(NamedTuple):
    """What training carries. ``curve`` is (epochs, sets): loss of the mean answer on each set of judged rows."""

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
    """Starting weights: ``kernel`` (p, q) of each layer but the last for all members; (m, p) and (m, q) multipliers.

    The first multipliers are random signs, so that members begin apart; the last layer is each member's own.
    """
    weights: Weights = {}
    for layer, (wide, out) in enumerate(itertools.pairwise(sizes)):
        limit, last = 1 / np.sqrt(wide), layer == len(sizes) - 2
        weights[f"kernel{layer}"] = random.uniform(-limit, limit, (members, wide, out) if last else (wide, out))
        weights[f"bias{layer}"] = random.uniform(-limit, limit, (members, out))
        if not last:
            signs = random.choice([-1.0, 1.0], (members, wide)) if layer == 0 else np.ones((members, wide))
            weights |= {f"in{layer}": signs, f"out{layer}": np.ones((members, out))}
    return {name: value.astype(np.float32) for name, value in weights.items()}


def whole(weights: Weights) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Kernels (m, p, q) and biases (m, q) of all members, each as if it were a network of its own."""
    count = sum(name.startswith("kernel") for name in weights)
    kernels = [np.asarray(weights[f"kernel{layer}"]) for layer in range(count)]
    for layer in range(count - 1):
        kernels[layer] = weights[f"in{layer}"][:, :, None] * kernels[layer] * weights[f"out{layer}"][:, None, :]
    return kernels, [np.asarray(weights[f"bias{layer}"]) for layer in range(count)]


def begin(weights: Weights, epochs: int, sets: int, seed: int) -> SharedState:
    """The state before the first epoch."""
    zeros = {name: np.zeros_like(value) for name, value in weights.items()}
    curve = np.full((-(-epochs // CHUNK) * CHUNK, sets), np.nan, np.float32)
    return SharedState(weights, zeros, zeros, weights, np.float32(np.inf), np.int32(0), np.int32(0),
                       jax.random.key(seed), curve)  # fmt: skip


@partial(jax.jit, static_argnames="plan")
def some_epochs(state: SharedState, rows: Rows, judged: Rows, orders: Any, numbers: dict[str, Any],
                *, plan: PackPlan) -> SharedState:  # fmt: skip
    """Up to ``CHUNK`` epochs, ended early when patience runs out.

    Parameters
    ----------
    judged
        x (sets, r, d), y and weight (sets, r): some training rows, then the validation rows.
    orders
        (CHUNK, n) orders of the rows.
    numbers
        ``steps`` per epoch, ``until`` which epoch to train, ``patience``, ``rate``, ``decay``, ``validated``.
    """
    first = state.epoch

    def going(state: SharedState) -> Any:
        return (state.epoch < numbers["until"]) & (state.epoch < first + CHUNK) & hopeful(state, numbers)

    def one(state: SharedState) -> SharedState:
        order = orders[state.epoch - first]
        carried = (state.weights, state.first, state.second, state.key)
        step = partial(_step, plan, rows, numbers, order, state.epoch)
        weights, mean, square, key = jax.lax.fori_loop(0, numbers["steps"], step, carried)
        losses = jax.lax.map(lambda each: _loss_of_mean(plan, weights, each), judged)
        return _advance(state._replace(weights=weights, first=mean, second=square, key=key), losses, numbers)

    return jax.lax.while_loop(going, one, state)


def hopeful(state: SharedState, numbers: dict[str, Any]) -> Any:
    """Whether patience has not run out yet; without validation rows it never does."""
    return ~numbers["validated"] | (state.epoch - state.best_epoch < numbers["patience"])


def answer(plan: PackPlan, weights: Weights, x: Any, key: Any = None) -> Any:
    """What each member's last layer gives, (m, b, q), for rows (b, d)."""
    last = sum(name.startswith("kernel") for name in weights) - 1
    values = x[None]
    for layer in range(last):
        values = (values * weights[f"in{layer}"][:, None, :]) @ weights[f"kernel{layer}"]
        values = values * weights[f"out{layer}"][:, None, :] + weights[f"bias{layer}"][:, None, :]
        values = ACTIVATIONS[plan.activation](values)
        if key is not None and plan.dropout:
            key, used = jax.random.split(key)
            values = dropped(values, used, plan.dropout)
    return jnp.einsum("mbi,mio->mbo", values, weights[f"kernel{last}"]) + weights[f"bias{last}"][:, None, :]


def _step(plan: PackPlan, rows: Rows, numbers: Any, order: Any, epoch: Any, index: Any, carried: Any) -> Any:
    """One update: Adam with decoupled weight decay, on the mean of the members' own losses."""
    weights, mean, square, key = carried
    chosen = jax.lax.dynamic_slice(order, (index * plan.batch,), (plan.batch,))
    batch = Rows(rows.x[chosen], rows.y[chosen], rows.weight[chosen])
    key, used = jax.random.split(key) if plan.dropout else (key, None)
    slope = jax.grad(lambda weights: _mean_loss(plan, weights, batch, used))(weights)
    length = jnp.sqrt(sum(jnp.sum(jnp.square(part)) for part in slope.values()))
    slope = {name: part * jnp.minimum(1.0, LONGEST / (length + 1e-9)) for name, part in slope.items()}
    mean = jax.tree.map(lambda old, new: BETAS[0] * old + (1 - BETAS[0]) * new, mean, slope)
    square = jax.tree.map(lambda old, new: BETAS[1] * old + (1 - BETAS[1]) * new * new, square, slope)
    done = epoch * numbers["steps"] + index
    warm = [1 - beta ** (done + 1.0) for beta in BETAS]

    def moved(name: str) -> Any:
        move = mean[name] / warm[0] / (jnp.sqrt(square[name] / warm[1]) + 1e-8)
        shrink = numbers["decay"] * weights[name] if name.startswith("kernel") else 0.0
        return weights[name] - numbers["rate"] * (move + shrink)

    return {name: moved(name) for name in weights}, mean, square, key


def _mean_loss(plan: PackPlan, weights: Weights, rows: Rows, key: Any) -> Any:
    """Mean over members of their losses: the loss of the mean answer would let them lean on each other."""
    answers = answer(plan, weights, rows.x, key)
    if plan.n_classes == 0:
        losses = jnp.square(answers[..., 0] - rows.y)
    else:
        codes = jnp.broadcast_to(rows.y, answers.shape[:2]).astype(jnp.int32)
        losses = -jnp.take_along_axis(jax.nn.log_softmax(answers), codes[..., None], axis=2)[..., 0]
    return jnp.sum(jnp.mean(losses, axis=0) * rows.weight) / (jnp.sum(rows.weight) + 1e-9)


def _loss_of_mean(plan: PackPlan, weights: Weights, rows: Rows) -> Any:
    """Loss of what the pack answers: the mean of values or of probabilities."""
    answers = answer(plan, weights, rows.x)
    if plan.n_classes == 0:
        losses = jnp.square(jnp.mean(answers[..., 0], axis=0) - rows.y)
    else:
        shares = jnp.mean(jax.nn.softmax(answers), axis=0)
        sure = jnp.take_along_axis(shares, rows.y.astype(jnp.int32)[:, None], axis=1)[:, 0]
        losses = -jnp.log(jnp.clip(sure, 1e-7, 1.0))
    return jnp.sum(losses * rows.weight) / (jnp.sum(rows.weight) + 1e-9)


def _advance(state: SharedState, losses: Any, numbers: Any) -> SharedState:
    """Note an epoch: keep its weights if it is the best so far (always, when nothing is judged)."""
    keep = (losses[-1] < state.best_loss) | ~numbers["validated"]
    best = jax.tree.map(lambda new, old: jnp.where(keep, new, old), state.weights, state.best)
    return state._replace(
        best=best, best_loss=jnp.where(keep, losses[-1], state.best_loss), epoch=state.epoch + 1,
        best_epoch=jnp.where(keep, state.epoch + 1, state.best_epoch), curve=state.curve.at[state.epoch].set(losses),
    )  # fmt: skip
