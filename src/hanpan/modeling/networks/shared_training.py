"""From encoded rows to a trained pack with shared weights: inner validation rows, batches, calls of the program."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.modeling.networks.inner import inner_split
from hanpan.modeling.networks.pack import CHUNK, PackPlan
from hanpan.modeling.networks.pack_training import Recipe, TrainedPack, batch_for
from hanpan.modeling.networks.padding import Rows, judged_rows, padded
from hanpan.modeling.networks.shared import SharedState, begin, hopeful, some_epochs, start, whole
from hanpan.modeling.progress import tell_epoch
from hanpan.modeling.stopwatch import stopwatch

Numbers = dict[str, np.generic]


@dataclass(frozen=True, kw_only=True)
class Stopping:
    """When to stop: epochs without improvement on so large a share of the rows."""

    patience: int
    validation_fraction: float


def train_shared(
    recipe: Recipe, stopping: Stopping, x: np.ndarray, y: np.ndarray, weight: np.ndarray, random: np.random.RandomState
) -> TrainedPack:
    """Train on (n, d) encoded rows, (n,) targets or codes and (n,) weights."""
    rows = Rows(x, y.astype(np.float32), weight.astype(np.float32))
    parts = None
    if recipe.until is None:
        parts = inner_split(y, stopping.validation_fraction, random, stratify=recipe.n_classes > 0)
    fit, valid = (rows, None) if parts is None else [Rows(*(part[chosen] for part in rows)) for chosen in parts]
    n = len(fit.y)
    batch = min(recipe.batch_size or batch_for(n), n)
    until = min(recipe.until or recipe.epochs, recipe.epochs)
    sizes = [x.shape[1], *recipe.hidden, max(1, recipe.n_classes)]
    state = begin(start(recipe.members, sizes, random), until, 1 + (valid is not None), random.randint(2**31 - 1))
    numbers: Numbers = {
        "steps": np.int32(n // batch), "until": np.int32(until), "patience": np.int32(stopping.patience),
        "rate": np.float32(recipe.rate), "decay": np.float32(recipe.decay), "validated": np.bool_(valid is not None),
    }  # fmt: skip
    plan = PackPlan(recipe.n_classes, batch, recipe.activation, recipe.dropout)
    judged = judged_rows(fit, valid, random)
    data = padded(fit)
    watch = stopwatch()
    while int(state.epoch) < until and bool(hopeful(state, numbers)):
        if int(state.epoch) and watch.over():
            break
        orders = np.zeros((CHUNK, len(data.y)), np.int32)
        for order in orders:
            order[:n] = random.permutation(n)
        state = some_epochs(state, data, judged, orders, numbers, plan=plan)
        tell_epoch(until, np.asarray(state.curve)[: int(state.epoch)])
    return _trained(state)


def _trained(state: SharedState) -> TrainedPack:
    curve = np.asarray(state.curve)[: int(state.epoch)].astype(float)
    history = {"loss": curve[:, 0].tolist()}
    if curve.shape[1] > 1:
        history["val_loss"] = curve[:, 1].tolist()
    weights = {name: np.asarray(value) for name, value in state.best.items()}
    kernels, biases = whole(weights)
    count = sum(value.size for value in weights.values())
    return TrainedPack(kernels, biases, [int(state.best_epoch)], history, n_parameters=count)
