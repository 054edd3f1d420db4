"""Many trainings of one network at once: other starting weights, other rows, one program (``vmap``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax
import keras
import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.compiled.program import Plan, epoch
from hanpan.modeling.networks.estimators.architecture import start_weights
from hanpan.modeling.networks.stored import adapter
from hanpan.modeling.networks.stored.backend import use_jax
from hanpan.modeling.networks.suiting.misfits import check_training


@dataclass(frozen=True)
class Many:
    """Networks trained side by side.

    Attributes
    ----------
    histories
        Per network, the logs of each epoch as in ``History.history``.
    weights
        Per network, what ``model.set_weights`` takes.
    """

    histories: list[dict[str, list[float]]]
    weights: list[list[np.ndarray]]

    def __len__(self) -> int:
        return len(self.weights)


def fit_many(
    model: keras.Model,
    x: Any,
    y: Any,
    *,
    seeds: Sequence[int],
    rows: Sequence[np.ndarray] | None = None,
    epochs: int = 1,
    batch_size: int = 32,
    validation_data: Any = None,
) -> Many:
    """Train a compiled model once per seed, all at once.

    Parameters
    ----------
    model
        A compiled Keras model; it is left as it is.
    x, y
        Arrays, or structures of arrays for several inputs, n rows each.
    seeds
        One per network: for its starting weights, dropout and order of rows.
    rows
        One array of row positions per network (the fit rows of a fold); all rows if not given. An epoch takes as
        many rows as the shortest of them has.
    epochs, batch_size, validation_data
        As in ``fit``.

    Returns
    -------
    Many
        The trained weights and the logs, in the order of the seeds.

    Raises
    ------
    NetworkError
        The model is not compiled or cannot be trained so; seeds and rows do not fit each other or the table.

    Examples
    --------
    >>> model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(optimizer=keras.optimizers.Adam(0.1), loss="mse")
    >>> x = np.linspace(-1, 1, 64).reshape(-1, 1)
    >>> many = fit_many(model, x, 2 * x + 1, seeds=[1, 2, 3], epochs=60)
    >>> [bool(abs(weights[0][0, 0] - 2) < 0.1) for weights in many.weights]
    [True, True, True]
    """
    use_jax()
    check_training(model, x, y, validation_data)
    feed = adapter.feed_for_training(model, (x, y, None), batch_size, False, None)
    valid = None if validation_data is None else adapter.feed_for_validation(validation_data, batch_size)
    if feed is None or (validation_data is not None and valid is None) or not adapter.is_plain_trainer(model):
        raise NetworkError("network_many", kind=type(x).__name__)
    parts = [np.arange(feed.n)] * len(seeds) if rows is None else [np.asarray(part) for part in rows]
    if len(parts) != len(seeds) or not seeds:
        raise NetworkError("network_many_rows", seeds=len(seeds), parts=len(parts))
    if any(not len(part) or part.min() < 0 or part.max() >= feed.n for part in parts):
        raise NetworkError("network_many_places", rows=feed.n)
    randoms = [np.random.RandomState(seed) for seed in seeds]
    states, fresh = _states(model, randoms)
    shortest = min(map(len, parts))
    orders = np.array(
        [
            [random.permutation(part)[:shortest] for part, random in zip(parts, randoms, strict=True)]
            for _ in range(epochs)
        ],
        np.int32,
    )
    plan = Plan(batch_size, batch_size, 1, False)
    data, judged = jax.device_put((feed.arrays, None if valid is None else valid.arrays))

    @jax.jit
    def train(states: Any, orders: Any) -> Any:
        one = jax.vmap(lambda state, order: epoch(model, plan, state, fresh, data, judged, order))
        return jax.lax.scan(one, states, orders)

    states, logs = train(states, orders)
    return _taken(model, jax.tree.map(np.asarray, states), jax.tree.map(np.asarray, logs), len(seeds))


def _states(model: Any, randoms: list[np.random.RandomState]) -> tuple[Any, list[Any]]:
    """Starting states of all networks, stacked; the model keeps its own."""
    kept = [np.array(variable.value) for variable in model.variables]
    model.reset_metrics()
    states = []
    for random in randoms:
        adapter.give_variables(model, start_weights(model, random))
        states.append(jax.tree.map(np.array, adapter.take_state(model)))
    adapter.give_variables(model, kept)
    return jax.tree.map(lambda *each: np.stack(each), *states), adapter.take_state(model)[3]


def _taken(model: Any, states: Any, logs: Any, count: int) -> Many:
    kept = [np.array(variable.value) for variable in model.variables]
    weights = []
    for index in range(count):
        adapter.give_trained(model, ([part[index] for part in states[0]], [part[index] for part in states[1]]))
        weights.append([np.array(variable.value) for variable in model.weights])
    adapter.give_variables(model, kept)
    histories = [
        {name: values[:, index].astype(float).tolist() for name, values in logs.items()} for index in range(count)
    ]
    return Many(histories, weights)
