"""Networks really trained, many at once: at many learning rates and from several starts, epoch by epoch."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path

import hanpan.networks as hn  # chooses the backend before keras is imported

hn.fit_many  # noqa: B018

import jax
import jax.numpy as jnp
import keras
import numpy as np

from advising.tables import Table
from hanpan.modeling.networks import adapter
from hanpan.modeling.networks.architecture import start_weights
from hanpan.modeling.networks.program import Plan, epoch

RATES = tuple(float(f"{rate:.2g}") for rate in np.geomspace(1e-4, 1, 9))
STARTS = 4
MEASURES = ("loss", "accuracy", "val_loss", "val_accuracy", "judge_loss", "inference_loss")


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
        parts += [f"{k}{v}" for k, v in (("d", self.dropout), ("l2_", self.l2)) if v] + ["bn"] * self.normal
        return "_".join(parts)


def build(design: Design, columns: int, classes: int) -> keras.Model:
    """The compiled model."""
    L = keras.layers
    layers = [L.Input((columns,))]
    for width in design.hidden:
        penalty = keras.regularizers.L2(design.l2) if design.l2 else None
        layers.append(L.Dense(width, activation=design.activation, kernel_regularizer=penalty))
        layers += [L.BatchNormalization()] * design.normal
        layers += [L.Dropout(design.dropout)] if design.dropout else []
    last, loss = ((None, "mse") if not classes else ("sigmoid", "binary_crossentropy") if classes == 2
                  else ("softmax", "sparse_categorical_crossentropy"))  # fmt: skip
    model = keras.Sequential([*layers, L.Dense(classes if classes > 2 else 1, activation=last)])
    optimizer = getattr(keras.optimizers, design.optimizer)(0.001)
    model.compile(optimizer, loss=loss, metrics=["accuracy"] if classes else None)
    return model


def trained(table: Table, design: Design, epochs: int, *, rates=RATES, starts: int = STARTS, seed: int = 0) -> dict:
    """Curves of all rates and starts: each measure as (rates, starts, epochs)."""
    keras.utils.set_random_seed(seed)
    model = build(design, table.fit[0].shape[1], table.classes)
    feed = adapter.feed_for_training(model, (*table.fit, None), design.batch, False, None)
    valid, judge, whole = (adapter.feed_for_validation(part, 100_000) for part in (table.valid, table.judge, table.fit))
    place = [variable.name for variable in model.optimizer.variables].index("learning_rate")
    states, orders = [], []
    for start in range(starts):
        random = np.random.RandomState(1000 * seed + start)
        weights = start_weights(model, random)
        order = np.array([random.permutation(feed.n) for _ in range(epochs)], np.int32)
        for rate in rates:
            adapter.give_variables(model, weights)
            state = jax.tree.map(np.array, adapter.take_state(model))
            state[2][place] = np.float32(rate)
            states.append(state)
            orders.append(order)
    model.reset_metrics()
    fresh = adapter.take_state(model)[3]
    plan = Plan(design.batch, 100_000, 1, False)
    data, v, j, w = jax.device_put((feed.arrays, valid.arrays, judge.arrays, whole.arrays))

    def one(state, order):
        state, logs = epoch(model, plan, state, fresh, data, v, order)
        more = [model.test_step((state[0], state[1], fresh), rows)[0]["loss"] for rows in (j, w)]
        accuracy = [logs.get(name, jnp.nan) for name in ("accuracy", "val_accuracy")]
        return state, jnp.stack([logs["loss"], accuracy[0], logs["val_loss"], accuracy[1], *more])

    @jax.jit
    def run(states, orders):
        return jax.lax.scan(jax.vmap(one), states, orders)

    stacked = jax.tree.map(lambda *each: np.stack(each), *states)
    _, logs = run(stacked, np.moveaxis(np.array(orders), 0, 1))
    logs = np.asarray(logs, np.float32)  # epochs, networks, measures
    cube = logs.reshape(epochs, starts, len(rates), len(MEASURES)).transpose(3, 2, 1, 0)
    return dict(zip(MEASURES, cube, strict=True))


def cached(folder: Path, table: Table, design: Design, epochs: int, tag: str = "", **more) -> dict:
    """The same, kept as a file."""
    name = f"{table.name}{tag}__{design.name}__{epochs}"
    key = hashlib.sha256(repr((name, asdict(design), sorted(more.items()))).encode()).hexdigest()[:8]
    path = folder / f"{name}__{key}.npz"
    if not path.exists():
        found = trained(table, design, epochs, **more)
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **found)
    with np.load(path) as kept:
        return {measure: kept[measure] for measure in MEASURES}
