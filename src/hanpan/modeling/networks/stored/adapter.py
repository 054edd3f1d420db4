"""The one place that touches what Keras keeps behind underscores; tried against Keras 3.15.

Everything that ``Model.fit`` does around its training steps is asked of Keras itself here, so that compiled training
sees the same rows in the same order and the same variables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import keras
import numpy as np
from keras.src import backend
from keras.src.backend import config
from keras.src.backend.jax.trainer import JAXEpochIterator, JAXTrainer
from keras.src.distribution import distribution_lib
from keras.src.trainers.data_adapters import array_slicing
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter, can_convert_arrays

State = tuple[list[Any], list[Any], list[Any], list[Any]]  # trainable, non-trainable, optimizer, metrics
_KNOWN_ORDER = keras.__version__.startswith("3.15.")


@dataclass(frozen=True)
class Feed:
    """Rows as ``fit`` would cut them into batches.

    ``arrays`` is ``x``, ``(x, y)`` or ``(x, y, weight)``, each an array of all n rows or a structure of such.
    """

    arrays: Any
    n: int
    batch_size: int
    shuffle: bool | str
    adapter: ArrayDataAdapter

    def order(self) -> np.ndarray:
        """The rows of one epoch in the order of training, (n,), drawn from NumPy's global state as ``fit`` does."""
        if not self.shuffle:
            return np.arange(self.n, dtype=np.int32)
        if self.shuffle is True and _KNOWN_ORDER:
            return np.random.permutation(self.n).astype(np.int32)  # noqa: NPY002 (the very stream that fit draws from)
        batches = self.adapter._get_iterator(lambda rows, indices: rows[indices], np.arange(self.n, dtype=np.int32))
        return np.concatenate(list(batches))


def is_plain_trainer(model: Any) -> bool:
    """Whether the model trains by jitted steps on one device, the only way a compiled epoch can copy."""
    return (
        isinstance(model, JAXTrainer)
        and model.jit_compile
        and not model.run_eagerly
        and type(model).make_train_function is JAXTrainer.make_train_function
        and type(model).make_test_function is JAXTrainer.make_test_function
        and distribution_lib.distribution() is None
        and not config.is_nnx_enabled()
        and not (config.max_epochs() or config.max_steps_per_epoch())
    )


def is_arrays(rows: Any) -> bool:
    """Whether rows to train or to judge by are arrays or tables; nothing is taken out of what yields batches."""
    return bool(can_convert_arrays(keras.utils.unpack_x_y_sample_weight(rows)))


def split_rows(x: Any, y: Any, sample_weight: Any, validation_split: float) -> tuple[Any, Any]:
    """The first rows for training, the last for validation, as ``fit`` splits them."""
    parts: tuple[Any, Any] = array_slicing.train_validation_split(
        (x, y, sample_weight), validation_split=validation_split
    )
    return parts


def feed_for_training(
    model: Any, rows: tuple[Any, Any, Any], batch_size: int, shuffle: bool | str, class_weight: dict[int, float] | None
) -> Feed | None:
    """The training rows, after building what is not built yet; None when they are not plain arrays.

    Building draws one order of the rows and throws it away, because ``fit`` does.
    """
    x, y, sample_weight = rows
    iterator = JAXEpochIterator(
        x=x, y=y, sample_weight=sample_weight, batch_size=batch_size, shuffle=shuffle, class_weight=class_weight
    )
    feed = _feed(iterator.data_adapter, shuffle)
    if feed is not None:
        model._symbolic_build(iterator=iterator)
    return feed


def feed_for_validation(rows: tuple[Any, ...], batch_size: int) -> Feed | None:
    """The validation rows in their own order; None when they are not plain arrays."""
    x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(rows)
    iterator = JAXEpochIterator(x=x, y=y, sample_weight=sample_weight, batch_size=batch_size, shuffle=False)
    return _feed(iterator.data_adapter, False)


def build(model: Any, batch: tuple[Any, ...]) -> None:
    """Build what is not built yet of the model, its loss, metrics and optimizer, for batches like this one."""
    model._symbolic_build(data_batch=batch)


def _feed(adapter: Any, shuffle: bool | str) -> Feed | None:
    if not isinstance(adapter, ArrayDataAdapter):
        return None
    rows = slice(0, adapter._num_samples)
    parts = array_slicing.convert_to_sliceable(adapter._inputs, target_backend="jax")
    arrays = keras.tree.map_structure(
        lambda part: part.convert_to_jax_compatible(part[rows]), parts, none_is_leaf=False
    )
    if not all(isinstance(item, np.ndarray) for item in keras.tree.flatten(arrays) if item is not None):
        return None
    return Feed(arrays, adapter._num_samples, adapter.batch_size, shuffle, adapter)


