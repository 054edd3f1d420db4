"""A pack of small networks trained side by side in one program.

A pack has ``t`` trunks of ``k`` members each. A trunk has one matrix of weights a layer and validation rows of its own.
Its members share these weights, and differ by multipliers of what goes into a layer and comes out, and by their last
layer. Where ``k`` is 1 there are no multipliers: each member is a network of its own.

References
----------
Holzmüller, Grinsztajn, Steinwart (2024), Better by default (RealMLP): parametrisation, starting weights, learning rate
factors and the coslog4 schedule. Gorishniy, Kotelnikov, Babenko (2025), TabM: members that share weights. Wen, Tran,
Ba (2020), BatchEnsemble: multipliers. Rubachev et al. (2026), TabPack: many networks at once. Breiman (1996), Bagging
predictors: each trunk leaves other rows out.
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

from hanpan.modeling.networks.plain.encoding import encoded

CHUNK = 16  # epochs in one call, at most
BETAS = (0.9, 0.95)
RATE_FACTORS = {"scale": 6.0, "bias": 0.1, "kernel": 1.0, "in": 1.0, "out": 1.0}
_MEASURED, _BLOCK = 2_048, 256  # rows from which they are measured some at a time; how many
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


class PackTable(NamedTuple):
    """Rows (n, p) as they are, and how columns are encoded (``plain.encoding``), which is done batch by batch: encoded
    rows are many times as wide. ``half`` (q,) is taken off each piece: .5, or 0 for those that only fill up the width.
    """

    rows: Any
    centre: Any
    factor: Any
    column: Any
    low: Any
    slope: Any
    half: Any


class PackRows(NamedTuple):
    """Rows (a ``PackTable``, places in it or encoded rows), targets or codes, and the weight of each for each trunk."""

    x: Any
    y: Any
    weight: Any


class PackState(NamedTuple):
    """What training carries. ``curve`` is (epochs, sets, measures, t): what ``_measures`` says of each set of rows."""

    weights: Weights
    first: Weights
    second: Weights
    best: Weights
    best_loss: Any
    best_epoch: Any
    epoch: Any
    key: Any
    curve: Any


def start(trunks: int, members: int, sizes: list[int], random: np.random.RandomState) -> Weights:
    """Starting weights: N(0, 1), the last layer 0, scales 1; the first multipliers are random signs, the others 1.

    Kernels are (t, p, q) but for the last, (t, k, p, q), which is each member's own, as are biases (t, k, q).
    """
    weights: Weights = {"scale": np.ones((trunks, sizes[0]))}
    for layer, (wide, out) in enumerate(itertools.pairwise(sizes)):
        last = layer == len(sizes) - 2
        own = (members,) if last else ()
        weights[f"kernel{layer}"] = random.normal(size=(trunks, *own, wide, out)) * (not last)
        weights[f"bias{layer}"] = random.normal(size=(trunks, members, out)) * (not last)
        if members > 1 and not last:
            shape = (trunks, members, wide)
            weights[f"in{layer}"] = random.choice([-1.0, 1.0], shape) if layer == 0 else np.ones(shape)
            weights[f"out{layer}"] = np.ones((trunks, members, out))
    return {name: value.astype(np.float32) for name, value in weights.items()}


def whole(weights: Weights) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Kernels (m, p, q) and biases (m, q) of plain dense layers, one for each of the m = t k members."""
    layers = [(np.asarray(kernel), np.asarray(bias)) for kernel, bias in folded(weights)]
    kernels = [kernel.reshape(-1, *kernel.shape[2:]) for kernel, _ in layers]
    return kernels, [bias.reshape(-1, bias.shape[-1]) for _, bias in layers]


