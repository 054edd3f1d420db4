"""Compiled training: ``fit`` for any compiled Keras model, with the arguments and results of ``Model.fit``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import jax
import keras
import numpy as np

from hanpan.modeling.networks import adapter
from hanpan.modeling.networks.backend import runs_on_jax, use_jax
from hanpan.modeling.networks.callbacks import batch_hook, epochs_unseen, wants_each_state
from hanpan.modeling.networks.notices import notice
from hanpan.modeling.networks.program import Plan, epoch_of, program

MOST_EPOCHS = 16  # in one call of the program
MOST_BYTES = 64 * 2**20  # of orders and states held for one call
CALL_SECONDS = 0.3  # aimed at for one call, so that progress shows and Ctrl-C is heard


def fit(
    model: keras.Model,
    x: Any = None,
    y: Any = None,
    *,
    epochs: int = 1,
    batch_size: int = 32,
    validation_data: Any = None,
    validation_split: float = 0.0,
    callbacks: Sequence[keras.callbacks.Callback] | None = None,
    class_weight: dict[int, float] | None = None,
    sample_weight: Any = None,
    shuffle: bool | str = True,
    verbose: int | str = 0,
    initial_epoch: int = 0,
) -> keras.callbacks.History:
    """Train a compiled Keras model as ``model.fit`` does, to the same weights, in less time.

    Whole epochs run as one compiled program, validation included. Callbacks run at the boundaries of epochs; hooks
    within an epoch, data that are not arrays and another backend than JAX make it fall back to ``model.fit``, with
    one ``NetworkNotice``.

    Parameters
    ----------
    model
        Any compiled model: Sequential, Functional (several inputs or outputs) or a subclass.
    x, y
        Arrays, or lists or dicts of arrays, n rows each.
    epochs, batch_size, validation_data, validation_split, callbacks, class_weight, sample_weight, shuffle, \
    verbose, initial_epoch
        As in ``keras.Model.fit``.

    Returns
    -------
    keras.callbacks.History
        Loss and metrics per epoch.

    Examples
    --------
    >>> import keras, numpy as np, hanpan.networks as hn
    >>> keras.utils.set_random_seed(0)
    >>> x = np.linspace(-1, 1, 64).reshape(-1, 1)
    >>> model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(optimizer=keras.optimizers.Adam(0.1), loss="mse")
    >>> history = hn.fit(model, x, 2 * x + 1, epochs=100)
    >>> history.history["loss"][-1] < 0.01
    True
    """
    listed = list(keras.tree.flatten(callbacks)) if callbacks else []
    arguments = {"epochs": epochs, "batch_size": batch_size, "class_weight": class_weight, "shuffle": shuffle,
                     "verbose": verbose, "initial_epoch": initial_epoch}  # fmt: skip
    reason = _obstacle(model, callbacks, listed)
    if reason is None:
        rows, valid = (x, y, sample_weight), validation_data
        if validation_split and validation_data is None:
            rows, valid = adapter.split_rows(x, y, sample_weight, validation_split)
        run, reason = _Run.prepare(model, rows, valid, listed, arguments)
        if run is not None:
            return run.train()
    notice("own_fit", reason=reason)
    return model.fit(x, y, validation_data=validation_data, validation_split=validation_split, callbacks=callbacks,
                     sample_weight=sample_weight, **arguments)  # fmt: skip


def _obstacle(model: Any, callbacks: Any, listed: list[Any]) -> str | None:
    """Why this model and these callbacks cannot be compiled into epochs; None if they can."""
    model._assert_compile_called("fit")
    if not runs_on_jax():
        return f"backend {keras.backend.backend()}"
    use_jax()
    if not adapter.is_plain_trainer(model) or isinstance(callbacks, keras.callbacks.CallbackList):
        return type(callbacks if adapter.is_plain_trainer(model) else model).__name__
    return batch_hook(listed)


class _Run:
    """One training run: the loop over calls of the program, with callbacks between epochs."""

    def __init__(self, model: Any, feed: adapter.Feed, valid: Any, plan: Plan, arguments: dict[str, Any]) -> None:
        self.model, self.feed, self.plan = model, feed, plan
        self.epochs, self.initial_epoch = arguments["epochs"], arguments["initial_epoch"]
        model.reset_metrics()
        self.fresh = adapter.take_state(model)[3]
        self.data, self.valid = jax.device_put((feed.arrays, valid))
        self.seconds = float("inf")  # for one epoch; unknown before the first
        self.call = program(model, plan, self._inputs(np.zeros((plan.capacity, feed.n), np.int32), 1))

    @classmethod
    def prepare(cls, model: Any, rows: Any, valid: Any, listed: list[Any], arguments: dict[str, Any]) -> Any:
        """A run and no reason, or no run and the reason why."""
        batch_size = arguments["batch_size"] or 32
        feed = adapter.feed_for_training(model, rows, batch_size, arguments["shuffle"], arguments["class_weight"])
        watched = None if valid is None else adapter.feed_for_validation(valid, batch_size)
        if feed is None or (watched is None and valid is not None):
            return None, type(rows[0] if feed is None else valid[0]).__name__
        keep = wants_each_state(listed)
        capacity = _capacity(model, feed.n, keep) if epochs_unseen(_begun(listed), 2) > 1 else 1
        try:
            plan = Plan(batch_size, batch_size, capacity, keep and capacity > 1)
            run = cls(model, feed, None if watched is None else watched.arrays, plan, arguments)
        except Exception as error:  # a step of the person's own that a scan cannot carry: Keras may still manage
            return None, str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        run.callbacks = keras.callbacks.CallbackList(
            listed, add_history=True, add_progbar=arguments["verbose"] != 0, verbose=arguments["verbose"],
            epochs=run.epochs, steps=-(-feed.n // batch_size), model=model,
        )  # fmt: skip
        return run, None

    callbacks: keras.callbacks.CallbackList

    def train(self) -> keras.callbacks.History:
        """All epochs, or until a callback stops them."""
        model, logs = self.model, {}
        model.stop_training = False
        self.callbacks.on_train_begin()
        epoch = adapter.first_epoch(model, self.initial_epoch)
        try:
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
        began = time.perf_counter()
        state, all_logs, states = self.call(*self._inputs(orders, count))
        all_logs, states = jax.tree.map(np.asarray, (all_logs, states))
        self.seconds = (time.perf_counter() - began) / count
        logs: dict[str, Any] = {}
        for index in range(count):
            if index:
                self.callbacks.on_epoch_begin(epoch + index)
            if index == count - 1:
                adapter.put_state(self.model, state)
            elif states is not None:
                adapter.put_state(self.model, epoch_of(states, index))
            logs = epoch_of(all_logs, index)
            self.callbacks.on_epoch_end(epoch + index, logs)
        return logs

    def _inputs(self, orders: np.ndarray, count: int) -> tuple[Any, ...]:
        return adapter.take_state(self.model), self.fresh, self.data, self.valid, orders, np.int32(count)

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


def _capacity(model: Any, n: int, keep: bool) -> int:
    """Epochs in one call: a fixed number, less only where orders or states of so many would fill the memory."""
    state = sum(int(np.prod(variable.shape)) * 4 for variable in [*model.variables, *model.optimizer.variables])
    each = n * 4 + (state if keep else 0)
    return max(1, min(MOST_EPOCHS, MOST_BYTES // max(each, 1)))
