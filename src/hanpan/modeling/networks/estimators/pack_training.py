"""From encoded rows to a trained pack: who leaves out which rows, batches, calls of the program."""

from __future__ import annotations

from dataclasses import dataclass

import jax
import numpy as np

from hanpan.foundation.budget import CLOCK
from hanpan.modeling.listening.progress import tell_epoch
from hanpan.modeling.listening.stopwatch import stopwatch
from hanpan.modeling.networks.compiled.inner import SMALLEST, deal
from hanpan.modeling.networks.compiled.padding import round_up
from hanpan.modeling.networks.estimators.pack import (
    CHUNK,
    PackPlan,
    PackRows,
    PackState,
    PackTable,
    begin,
    hopeful,
    some_epochs,
    start,
    whole,
)
from hanpan.modeling.networks.plain.encoding import Encoding

LEAST_GROUPS = 5  # a trunk never leaves out more than a fifth of the rows
A_CALL = 1.0  # seconds that one call of the program takes, about: between calls a training can be ended
WATCHED = 512  # at most so many training rows of each trunk are judged
BATCHES = ((1024, 64), (8192, 128), (30_000, 256), (np.inf, 512))


@dataclass(frozen=True, kw_only=True)
class PackTraining:
    """All choices of a training. ``until`` trains on all rows and stops there; the schedule still spans ``epochs``."""

    n_classes: int
    hidden: tuple[int, ...]
    activation: str
    trunks: int
    members: int
    epochs: int
    until: int | None
    batch_size: int | None
    rate: float
    decay: float
    dropout: float


@dataclass(frozen=True)
class TrainedPack:
    """Kernels (m, p, q) and biases (m, q) of all members' layers, the trunks' epochs (1-based), mean curves."""

    kernels: list[np.ndarray]
    biases: list[np.ndarray]
    epochs: list[int]
    history: dict[str, list[float]]
    n_parameters: int

    @property
    def finite(self) -> bool:
        """Whether all weights are numbers."""
        return all(np.isfinite(value).all() for value in [*self.kernels, *self.biases]) and min(self.epochs) > 0


def table_for(encoding: Encoding, x: np.ndarray) -> PackTable:
    """Rows with zeros up to a round number, and pieces that say nothing up to a round width.

    Folds of near sizes share a program so.
    """
    spare = -encoding.width % 16
    rows = np.pad(np.asarray(x, np.float32), ((0, round_up(len(x)) - len(x)), (0, 0)))
    half = np.full(len(encoding.column), np.float32(0.5))
    column, low, slope, half = (
        np.pad(part, (0, spare)) for part in (encoding.column, encoding.low, encoding.slope, half)
    )
    return PackTable(rows, encoding.centre, encoding.factor, column, low, slope, half)


