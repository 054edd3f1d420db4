"""Training step by step, for networks with convolutions on CPUs.

XLA computes a convolution inside a loop of its own two to six times slower than outside (jaxlib 0.10), so that what one
program per epoch saves on small dense networks is lost here many times over. Each step is a program here, and the loop
runs in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from hanpan.modeling.listening.progress import tell_epoch
from hanpan.modeling.networks.compiled.padding import PaddedRows, judged_rows
from hanpan.modeling.networks.compiled.trainer import (
    Each,
    Progress,
    Schedule,
    Trainer,
    TrainingOutcome,
    advance,
    goes_on,
    outcome_of,
)

_SLOW = ("Conv", "SeparableConv", "DepthwiseConv")  # beginnings of names of layers
_MOST_PATIENCE = 10  # such networks settle within few epochs, and each one costs


def slow_in_loops(model: Any) -> bool:
    """Whether the model trains faster step by step on this machine."""
    return jax.default_backend() == "cpu" and any(type(layer).__name__.startswith(_SLOW) for layer in _layers(model))


class StepwiseTrainer(Trainer):
    """A ``Trainer`` with one program per step; its outcome means the same."""

    _step: Any = None

    def train(
        self,
        fit_rows: PaddedRows,
        valid: PaddedRows | None,
        schedule: Schedule,
        learning_rate: float | None,
        random: np.random.RandomState,
        each: Each | None = None,
    ) -> TrainingOutcome:
        """Train from the model's present weights and a fresh optimizer; the model itself is left as it is."""
        schedule = replace(schedule, patience=min(schedule.patience, _MOST_PATIENCE))
        judged = judged_rows(fit_rows, valid, random)
        batch = min(schedule.batch_size, len(fit_rows.y))
        progress = self.begin(fit_rows, batch, schedule.epochs, learning_rate, len(judged.y))
        self._compile()
        while int(progress.epoch) < schedule.epochs and goes_on(progress, schedule, valid is not None):
            state = self._epoch(progress.state, fit_rows, batch, random)
            measured = jnp.stack([self._measure(state, PaddedRows(*parts)) for parts in zip(*judged, strict=True)])
            progress = advance(progress, state, measured, None if valid is None else schedule.min_delta)
            self._tell(progress, schedule, each)
        return outcome_of(progress, valid is not None)

    def _tell(self, progress: Progress, schedule: Schedule, each: Each | None) -> None:
        epoch = int(progress.epoch)
        losses = np.asarray(progress.curve)[:epoch, :, 0]
        if each is not None:
            each(epoch, tuple(progress.state[:2]), losses[-1].tolist())
        tell_epoch(schedule.epochs, losses)

    def _compile(self) -> None:
        if self._step is None:
            self._step = jax.jit(self._one_step)
            self._measure = jax.jit(self.measure)

    def _one_step(self, state: Any, rows: PaddedRows) -> Any:
        _, state = self.model.train_step(state, self.batch(rows))
        return tuple(list(part) for part in state)

    def _epoch(self, state: Any, rows: PaddedRows, batch: int, random: np.random.RandomState) -> Any:
        order = random.permutation(len(rows.y))
        for first in range(0, len(order) - batch + 1, batch):
            chosen = order[first : first + batch]
            state = self._step(state, PaddedRows(*(part[chosen] for part in rows)))
        return state


def _layers(model: Any) -> Iterator[Any]:
    for layer in model.layers:
        yield layer
        yield from _layers(layer) if hasattr(layer, "layers") else ()