def folded(weights: Weights) -> list[tuple[Any, Any]]:
    """Each layer's kernels (t, k, p, q) and biases (t, k, q): scales, multipliers and the division by √fan-in go into
    the kernels, which have fewer cells than what a batch sends through them.
    """
    layers = []
    for layer in range(sum(name.startswith("kernel") for name in weights)):
        kernel = weights[f"kernel{layer}"] / np.sqrt(weights[f"kernel{layer}"].shape[-2]).astype(np.float32)
        if layer == 0:
            kernel = kernel * weights["scale"][:, :, None]
        if kernel.ndim == 3:
            kernel = kernel[:, None]
        if f"in{layer}" in weights:
            kernel = kernel * weights[f"in{layer}"][..., None] * weights[f"out{layer}"][..., None, :]
        layers.append((kernel, weights[f"bias{layer}"]))
    return layers


def begin(weights: Weights, epochs: int, sets: int, seed: int, measures: int) -> PackState:
    """The state before the first epoch."""
    trunks = weights["scale"].shape[0]
    zeros = {name: np.zeros_like(value) for name, value in weights.items()}
    curve = np.full((-(-epochs // CHUNK) * CHUNK, sets, measures, trunks), np.nan, np.float32)
    worst, never = np.full(trunks, np.inf, np.float32), np.zeros(trunks, np.int32)
    return PackState(weights, zeros, zeros, weights, worst, never, np.int32(0), jax.random.key(seed), curve)


@partial(jax.jit, static_argnames="plan")
def some_epochs(
    state: PackState, rows: PackRows, judged: PackRows, orders: Any, numbers: dict[str, Any], *, plan: PackPlan
) -> PackState:
    """Some epochs, at most ``CHUNK``.

    Parameters
    ----------
    judged
        Places in the table, y and weight (sets, t, r): some training rows of each trunk, then its validation rows.
    orders
        (CHUNK, n) orders of the rows.
    numbers
        ``some`` epochs of this call, ``steps`` per epoch, ``epochs`` of the schedule, ``until`` which epoch to train,
        ``rate``, ``decay``, ``validated``.
    """
    first = state.epoch

    def going(state: PackState) -> Any:
        return (state.epoch < numbers["until"]) & (state.epoch < first + numbers["some"]) & hopeful(state, numbers)

    def one(state: PackState) -> PackState:
        order = orders[state.epoch - first]
        carried = (state.weights, state.first, state.second, state.key)
        step = partial(_step, plan, rows, numbers, order, state.epoch)
        weights, mean, square, key = jax.lax.fori_loop(0, numbers["steps"], step, carried)
        measured = jax.lax.map(lambda each: _measures(plan, weights, each, rows.x), judged)
        return _advance(state._replace(weights=weights, first=mean, second=square, key=key), measured, numbers)

    return jax.lax.while_loop(going, one, state)


def hopeful(state: PackState, numbers: dict[str, Any]) -> Any:
    """Whether more epochs may help: at least half of the trunks found their best in the latter half of the training.

    The last hump of the learning rate is as long as all before it. Where the one before brought most trunks nothing,
    the last one seldom does, and is not begun.
    """
    return ~numbers["validated"] | (state.epoch <= 2 * jnp.median(state.best_epoch) + GRACE)


def taken(table: PackTable, places: Any) -> Any:
    """Encoded rows (..., d) of a table, at places (...)."""
    return encoded(jnp, table, table.rows[places], table.half)


def answer(plan: PackPlan, weights: Weights, x: Any, key: Any = None) -> Any:
    """What each member's last layer gives, (t, k, b, q), for encoded rows (b, d) or (t, b, d)."""
    values, layers = x, folded(weights)
    form = "bi,tkio->tkbo" if x.ndim == 2 else "tbi,tkio->tkbo"
    for layer, (kernel, bias) in enumerate(layers):
        values = jnp.einsum(form, values, kernel) + bias[:, :, None, :]
        form = "tkbi,tkio->tkbo"
        if layer < len(layers) - 1:
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
    """One update of all trunks: Adam with decoupled weight decay."""
    weights, mean, square, key = carried
    chosen = jax.lax.dynamic_slice(order, (index * plan.batch,), (plan.batch,))
    batch = PackRows(taken(rows.x, chosen), rows.y[chosen][None], rows.weight[:, chosen])
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


def _mean_loss(plan: PackPlan, weights: Weights, rows: PackRows, key: Any) -> Any:
    """What each trunk learns by, (t,): the mean of its members' own losses, so that they do not lean on each other."""
    answers = answer(plan, weights, rows.x, key)
    if plan.n_classes == 0:
        losses = jnp.square(answers[..., 0] - rows.y[:, None])
    else:
        losses = -_true(jax.nn.log_softmax(answers), rows.y[:, None])
    return _weighted(jnp.mean(losses, axis=1), rows.weight)


def _measures(plan: PackPlan, weights: Weights, rows: PackRows, table: PackTable) -> Any:
    """How good the mean answer of each trunk's members is, (1 or 2, t): loss and, for classes, share answered right."""
    trunks, count = rows.x.shape

    def said(places: Any) -> Any:
        return _mean_answer(plan, weights, taken(table, places))

    some = min(_BLOCK, count & -count)  # rows are padded to numbers that a large power of two divides
    if count > _MEASURED and some < count:  # the answers of all members to all rows at once take much memory
        blocks = jnp.swapaxes(rows.x.reshape(trunks, count // some, some), 0, 1)
        told = jnp.swapaxes(jax.lax.map(said, blocks), 0, 1)
        logs = told.reshape(trunks, count, *told.shape[3:])
    else:
        logs = said(rows.x)
    if plan.n_classes == 0:
        return _weighted(jnp.square(logs - rows.y), rows.weight)[None]
    right = (jnp.argmax(logs, axis=-1) == rows.y).astype(logs.dtype)
    return jnp.stack([_weighted(each, rows.weight) for each in (-_true(logs, rows.y), right)])


def _mean_answer(plan: PackPlan, weights: Weights, x: Any) -> Any:
    """The mean answer of each trunk's members to rows (t, b, d): values (t, b), or log probabilities (t, b, C)."""
    answers = answer(plan, weights, x)
    if plan.n_classes == 0:
        return jnp.mean(answers[..., 0], axis=1)
    return jax.nn.logsumexp(jax.nn.log_softmax(answers), axis=1) - np.log(answers.shape[1])


def _true(logs: Any, y: Any) -> Any:
    """Of logarithms of probabilities (..., C), those of the true classes."""
    codes = jnp.broadcast_to(y, logs.shape[:-1]).astype(jnp.int32)
    return jnp.take_along_axis(logs, codes[..., None], axis=-1)[..., 0]


def _weighted(values: Any, weight: Any) -> Any:
    """Weighted means of (t, b)."""
    return jnp.sum(values * weight, axis=1) / (jnp.sum(weight, axis=1) + 1e-9)


def _advance(state: PackState, measured: Any, numbers: Any) -> PackState:
    """Note an epoch; each trunk keeps its best weights (the latest ones, when nothing is judged)."""
    loss = measured[-1, 0]
    keep = (loss <= state.best_loss) | ~numbers["validated"]
    best = {
        name: jnp.where(keep.reshape(-1, *[1] * (value.ndim - 1)), value, state.best[name])
        for name, value in state.weights.items()
    }
    return state._replace(
        best=best,
        best_loss=jnp.where(keep, loss, state.best_loss),
        epoch=state.epoch + 1,
        best_epoch=jnp.where(keep, state.epoch + 1, state.best_epoch),
        curve=state.curve.at[state.epoch].set(measured),
    )


def dropped(values: Any, key: Any, share: float) -> Any:
    """Inverted dropout from 8 random bits a node, a quarter of the usual cost."""
    kept = round(256 * (1 - share))
    return jnp.where(jax.random.bits(key, values.shape, jnp.uint8) < kept, values * (256 / kept), 0)
