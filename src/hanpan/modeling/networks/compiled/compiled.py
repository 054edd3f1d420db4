"""Compiled training of any Keras model on JAX: the loop over calls of the program, with callbacks in between."""

from __future__ import annotations

import time
from typing import Any

import jax
import keras
import numpy as np

from hanpan.modeling.networks.compiled.callbacks import batch_hook, epochs_unseen, parts_wanted, quiet
from hanpan.modeling.networks.compiled.program import Plan, program, unpacking
from hanpan.modeling.networks.stored import adapter
from hanpan.modeling.networks.suiting.misfits import learns_its_own_way, notice_no_loss

MOST_EPOCHS = 16  # in one call of the program
MOST_BYTES = 64 * 2**20  # of orders and states held for one call
CALL_SECONDS = 0.3  # aimed at for one call, so that progress shows and Ctrl-C is heard


def train(model: Any, arguments: dict[str, Any]) -> tuple[keras.callbacks.History | None, str]:
    """Train in compiled epochs; the History, or None and the reason why that cannot be.

    Parameters
    ----------
    model
        A compiled Keras model on JAX.
    arguments
        Those of ``training.fit``, by name.
    """
    callbacks = arguments["callbacks"]
    listed = list(keras.tree.flatten(callbacks)) if callbacks else []
    reason = _obstacle(model, callbacks, listed)
    if reason is not None:
        return None, reason
    rows, valid = (arguments["x"], arguments["y"], arguments["sample_weight"]), arguments["validation_data"]
    if arguments["validation_split"] and valid is None:
        rows, valid = adapter.split_rows(*rows, arguments["validation_split"])
    run, reason = _TrainingRun.prepare(model, rows, valid, listed, arguments)
    return (None, reason) if run is None else (run.train(), "")


def _obstacle(model: Any, callbacks: Any, listed: list[Any]) -> str | None:
    """Why this model and these callbacks cannot be compiled into epochs; None if they can."""
    if not adapter.is_plain_trainer(model):
        return type(model).__name__
    if isinstance(callbacks, keras.callbacks.CallbackList):
        return "CallbackList"
    return batch_hook(listed)


class _TrainingRun:
    """One training run: the loop over calls of the program, with callbacks between epochs."""

    def __init__(self, model: Any, feed: adapter.Feed, valid: Any, plan: Plan, arguments: dict[str, Any]) -> None:
        self.model, self.feed, self.plan = model, feed, plan
        self.epochs, self.initial_epoch = arguments["epochs"], arguments["initial_epoch"]
        model.reset_metrics()
        state = adapter.take_state(model)
        self.fresh, self.state_before = state[3], unpacking(state[: plan.keep])
        self.data, self.valid = jax.device_put((feed.arrays, valid))
        self.seconds = float("inf")  # for one epoch; unknown before the first
        self.call = program(model, plan, self._inputs(state, np.zeros((plan.capacity, feed.n), np.int32), 1))

    @classmethod
    def prepare(cls, model: Any, rows: Any, valid: Any, listed: list[Any], arguments: dict[str, Any]) -> Any:
        """A run and no reason, or no run and the reason why."""
        batch_size = arguments["batch_size"] or 32
        for given in (rows, valid):
            if given is not None and not adapter.is_arrays(given):
                return None, type(keras.utils.unpack_x_y_sample_weight(given)[0]).__name__
        feed = adapter.feed_for_training(model, rows, batch_size, arguments["shuffle"], arguments["class_weight"])
        watched = None if valid is None else adapter.feed_for_validation(valid, batch_size)
        if feed is None or (watched is None and valid is not None):
            return None, type(rows[0] if feed is None else valid[0]).__name__
        if model.loss is None and not learns_its_own_way(model) and not adapter.adds_losses(model, feed):
            notice_no_loss()
        keep = parts_wanted(listed)
        capacity = _capacity(model, feed.n, keep) if epochs_unseen(_begun(listed), 2) > 1 else 1
        try:
            plan = Plan(batch_size, batch_size, capacity, keep if capacity > 1 else 0)
            run = cls(model, feed, None if watched is None else watched.arrays, plan, arguments)
        except Exception as error:  # a step of the person's own that a scan cannot carry: Keras may still manage
            return None, str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        run.callbacks = keras.callbacks.CallbackList(
            listed,
            add_history=True,
            add_progbar=arguments["verbose"] != 0,
            verbose=arguments["verbose"],
            epochs=run.epochs,
            steps=-(-feed.n // batch_size),
            model=model,
        )
        return run, None

    callbacks: keras.callbacks.CallbackList

    def train(self) -> keras.callbacks.History:
        """All epochs, or until a callback stops them."""
        model, logs = self.model, {}
        model.stop_training = False
        self.callbacks.on_train_begin()
        epoch = adapter.first_epoch(model, self.initial_epoch)
        try:
            with adapter.compared_as_numbers(quiet(self.callbacks.callbacks)):
                while epoch < self.epochs and not model.stop_training:
                    count = min(epochs_unseen(self.callbacks.callbacks, self._affordable()), self.epochs - epoch)
                    logs = self._some_epochs(epoch, count)
                    epoch += count
        finally:
            adapter.close_state(model)
        self.callbacks.on_train_end(logs=logs)
        return model.history

    def _some_epochs(self, epoch: int, count: int) -> dict[str, Any]:
        """Run ``count`` epochs in one call, then tell the callbacks of each."""
        self.callbacks.on_epoch_begin(epoch)
        orders = np.zeros((self.plan.capacity, self.feed.n), np.int32)
        for index in range(count):
            orders[index] = self.feed.order()
        variables, keep = adapter.variables_of(self.model), self.plan.keep
        began = time.perf_counter()
        state, all_logs, kept = self.call(*self._inputs(adapter.values_of(variables), orders, count))
        all_logs, kept = jax.tree.map(np.asarray, (all_logs, kept))
        self.seconds = (time.perf_counter() - began) / count
        logs: dict[str, Any] = {}
        for index in range(count):
            if index:
                self.callbacks.on_epoch_begin(epoch + index)
            if index == count - 1:
                adapter.put_state(variables, state)
            elif keep:
                adapter.put_state(variables[:keep], self.state_before(kept, index + 1))
            logs = jax.tree.map(lambda values, index=index: values[index], all_logs)
            self.callbacks.on_epoch_end(epoch + index, logs)
        return logs

    def _inputs(self, state: adapter.State, orders: np.ndarray, count: int) -> tuple[Any, ...]:
        return state, self.fresh, self.data, self.valid, orders, np.int32(count)

    def _affordable(self) -> int:
        """How many epochs fit into one call."""
        if self.seconds == float("inf"):
            return 1
        return int(min(self.plan.capacity, max(1, CALL_SECONDS / max(self.seconds, 1e-9))))


def _begun(callbacks: list[Any]) -> list[Any]:
    """The callbacks with their patience whole, as at the beginning (some set ``wait`` only then)."""
    from copy import copy

    fresh = [copy(callback) for callback in callbacks]
    for callback in fresh:
        if hasattr(callback, "wait"):
            callback.wait = 0
    return fresh


def _capacity(model: Any, n: int, keep: int) -> int:
    """Epochs in one call: a fixed number, less only where orders or states of so many would fill the memory."""
    state = sum(int(np.prod(variable.shape)) * 4 for variable in [*model.variables, *model.optimizer.variables])
    each = n * 4 + (state if keep else 0)
    return max(1, min(MOST_EPOCHS, MOST_BYTES // max(each, 1)))
