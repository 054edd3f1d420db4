"""Training of the estimators' networks: early stopping inside the program, curves in inference mode, padded shapes.

``compiled.fit`` copies ``Model.fit`` to the last bit. Estimators are free of that, and use the freedom to train many
times with one compiled program: rows are padded to round numbers, so that the folds of a table share a program, and
patience is counted inside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from hanpan.modeling.listening.progress import tell_epoch
from hanpan.modeling.listening.stopwatch import stopwatch
from hanpan.modeling.networks.compiled.masks import drawn, dropouts, given, moved_on
from hanpan.modeling.networks.compiled.padding import PaddedRows, judged_rows, padded
from hanpan.modeling.networks.plain.record import Answer
from hanpan.modeling.networks.stored import adapter

CHUNK = 25  # epochs in one call: their orders are drawn beforehand
_LONG = 20_000  # rows from which on the time is looked at after each epoch: a call of many may take a minute
Each = Callable[[int, Any, list[float]], None]  # epoch (1-based), weights, losses


class Progress(NamedTuple):
    """What training carries from epoch to epoch.

    ``curve`` is (epochs, sets, measures): train and, if any, validation; loss and, for classes, the share right.
    """

    state: Any
    best: Any
    best_loss: Any
    best_epoch: Any
    wait: Any
    epoch: Any
    curve: Any


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How long to train. Without validation rows all ``epochs`` are run and the last weights are kept."""

    epochs: int
    batch_size: int
    patience: int
    min_delta: float = 0.0


@dataclass
class TrainingOutcome:
    """Weights of the chosen epoch (1-based), and the loss of each epoch without penalties and dropout.

    ``right`` holds the shares answered right, as ``history`` calls them.
    """

    weights: tuple[list[Any], list[Any]]  # trainable, non-trainable
    chosen: int
    train: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)
    right: dict[str, list[float]] = field(default_factory=dict)

    @property
    def finite(self) -> bool:
        """Whether the network answers with numbers."""
        losses = self.validation or self.train
        return bool(np.isfinite(losses[self.chosen - 1]) and np.isfinite(self.train[self.chosen - 1]))

    @property
    def history(self) -> dict[str, list[float]]:
        """The curves under Keras' names."""
        validation = {"val_loss": self.validation} if self.validation else {}
        return {"loss": self.train, **validation, **self.right}