def train_pack(
    recipe: PackTraining, table: PackTable, y: np.ndarray, weight: np.ndarray, random: np.random.RandomState
) -> TrainedPack:
    """Train on the first n rows of a table, of (n,) targets or codes and weights."""
    n, trunks = len(y), recipe.trunks
    validated = recipe.until is None and n >= SMALLEST
    groups = deal(y, max(trunks, LEAST_GROUPS), random, stratify=recipe.n_classes > 0)
    left_out = np.stack([(groups == trunk) & validated for trunk in range(trunks)])
    rows = _widened(PackRows(table, y.astype(np.float32), np.where(left_out, 0, weight).astype(np.float32)))
    used = np.flatnonzero((~left_out).any(axis=0))
    batch = min(recipe.batch_size or batch_for(n), len(used))
    sizes = [len(table.centre) + len(table.column), *recipe.hidden, max(1, recipe.n_classes)]
    state = begin(
        start(trunks, recipe.members, sizes, random),
        recipe.epochs,
        1 + validated,
        random.randint(2**31 - 1),
        measures=2 if recipe.n_classes else 1,
    )
    plan = PackPlan(recipe.n_classes, batch, recipe.activation, recipe.dropout)
    numbers = {
        "steps": np.int32(len(used) // batch),
        "epochs": np.int32(recipe.epochs),
        "until": np.int32(min(recipe.until or recipe.epochs, recipe.epochs)),
        "rate": np.float32(recipe.rate),
        "decay": np.float32(recipe.decay),
        "validated": np.bool_(validated),
    }
    judged = _judged(rows.y[:n], left_out, weight, validated, random)
    return _run(state, rows, judged, used, numbers, plan, random)


def batch_for(rows: int) -> int:
    """Rows per update: few on small tables, so that an epoch has some updates."""
    return next(size for most, size in BATCHES if rows <= most)


def _run(
    state: PackState,
    rows: PackRows,
    judged: PackRows,
    used: np.ndarray,
    numbers: dict[str, np.generic],
    plan: PackPlan,
    random: np.random.RandomState,
) -> TrainedPack:
    """Call the program until all epochs are done or the time is over: of large tables for an epoch at a time."""
    watch, some = stopwatch(), 1
    rows, judged = jax.device_put((rows, judged))  # once, and not anew for every call
    while int(state.epoch) < int(numbers["until"]) and bool(hopeful(state, numbers)):
        if int(state.epoch) and watch.over():
            break
        began, orders = CLOCK.now(), np.zeros((CHUNK, len(rows.y)), np.int32)
        for order in orders[:some]:
            order[: len(used)] = used[random.permutation(len(used))]
        state = some_epochs(state, rows, judged, orders, numbers | {"some": np.int32(some)}, plan=plan)
        tell_epoch(int(numbers["until"]), _mean_curve(state)[:, :, 0])
        some = round(min(CHUNK, max(1, some * A_CALL / (CLOCK.now() - began + 1e-9))))
    weights = {name: np.asarray(value) for name, value in state.best.items()}
    count = sum(value.size for value in weights.values())
    return TrainedPack(*whole(weights), np.asarray(state.best_epoch).tolist(), _history(state), n_parameters=count)


def _mean_curve(state: PackState) -> np.ndarray:
    """(epochs so far, sets, measures), means over the trunks."""
    return np.asarray(np.asarray(state.curve)[: int(state.epoch)].astype(float).mean(axis=-1))


def _history(state: PackState) -> dict[str, list[float]]:
    """The curves under Keras' names."""
    curve = _mean_curve(state)
    names = [("loss", "accuracy"), ("val_loss", "val_accuracy")]
    return {
        names[place][measure]: curve[:, place, measure].tolist()
        for measure in range(curve.shape[2])
        for place in range(curve.shape[1])
    }


def _judged(
    y: np.ndarray, left_out: np.ndarray, weight: np.ndarray, validated: bool, random: np.random.RandomState
) -> PackRows:
    """Places of each trunk's own training rows (some) and, if any, of those it leaves out, their y and weights:
    (sets, trunks, r). The rows themselves, once for each trunk, would take more memory than all else.
    """
    order = random.permutation(len(y))
    sets = [[order[~mine[order]][:WATCHED] for mine in left_out]]
    if validated:
        sets.append([np.flatnonzero(mine) for mine in left_out])
    size = round_up(max(len(chosen) for each in sets for chosen in each))
    places = np.array([[np.pad(chosen, (0, size - len(chosen))) for chosen in each] for each in sets])
    counts = np.array([[np.arange(size) < len(chosen) for chosen in each] for each in sets])
    return PackRows(places.astype(np.int32), y[places].astype(np.float32), (weight[places] * counts).astype(np.float32))


def _widened(rows: PackRows) -> PackRows:
    """Targets and weights padded to the number of rows, which no order names."""
    spare = len(rows.x.rows) - len(rows.y)
    return rows._replace(y=np.pad(rows.y, (0, spare)), weight=np.pad(rows.weight, ((0, 0), (0, spare))))
