"""Training step by step, for networks with convolutions on CPUs.

XLA computes a convolution inside a loop of its own two to six times slower than outside (jaxlib 0.10), so that what one
program per epoch saves on small dense networks is lost here many times over. Each step is a program here, and the loop
runs in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jax
import numpy as np

from hanpan.modeling.networks.trainer import Outcome, Rows, Schedule, Trainer, judged_rows

_SLOW = ("Conv", "SeparableConv", "DepthwiseConv")  # beginnings of names of layers
_MOST_PATIENCE = 10  # such networks settle within few epochs, and each one costs


def slow_in_loops(model: Any) -> bool:
    """Whether the model trains faster step by step on this machine."""
    return jax.default_backend() == "cpu" and any(type(layer).__name__.startswith(_SLOW) for layer in _layers(model))


class StepwiseTrainer(Trainer):
    """A ``Trainer`` with one program per step; its outcome means the same."""

    _step: Any = None

    def train(self, fit_rows: Rows, valid: Rows | None, schedule: Schedule, learning_rate: float | None,
              random: np.random.RandomState) -> Outcome:  # fmt: skip
        """Train from the model's present weights and a fresh optimizer; the model itself is left as it is."""
        batch = min(schedule.batch_size, len(fit_rows.y))
        judged = judged_rows(fit_rows, valid, random)
        self._build(fit_rows, batch)
        state = self._begin(0, learning_rate, len(judged.y)).state
        kept, patience = _Kept(schedule.min_delta), min(schedule.patience, _MOST_PATIENCE)
        self._compile()
        for epoch in range(schedule.epochs):
            state = self._epoch(state, fit_rows, batch, random)
            losses = [float(self._judge(state, Rows(*parts))) for parts in zip(*judged, strict=True)]
            kept.note(epoch + 1, losses, state, valid is not None)
            if not np.isfinite(losses[0]) or (valid is not None and kept.wait >= patience):
                break
        return kept.outcome(valid is not None)

    def _compile(self) -> None:
        if self._step is None:
            self._step = jax.jit(self._one_step)
            self._judge = jax.jit(self.loss)

    def _one_step(self, state: Any, rows: Rows) -> Any:
        _, state = self.model.train_step(state, self.batch(rows))
        return tuple(list(part) for part in state)

    def _epoch(self, state: Any, rows: Rows, batch: int, random: np.random.RandomState) -> Any:
        order = random.permutation(len(rows.y))
        for first in range(0, len(order) - batch + 1, batch):
            chosen = order[first : first + batch]
            state = self._step(state, Rows(*(part[chosen] for part in rows)))
        return state


class _Kept:
    """The best epoch so far, and the losses of all."""

    def __init__(self, min_delta: float) -> None:
        self.wait, self._min_delta, self._best_loss = 0, min_delta, np.inf
        self._best: Any = None
        self._epoch = 0
        self._curve: list[list[float]] = []

    def note(self, epoch: int, losses: list[float], state: Any, validated: bool) -> None:
        """Keep the epoch's weights if it is the best so far; always, when nothing is judged."""
        self._curve.append(losses)
        loss = losses[-1]
        self.wait = 0 if loss < self._best_loss - self._min_delta else self.wait + 1
        if self._best is None or not validated or loss < self._best_loss:
            self._best, self._best_loss, self._epoch = tuple(state[:2]), loss, epoch

    def outcome(self, validated: bool) -> Outcome:
        """What training came to."""
        train = [losses[0] for losses in self._curve]
        return Outcome(self._best, self._epoch, train, [losses[-1] for losses in self._curve] if validated else [])


def _layers(model: Any) -> Iterator[Any]:
    for layer in model.layers:
        yield layer
        yield from _layers(layer) if hasattr(layer, "layers") else ()