class Trainer:
    """A compiled Keras model with the programs that train it, used again for every fold of the same shape."""

    def __init__(self, model: Any, answer: Answer, logits: bool = False, one_hot: bool = False) -> None:
        self.model, self.answer, self.logits, self.one_hot = model, answer, logits, one_hot
        self._programs: dict[Any, Callable[..., Any]] = {}
        self._built = False
        self.started: list[np.ndarray] = [np.array(variable.value) for variable in model.variables]

    def train(
        self,
        fit_rows: PaddedRows,
        valid: PaddedRows | None,
        schedule: Schedule,
        learning_rate: float | None,
        random: np.random.RandomState,
        each: Each | None = None,
    ) -> TrainingOutcome:
        """Train from the model's present weights and a fresh optimizer; the model itself is left as it is.

        Parameters
        ----------
        fit_rows, valid
            x (n, p), y (n,), weight (n,); ``valid`` decides when to stop.
        each
            Called after every epoch with its number, its weights and its losses; the result is the same, to the last
            bit, only later.
        """
        n = len(fit_rows.y)
        batch = min(schedule.batch_size, n)
        data = padded(fit_rows)
        judged = judged_rows(fit_rows, valid, random)
        progress = self.begin(data, batch, schedule.epochs, learning_rate, len(judged.y))
        fixed = (
            data,
            judged,
            np.int32(n // batch),
            np.float32(schedule.min_delta),
            np.int32(schedule.patience if valid is not None else 2**30),
        )
        single = each is not None or n >= _LONG
        call = None
        while int(progress.epoch) < schedule.epochs and goes_on(progress, schedule, valid is not None):
            orders = _orders(n, len(data.y), random)
            arguments = (progress, *fixed, orders, np.int32(schedule.epochs))
            call = call or self.program(batch, valid is not None, arguments)
            progress = _one_by_one(call, arguments, each) if single else call(*arguments)
            tell_epoch(schedule.epochs, np.asarray(progress.curve)[: int(progress.epoch), :, 0])
        return outcome_of(progress, valid is not None)

    def _build(self, data: PaddedRows, batch: int) -> None:
        if not self._built:
            rows = self.batch(PaddedRows(*(part[:batch] for part in data)))
            adapter.build(self.model, jax.tree.map(np.asarray, rows))
            self._built = True

    def batch(self, rows: PaddedRows) -> tuple[Any, Any, Any]:
        """Rows as the model's loss wants them."""
        if not self.one_hot:
            return tuple(rows)
        return rows.x, jax.nn.one_hot(rows.y.astype(np.int32), self.model.outputs[0].shape[-1]), rows.weight

    def measure(self, state: Any, rows: PaddedRows) -> Any:
        """In inference mode: the mean loss and, for classes, the share answered right; weighted alike."""
        answers, _ = self.model.stateless_call(state[0], state[1], rows.x, training=False)
        if self.logits:
            answers = jax.nn.sigmoid(answers) if self.answer == "sigmoid" else jax.nn.softmax(answers)
        by_row = [loss_by_row(answers, rows.y, self.answer)]
        if self.answer != "value":
            code = answers[:, 0] > 0.5 if self.answer == "sigmoid" else jnp.argmax(answers, axis=1)
            by_row.append((code.astype(rows.y.dtype) == rows.y).astype(by_row[0].dtype))
        return jnp.stack(by_row) @ rows.weight / jnp.sum(rows.weight)

    def begin(self, data: PaddedRows, batch: int, epochs: int, learning_rate: float | None, sets: int) -> Progress:
        """Before the first epoch: the model's present weights and a fresh optimizer."""
        self._build(data, batch)
        self.model.reset_metrics()
        if learning_rate is not None:
            self.model.optimizer.learning_rate = learning_rate
        state = adapter.take_state(self.model)
        rounded = -(-epochs // CHUNK) * CHUNK
        curve = jnp.full((rounded, sets, 1 if self.answer == "value" else 2), jnp.nan, jnp.float32)
        zero = jnp.int32(0)
        return Progress(state, tuple(state[:2]), jnp.float32(jnp.inf), zero, zero, zero, curve)

    def program(self, batch: int, validated: bool, arguments: tuple[Any, ...]) -> Callable[..., Any]:
        """What trains some epochs with arguments of such shapes, compiled once."""
        shapes = jax.tree.map(lambda leaf: (jnp.shape(leaf), str(jnp.result_type(leaf))), arguments)
        key = (batch, validated, str(shapes))
        if key not in self._programs:
            chunk = _chunk(self, batch, validated)
            self._programs[key] = jax.jit(chunk).lower(*arguments).compile()
        return self._programs[key]


def _chunk(trainer: Trainer, batch: int, validated: bool) -> Callable[..., Progress]:
    """Up to ``CHUNK`` epochs, ended early when patience runs out."""

    def run(progress: Progress, data: PaddedRows, judged: PaddedRows, *limits: Any) -> Progress:
        steps, min_delta, patience, orders, epochs = limits
        first = progress.epoch

        def going(progress: Progress) -> Any:
            in_time = (progress.epoch < epochs) & (progress.epoch < first + CHUNK)
            return in_time & (progress.wait < patience) & jnp.isfinite(_last(progress))

        def one(progress: Progress) -> Progress:
            order, began = orders[progress.epoch - first], progress.state
            bits = drawn(dropouts(trainer.model), began[1], len(order) // batch, batch)

            def step(index: Any, state: Any) -> Any:
                rows = jax.lax.dynamic_slice(order, (index * batch,), (batch,))
                with given(trainer.model, {place: cells[index] for place, cells in bits.items()}):
                    _, state = trainer.model.train_step(
                        state, trainer.batch(PaddedRows(*(part[rows] for part in data)))
                    )
                return tuple(list(part) for part in state)

            state = jax.lax.fori_loop(0, steps, step, began)
            state = (state[0], moved_on(state[1], bits, steps), *state[2:])
            measured = jax.lax.map(lambda rows: trainer.measure(state, rows), judged)  # one body for both
            return advance(progress, state, measured, min_delta if validated else None)

        return jax.lax.while_loop(going, one, progress)

    return run


def advance(progress: Progress, state: Any, measured: Any, min_delta: Any) -> Progress:
    """Note an epoch: keep its weights if it is the best so far (always, when nothing is judged)."""
    loss = measured[-1, 0]
    better = loss < progress.best_loss
    enough = True if min_delta is None else loss < progress.best_loss - min_delta
    keep = True if min_delta is None else better
    best = jax.lax.cond(keep, lambda: tuple(state[:2]), lambda: progress.best)
    epoch = progress.epoch + 1
    return Progress(
        state=state,
        best=best,
        best_loss=jnp.where(keep, loss, progress.best_loss),
        best_epoch=jnp.where(keep, epoch, progress.best_epoch),
        wait=jnp.where(enough, 0, progress.wait + 1),
        epoch=epoch,
        curve=progress.curve.at[progress.epoch].set(measured),
    )


def _last(progress: Progress) -> Any:
    """Train loss of the last epoch (0 before the first)."""
    return jnp.where(progress.epoch == 0, 0.0, progress.curve[progress.epoch - 1, 0, 0])


def loss_by_row(answers: Any, y: Any, answer: Answer) -> Any:
    """Loss of each row, (n,)."""
    if answer == "value":
        return jnp.square(answers[:, 0] - y)
    if answer == "sigmoid":
        sure = jnp.where(y > 0.5, answers[:, 0], 1 - answers[:, 0])
    else:
        sure = jnp.take_along_axis(answers, y.astype(jnp.int32)[:, None], axis=1)[:, 0]
    return -jnp.log(jnp.clip(sure, 1e-7, 1.0))


def goes_on(progress: Progress, schedule: Schedule, validated: bool) -> bool:
    """Whether neither numbers nor patience nor the time have run out."""
    epoch = int(progress.epoch)
    if epoch and not np.isfinite(float(progress.curve[epoch - 1, 0, 0])):
        return False
    return (not validated or int(progress.wait) < schedule.patience) and not (epoch and stopwatch().over())


def outcome_of(progress: Progress, validated: bool) -> TrainingOutcome:
    """What training came to."""
    count = int(progress.epoch)
    curve = np.asarray(progress.curve)[:count].astype(float)
    chosen = int(progress.best_epoch) or count
    validation = curve[:, -1, 0].tolist() if validated else []
    names = ("accuracy", "val_accuracy")[: curve.shape[1]] if curve.shape[2] > 1 else ()
    right = {name: curve[:, place, 1].tolist() for place, name in enumerate(names)}
    return TrainingOutcome(progress.best, chosen, curve[:, 0, 0].tolist(), validation, right)


def _one_by_one(call: Callable[..., Progress], arguments: tuple[Any, ...], each: Each | None) -> Progress:
    """What one call does, one epoch at a time, as far as the time allows."""
    progress: Progress
    progress, *fixed, orders, epochs = arguments
    for place in range(CHUNK):
        began = int(progress.epoch)
        progress = call(progress, *fixed, np.roll(orders, -place, axis=0), np.int32(min(began + 1, int(epochs))))
        if int(progress.epoch) == began:
            break
        if each is not None:
            each(began + 1, tuple(progress.state[:2]), np.asarray(progress.curve[began, :, 0]).tolist())
        if stopwatch().over():
            break
    return progress


def _orders(n: int, width: int, random: np.random.RandomState) -> np.ndarray:
    """One order of the n rows per epoch, padded to the width of the data."""
    orders = np.zeros((CHUNK, width), np.int32)
    for order in orders:
        order[:n] = random.permutation(n)
    return orders
