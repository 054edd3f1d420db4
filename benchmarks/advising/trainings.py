"""Networks really trained, many at once: at many learning rates and from several starts, epoch by epoch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from advising.tables import Table

import hanpan.networks as hn

# isort: split
hn.fit_many  # noqa: B018  (chooses the backend before keras is imported)
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import keras  # noqa: E402

from hanpan.modeling.networks.compiled.program import Plan, epoch  # noqa: E402
from hanpan.modeling.networks.estimators.architecture import start_weights  # noqa: E402
from hanpan.modeling.networks.stored import adapter  # noqa: E402

STARTS = 4
MEASURES = ("loss", "accuracy", "val_loss", "val_accuracy", "judge_loss", "inference_loss")
Curves = dict[str, np.ndarray]


@dataclass(frozen=True)
class Design:
    """A network and how it is trained, but for its learning rate and the number of epochs."""

    hidden: tuple[int, ...] = ()
    activation: str = "relu"
    dropout: float = 0.0
    l2: float = 0.0
    normal: bool = False
    optimizer: str = "Adam"
    batch: int = 32

    @property
    def name(self) -> str:
        parts = ["-".join(map(str, self.hidden)) or "none", self.activation, self.optimizer, f"b{self.batch}"]
        held = [f"{name}{value}" for name, value in (("d", self.dropout), ("l2_", self.l2)) if value]
        return "_".join([*parts, *held, *(["bn"] * self.normal)])

    def larger(self) -> Design:
        """More nodes, and nothing that holds them back."""
        return replace(self, hidden=tuple(4 * nodes for nodes in self.hidden) or (32,), dropout=0.0, l2=0.0)

    def revived(self) -> Design:
        """Fewer layers, and nodes that are never switched off."""
        return replace(self, hidden=self.hidden[:2], activation="leaky_relu", optimizer="Adam")


def build(design: Design, columns: int, classes: int) -> keras.Model:
    """The compiled model."""
    layers: list[Any] = [keras.layers.Input((columns,))]
    for width in design.hidden:
        penalty = keras.regularizers.L2(design.l2) if design.l2 else None
        layers.append(keras.layers.Dense(width, activation=design.activation, kernel_regularizer=penalty))
        layers += [keras.layers.BatchNormalization()] * design.normal
        layers += [keras.layers.Dropout(design.dropout)] if design.dropout else []
    last, loss = (
        (None, "mse")
        if not classes
        else ("sigmoid", "binary_crossentropy")
        if classes == 2
        else ("softmax", "sparse_categorical_crossentropy")
    )
    model = keras.Sequential([*layers, keras.layers.Dense(classes if classes > 2 else 1, activation=last)])
    model.compile(
        getattr(keras.optimizers, design.optimizer)(0.001), loss=loss, metrics=["accuracy"] if classes else None
    )
    return model


def trained(table: Table, design: Design, epochs: int, *, rates: Sequence[float], seed: int) -> Curves:
    """Curves of all rates and starts: each measure as (rates, starts, epochs)."""
    keras.utils.set_random_seed(seed)
    model = build(design, table.fit[0].shape[1], table.classes)
    feed = adapter.feed_for_training(model, (*table.fit, None), design.batch, False, None)
    sets = [adapter.feed_for_validation(part, 100_000) for part in (table.valid, table.judge, table.fit)]
    states, orders = _begun(model, feed.n, epochs, rates, seed)
    model.reset_metrics()
    fresh = adapter.take_state(model)[3]
    plan = Plan(design.batch, 100_000, 1, False)
    data, valid, judge, whole = jax.device_put((feed.arrays, *(one.arrays for one in sets)))

    def one(state: Any, order: Any) -> Any:
        state, logs = epoch(model, plan, state, fresh, data, valid, order)
        more = [model.test_step((state[0], state[1], fresh), rows)[0]["loss"] for rows in (judge, whole)]
        right = [logs.get(name, jnp.nan) for name in ("accuracy", "val_accuracy")]
        return state, jnp.stack([logs["loss"], right[0], logs["val_loss"], right[1], *more])

    run = jax.jit(lambda states, orders: jax.lax.scan(jax.vmap(one), states, orders)[1])
    logs = np.asarray(run(states, orders), np.float32)  # epochs, networks, measures
    cube = logs.reshape(epochs, STARTS, len(rates), len(MEASURES)).transpose(3, 2, 1, 0)
    return dict(zip(MEASURES, cube, strict=True))


def _begun(model: Any, n: int, epochs: int, rates: Sequence[float], seed: int) -> tuple[Any, np.ndarray]:
    """Starting states of all networks, stacked, and the orders of their rows: (epochs, networks, n)."""
    place = [variable.name for variable in model.optimizer.variables].index("learning_rate")
    states, orders = [], []
    for start in range(STARTS):
        random = np.random.RandomState(1000 * seed + start)
        weights = start_weights(model, random)
        order = np.array([random.permutation(n) for _ in range(epochs)], np.int32)
        for rate in rates:
            adapter.give_variables(model, weights)
            state = jax.tree.map(np.array, adapter.take_state(model))
            state[2][place] = np.float32(rate)
            states.append(state)
            orders.append(order)
    return jax.tree.map(lambda *each: np.stack(each), *states), np.moveaxis(np.array(orders), 0, 1)


def cached(folder: Path, table: Table, design: Design, epochs: int, tag: str, **more: Any) -> Curves:
    """The same, kept as a file."""
    name = f"{table.name}_{tag}__{design.name}__{epochs}"
    key = hashlib.sha256(repr((name, asdict(design), sorted(more.items()))).encode()).hexdigest()[:8]
    path = folder / f"{name}__{key}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **trained(table, design, epochs, **more))
    with np.load(path) as kept:
        return {measure: kept[measure] for measure in MEASURES}
