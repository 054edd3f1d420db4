"""The learning-rate finder: a short training with each of several rates, judged on rows it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.curves.rates import LearningRates, read_race
from hanpan.modeling.networks.stored import adapter
from hanpan.modeling.networks.stored.backend import use_jax
from hanpan.modeling.networks.suiting.fitting_together import check_cells
from hanpan.modeling.networks.suiting.misfits import check_training

RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0, 3.0)
_PARTS = 4  # the rows are dealt into so many; each is judged by networks that learnt from the others
_MOST_ROWS = 2000  # to learn from; more make the race slower, not wiser
_UPDATES = 400  # at least, however few the rows


def find_learning_rate(
    model: keras.Model,
    x: Any,
    y: Any,
    *,
    batch_size: int = 32,
    rates: Sequence[float] = RATES,
    epochs: int = 100,
) -> LearningRates:
    """Train the network for a while with each of several learning rates, all at once, and recommend the best.

    Parameters
    ----------
    model
        A compiled Keras model; it is left as it is.
    x, y
        Arrays, or structures of arrays for several inputs, n rows each.
    batch_size, rates
        Rows per update; the rates to try.
    epochs
        Passes over the rows with each rate; more where there are so few rows that these are hardly any updates.

    Raises
    ------
    NetworkError
        The rate cannot be set (a schedule), the model is not compiled or cannot be trained by a compiled program,
        cells are missing, or there are too few rows.

    Notes
    -----
    The rows (at most 2,000) are dealt into four parts; with each rate four networks learn, each from three of the
    parts, and are judged after every epoch on the part left out. All networks begin with the model's own weights.

    Examples
    --------
    >>> keras.utils.set_random_seed(0)
    >>> model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(optimizer="adam", loss="mse")
    >>> x = np.linspace(-1, 1, 64).reshape(-1, 1)
    >>> 0.01 < find_learning_rate(model, x, 2 * x + 1).recommended < 3
    True
    """
    use_jax()
    check_cells((x, y))
    check_training(model, x, y)
    feed = adapter.feed_for_training(model, (x, y, None), batch_size, False, None)
    place = _place_of_rate(model)
    if feed is None or place is None or not adapter.is_plain_trainer(model) or feed.n < 2 * _PARTS:
        raise NetworkError("network_rate", kind=type(model.optimizer).__name__)
    tried = sorted(set(map(float, rates)))
    fit, judged = _dealt(feed.n)
    batch = min(batch_size, fit.shape[1])
    steps = fit.shape[1] // batch
    epochs = max(epochs, -(-_UPDATES // steps))
    orders = _orders(fit, epochs, steps * batch).reshape(_PARTS, epochs, steps, batch)
    before, losses = _raced(model, place, feed.arrays, np.asarray(tried, np.float32), orders, judged)
    return read_race(tried, losses, float(before.mean()), epochs=epochs, rows=fit.shape[1])


def _raced(
    model: Any, place: int, rows: Any, rates: np.ndarray, orders: np.ndarray, judged: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The judged loss before training (parts,), and after each epoch (rates, parts, epochs)."""
    model.reset_metrics()
    state = adapter.take_state(model)
    fresh = state[3]
    data = jax.device_put(rows)

    def loss_of(carried: Any, rows: Any) -> Any:
        logs, _ = model.test_step((carried[0], carried[1], fresh), jax.tree.map(lambda part: part[rows], data))
        return logs["loss"]

    def step(carried: Any, rows: Any) -> Any:
        batch = jax.tree.map(lambda part: part[rows], data)
        _, (weights, other, optimizer, _) = model.train_step((*carried, fresh), batch)
        return (list(weights), list(other), list(optimizer)), None

    def race(rate: Any, orders: Any, judged: Any) -> Any:
        optimizer = [rate if index == place else value for index, value in enumerate(state[2])]
        begun = (list(state[0]), list(state[1]), optimizer)

        def one(carried: Any, order: Any) -> Any:
            carried, _ = jax.lax.scan(step, carried, order)
            return carried, loss_of(carried, judged)

        return jax.lax.scan(one, begun, orders)[1]

    all_parts = jax.vmap(race, in_axes=(None, 0, 0))
    program = jax.jit(jax.vmap(all_parts, in_axes=(0, None, None)))
    before = jax.jit(jax.vmap(lambda rows: loss_of(state, rows)))(judged)
    return np.asarray(before, float), np.asarray(program(jnp.asarray(rates), orders, judged), float)


def _place_of_rate(model: Any) -> int | None:
    """Position of the learning rate among the optimizer's variables; None for a schedule."""
    names = [variable.name for variable in model.optimizer.variables]
    return names.index("learning_rate") if "learning_rate" in names else None


def _dealt(n: int) -> tuple[np.ndarray, np.ndarray]:
    """(parts, rows) to learn from, and (parts, rows) to be judged on, the same number for each part."""
    order = np.random.default_rng(0).permutation(n)[: _MOST_ROWS * _PARTS // (_PARTS - 1)]
    size = len(order) // _PARTS
    parts = order[: size * _PARTS].reshape(_PARTS, size).astype(np.int32)
    fit = [np.delete(parts, part, axis=0).ravel() for part in range(_PARTS)]
    return np.stack(fit), parts


def _orders(fit: np.ndarray, epochs: int, length: int) -> np.ndarray:
    """(parts, epochs, length) rows: those to learn from in another order each epoch."""
    random = np.random.default_rng(1)
    orders = [[random.permutation(rows)[:length] for _ in range(epochs)] for rows in fit]
    return np.array(orders, np.int32)