def adds_losses(model: Any, feed: Feed) -> bool:
    """Whether the layers of a built model add losses of their own."""
    given, _, _ = keras.utils.unpack_x_y_sample_weight(feed.arrays)
    x = keras.tree.map_structure(lambda part: part[: feed.batch_size], given)
    trainable, other = ([variable.value for variable in part] for part in variables_of(model)[:2])
    call = partial(model.stateless_call, return_losses=True)
    return bool(jax.eval_shape(lambda *given: call(*given)[2], trainable, other, x))


def take_state(model: Any) -> State:
    """The values of all variables."""
    return values_of(variables_of(model))


def variables_of(model: Any) -> tuple[list[Any], ...]:
    """All variables, in the parts of a state; asking for them costs more than reading or setting them."""
    other, metrics = model.non_trainable_variables, model.metrics_variables
    return model.trainable_variables, other, model.optimizer.variables, metrics


def values_of(variables: tuple[list[Any], ...]) -> State:
    """The values of all these variables."""
    trainable, other, optimizer, metrics = ([variable.value for variable in part] for part in variables)
    return trainable, other, optimizer, metrics


def put_state(variables: tuple[list[Any], ...], state: State) -> None:
    """Give all variables their values, as they are: Keras's own ``assign`` checks and copies each one."""
    for places, values in zip(variables, state, strict=True):
        for variable, value in zip(places, values, strict=True):
            variable._direct_assign(value)


def close_state(model: Any) -> None:
    """End of training, also after an error: moving averages of the weights, where kept, become the weights."""
    if isinstance(model.optimizer, keras.optimizers.Optimizer):
        model.optimizer.finalize_variable_values(model.trainable_weights)


def first_epoch(model: Any, initial_epoch: int) -> int:
    """Where to begin: a callback (backup and restore) may have said so."""
    return model._initial_epoch or initial_epoch


def is_default(hook: Any) -> bool:
    """Whether a callback's hook is the empty one it inherits."""
    return bool(getattr(hook, "_is_default", False))


def compile_mark(model: Any) -> tuple[int, ...]:
    """Changes when the model is compiled anew or layers are frozen: an old program no longer fits."""
    return (id(model._compile_config), *(id(variable) for variable in model.trainable_variables))


def give_variables(model: Any, values: list[Any]) -> None:
    """Values for ``model.variables``: weights, moving averages and the states of random streams."""
    for variable, value in zip(model.variables, values, strict=True):
        variable.assign(value)


def give_trained(model: Any, weights: tuple[list[Any], list[Any]]) -> None:
    """Trainable and non-trainable values as a training program returns them."""
    for variables, values in zip((model.trainable_variables, model.non_trainable_variables), weights, strict=True):
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)


def layers_used_once(model: Any) -> list[Any]:
    """The layers inside a model, those called in several places left out."""
    return [layer for layer in model._flatten_layers(include_self=False) if len(layer._inbound_nodes) == 1]


@contextmanager
def compared_as_numbers(callbacks: list[Any]) -> Iterator[None]:
    """Meanwhile these callbacks of Keras's own compare losses as numbers: as arrays each takes as long as an epoch."""
    monitors = [callback for callback in callbacks if hasattr(callback, "_is_improvement")]
    for callback in monitors:
        callback._is_improvement = partial(_is_improvement, callback)
    try:
        yield
    finally:
        for callback in monitors:
            del callback._is_improvement


def _is_improvement(callback: Any, value: Any, reference: Any) -> bool:
    """What the callback's own method answers; JAX rounds to its usual width and takes the tiniest numbers as zero."""
    ordered = {keras.ops.less: np.less, keras.ops.greater: np.greater}.get(callback.monitor_op)
    if ordered is None or type(value) is not float or type(reference) is not float:
        return bool(type(callback)._is_improvement(callback, value, reference))
    with np.errstate(over="ignore", under="ignore"):
        pair = np.array([value - callback.min_delta, reference]).astype(jax.numpy.result_type(float))
    pair[np.abs(pair) < np.finfo(pair.dtype).tiny] = 0
    return bool(ordered(*pair))


@contextmanager
def dropout_replaced(dropout: Any) -> Iterator[None]:
    """While something is traced, Keras's dropout is ``dropout(own, inputs, rate, noise_shape, seed)``."""
    own = backend.random.dropout
    backend.random.dropout = partial(dropout, own)
    try:
        yield
    finally:
        backend.random.dropout = own
