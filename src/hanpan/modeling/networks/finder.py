"""The learning-rate finder: one scan over batches in which the rate grows from tiny to huge."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks import adapter
from hanpan.modeling.networks.backend import use_jax
from hanpan.modeling.networks.fitting_together import check_cells
from hanpan.modeling.networks.misfits import check_training
from hanpan.modeling.rates import LearningRates, read_scan

_WATCHED = 512


def find_learning_rate(
    model: keras.Model,
    x: Any,
    y: Any,
    *,
    batch_size: int = 32,
    lowest: float = 1e-5,
    highest: float = 10.0,
    steps: int = 120,
) -> LearningRates:
    """Train on a few batches while the learning rate grows, note the loss, and recommend a rate.

    Parameters
    ----------
    model
        A compiled Keras model; it is left as it is.
    x, y
        Arrays, or structures of arrays for several inputs, n rows each.
    batch_size, lowest, highest, steps
        Rows per update; the rates, in ``steps`` equal factors.

    Raises
    ------
    NetworkError
        The rate cannot be set (a schedule), the model is not compiled or cannot be trained by a compiled program, or
        cells are missing.

    Notes
    -----
    The loss is read on the same rows (at most 512) after each update, because from batch to batch it would be noisy,
    and the scan runs four times in other orders of the rows, at once; the median is read.

    Examples
    --------
    >>> keras.utils.set_random_seed(0)
    >>> model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(optimizer="adam", loss="mse")
    >>> x = np.linspace(-1, 1, 64).reshape(-1, 1)
    >>> 0 < find_learning_rate(model, x, 2 * x + 1).recommended < 10
    True
    """
    use_jax()
    check_cells((x, y))
    check_training(model, x, y)
    feed = adapter.feed_for_training(model, (x, y, None), batch_size, False, None)
    place = _place_of_rate(model)
    if feed is None or place is None or not adapter.is_plain_trainer(model):
        raise NetworkError("network_rate", kind=type(model.optimizer).__name__)
    model.reset_metrics()
    state = adapter.take_state(model)
    rates = np.geomspace(lowest, highest, steps).astype(np.float32)
    orders = np.stack([_order(feed.n, min(batch_size, feed.n), steps, seed) for seed in range(4)])

    def step(carried: Any, now: Any) -> Any:
        (weights, other, optimizer), (rate, rows) = carried, now
        optimizer = [rate if index == place else value for index, value in enumerate(optimizer)]
        batch = jax.tree.map(lambda part: part[rows], data)
        _, (weights, other, optimizer, _) = model.train_step((weights, other, optimizer, state[3]), batch)
        logs, _ = model.test_step((weights, other, state[3]), watched)
        return (list(weights), list(other), list(optimizer)), logs["loss"]

    data = jax.device_put(feed.arrays)
    watched = jax.tree.map(lambda part: part[np.random.default_rng(0).permutation(feed.n)[:_WATCHED]], data)
    scan = jax.jit(jax.vmap(lambda order: jax.lax.scan(step, tuple(state[:3]), (jnp.asarray(rates), order))[1]))
    losses = np.asarray(scan(orders), float)
    wild = np.where(np.isfinite(losses), losses, np.inf)
    return read_scan(rates.tolist(), np.median(wild, axis=0).tolist())


def _place_of_rate(model: Any) -> int | None:
    """Position of the learning rate among the optimizer's variables; None for a schedule."""
    names = [variable.name for variable in model.optimizer.variables]
    return names.index("learning_rate") if "learning_rate" in names else None


def _order(n: int, batch: int, steps: int, seed: int) -> np.ndarray:
    """(steps, batch) rows: all of them in random order, again and again."""
    random = np.random.default_rng(seed)
    rounds = -(-steps * batch // n)
    rows = np.concatenate([random.permutation(n) for _ in range(rounds)])
    return rows[: steps * batch].reshape(steps, batch).astype(np.int32)
