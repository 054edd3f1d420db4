"""``fit``: the public way to train any compiled Keras model, on whatever backend Keras runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hanpan.modeling.networks.notices import notice
from hanpan.modeling.networks.stored.backend import import_keras, runs_on_jax, use_jax

if TYPE_CHECKING:
    import keras

# What counts batches instead of rows, and what it is where nobody asks for it: left to Keras.
_BY_BATCHES = {"steps_per_epoch": None, "validation_steps": None, "validation_batch_size": None, "validation_freq": 1}


def fit(
    model: keras.Model,
    x: Any = None,
    y: Any = None,
    batch_size: int | None = None,
    epochs: int = 1,
    verbose: int | str = "auto",
    callbacks: Sequence[keras.callbacks.Callback] | None = None,
    validation_split: float = 0.0,
    validation_data: Any = None,
    shuffle: bool | str = True,
    class_weight: dict[int, float] | None = None,
    sample_weight: Any = None,
    initial_epoch: int = 0,
    steps_per_epoch: int | None = None,
    validation_steps: int | None = None,
    validation_batch_size: int | None = None,
    validation_freq: int | Sequence[int] = 1,
) -> keras.callbacks.History:
    """Train a compiled Keras model as ``model.fit`` does, to the same weights, in less time.

    Whole epochs run as one compiled program, validation included. Callbacks run at the boundaries of epochs; hooks
    within an epoch, data that are not arrays, and the last four arguments (they count batches) make it fall back to
    ``model.fit``, with one ``NetworkNotice``. Where Keras already runs on another backend than JAX, a process with JAX
    trains a copy, and its weights come back. Networks with convolutions are trained by ``model.fit`` itself on CPUs,
    where that is faster.

    What Keras would train to nonsense without a word is told in one ``NetworkNotice``: NaN and infinite cells, labels
    that the loss cannot mean, a last layer that does not fit the loss. What it would end on is refused in three lines.

    Parameters
    ----------
    model
        Any compiled model: Sequential, Functional (several inputs or outputs) or a subclass, with a loss in
        ``compile``, in ``add_loss``, or in a ``compute_loss`` or ``train_step`` of its own.
    x, y
        Arrays or tables, or lists or dicts of these, n rows each; or, as x alone, what yields batches.
    batch_size, epochs, verbose, callbacks, validation_split, validation_data, shuffle, class_weight, sample_weight, \
    initial_epoch, steps_per_epoch, validation_steps, validation_batch_size, validation_freq
        As in ``keras.Model.fit``, and in the same order.

    Returns
    -------
    keras.callbacks.History
        Loss and metrics per epoch.

    Raises
    ------
    NetworkError
        The model is no Keras model, or not compiled; x or y hold text, dates or mixtures, differ in their number of
        rows, or have another shape than network and loss read.

    Examples
    --------
    >>> import keras, numpy as np, hanpan.networks as hn
    >>> keras.utils.set_random_seed(0)
    >>> x = np.linspace(-1, 1, 64).reshape(-1, 1)
    >>> model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    >>> model.compile(optimizer=keras.optimizers.Adam(0.1), loss="mse")
    >>> history = hn.fit(model, x, 2 * x + 1, epochs=100, verbose=0)
    >>> history.history["loss"][-1] < 0.01
    True
    """
    arguments = {
        "x": x,
        "y": y,
        "sample_weight": sample_weight,
        "validation_data": validation_data,
        "epochs": epochs,
        "validation_split": validation_split,
        "callbacks": callbacks,
        "class_weight": class_weight,
        "batch_size": batch_size,
        "shuffle": shuffle,
        "verbose": verbose,
        "initial_epoch": initial_epoch,
    }
    from hanpan.modeling.networks.suiting.misfits import check_training

    check_training(model, x, y, validation_data)
    given = {
        "steps_per_epoch": steps_per_epoch,
        "validation_steps": validation_steps,
        "validation_batch_size": validation_batch_size,
        "validation_freq": validation_freq,
    }
    beyond = {name: value for name, value in given.items() if value != _BY_BATCHES[name]}
    if beyond:
        notice("own_fit", reason=", ".join(beyond))
        return model.fit(**arguments, **beyond)
    history, reason = _elsewhere(model, arguments) if not runs_on_jax() else _here(model, arguments)
    if history is None:
        notice("own_fit", reason=reason)
        history = model.fit(**arguments)
    # For who reads its curves: whether the best epoch was brought back.
    told = getattr(callbacks, "callbacks", callbacks) or ()
    history.kept = any(getattr(callback, "restore_best_weights", False) for callback in told)
    return history


def _here(model: Any, arguments: dict[str, Any]) -> tuple[Any, str]:
    use_jax()
    from hanpan.modeling.networks.compiled.compiled import train
    from hanpan.modeling.networks.compiled.stepwise import slow_in_loops

    if slow_in_loops(model):
        return model.fit(**arguments), ""
    return train(model, arguments)


def _elsewhere(model: Any, arguments: dict[str, Any]) -> tuple[Any, str]:
    from hanpan.modeling.networks.compiled.other_backend import fit_elsewhere

    return fit_elsewhere(model, arguments), f"backend {import_keras().backend.backend()}"
