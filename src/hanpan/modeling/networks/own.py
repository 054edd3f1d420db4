"""A person's own network on the board: any compiled Keras model, or a builder ``f(n_inputs, n_outputs)`` of one."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from hanpan.foundation.errors import BundleError, NetworkError, UsageError
from hanpan.modeling.networks.backend import use_jax
from hanpan.modeling.networks.base import StoppedEarly
from hanpan.modeling.networks.targets import LearnsClasses, LearnsNumbers

Network = Any  # a compiled keras.Model, a builder, the bytes of a .keras file, or its path
NAMES = ("network", "build", "build_network", "model")


def own_network(network: Network, columns: Sequence[str], n_classes: int) -> bytes:
    """A person's network as a ``.keras`` file, compiled and with its starting weights, after all checks.

    Parameters
    ----------
    network
        A compiled model; a builder, called with the number of prepared columns and of output nodes that the task's
        recipe has (1, or one per class above two); or a ``.keras`` file (bytes or path).
    columns
        Names of the prepared columns.
    n_classes
        0 for regression.

    Raises
    ------
    NetworkError
        It does not fit the task or the columns, or holds layers that a model file could not be opened with.
    """
    from hanpan.modeling.networks.fitting_together import check_network
    from hanpan.modeling.networks.keras_files import keras_bytes
    from hanpan.modeling.networks.safety import refuse_unknown

    model = as_model(network, len(columns), n_classes)
    check_network(model, columns, n_classes)
    content = keras_bytes(model)
    try:
        refuse_unknown(content)
    except BundleError as error:
        raise NetworkError("network_layers", reason=error.fields.get("reason", "")) from error
    return content


def as_model(network: Network, n_inputs: int, n_classes: int) -> Any:
    """The Keras model that a person meant."""
    keras = use_jax()
    if isinstance(network, keras.Model):
        return network
    if isinstance(network, bytes | str | Path):
        return open_network(network if isinstance(network, bytes) else Path(network).read_bytes())
    if not callable(network):
        raise NetworkError("network_kind", kind=type(network).__name__)
    model = network(n_inputs, n_classes if n_classes > 2 else 1)
    if not isinstance(model, keras.Model):
        raise NetworkError("network_kind", kind=type(model).__name__)
    return model


def read_network_file(path: Path) -> Callable[..., Any] | Any:
    """The builder or the model of a person's Python file: ``network``, ``build``, ``build_network`` or ``model``.

    The file is the person's own program and is run as such.

    Raises
    ------
    UsageError
        There is no such file, or nothing of these names in it.
    """
    if not path.is_file():
        raise UsageError("network_file_absent", path=str(path))
    use_jax()
    found = runpy.run_path(str(path))
    for name in NAMES:
        if name in found:
            return found[name]
    raise UsageError("network_file_empty", path=str(path), names=", ".join(NAMES))


def open_network(content: bytes) -> Any:
    """A new model from a ``.keras`` file of the person at the keyboard, compiled as it was.

    Raises
    ------
    NetworkError
        Keras cannot open it.
    """
    keras = use_jax()
    import tempfile

    from hanpan.modeling.networks import layers, pack_files  # noqa: F401  (they register our layers)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.keras"
        path.write_bytes(content)
        try:
            return keras.saving.load_model(path, safe_mode=True)
        except Exception as error:
            raise NetworkError("network_unreadable", reason=str(error).strip().splitlines()[0][:200]) from error


class _Own(StoppedEarly):
    """Trains the person's network as it is: its optimizer, loss, layers and starting weights; y in its own unit."""

    def __init__(
        self,
        network: Network,
        epochs: int = 200,
        batch_size: int = 32,
        patience: int = 20,
        min_delta: float = 0.0,
        validation_fraction: float = 0.15,
        fixed_epochs: int | None = None,
        random_state: int | None = None,
    ) -> None:
        self.network = network
        self.epochs = epochs
        self.batch_size = batch_size
        self.patience = patience
        self.min_delta = min_delta
        self.validation_fraction = validation_fraction
        self.fixed_epochs = fixed_epochs
        self.random_state = random_state

    @property
    def model_(self) -> Any:
        """The trained network as a compiled Keras model (a new one each time)."""
        check_is_fitted(self, "record_")
        from hanpan.modeling.networks import adapter

        model = open_network(self._file)
        adapter.give_variables(model, self._variables)
        return model

    def _trainer(self, n_inputs: int, n_classes: int) -> Any:
        names = getattr(self, "feature_names_in_", None)
        columns = [f"x{position}" for position in range(n_inputs)] if names is None else list(names)
        self._file = own_network(self.network, columns, n_classes)
        return _trainer(self._file, n_classes)

    def _begin(self, trainer: Any, random: np.random.RandomState) -> None:
        from hanpan.modeling.networks import adapter

        adapter.give_variables(trainer.model, trainer.started)

    def _rate(self, trainer: Any) -> float | None:
        """The network's own; None where a schedule plans it."""
        rate = trainer.model.optimizer._learning_rate
        return float(np.asarray(rate.value)) if hasattr(rate, "value") else None

    def _answer(self, x: np.ndarray) -> np.ndarray:
        if self.record_.layers is not None:
            return super()._answer(x)
        return np.asarray(self.model_.predict(x, verbose=0))


@lru_cache(maxsize=4)
def _trainer(content: bytes, n_classes: int) -> Any:
    """The network's copy with its compiled programs: the person's own object stays as it is."""
    from hanpan.modeling.networks.fitting_together import ending
    from hanpan.modeling.networks.trainer import Trainer

    model = open_network(content)
    end = ending(model)
    answer: Any = "value" if n_classes == 0 else "sigmoid" if end.nodes == 1 else "softmax"
    return Trainer(model, answer, logits=end.logits, one_hot=end.loss == "one_hot")


class OwnNetworkClassifier(LearnsClasses, _Own):
    """A person's own network for classes, stopped early like ``NetworkClassifier``.

    Every training starts from the weights that the network was given with.

    Parameters
    ----------
    network
        A compiled model, a builder ``f(n_inputs, n_outputs)`` of one, or a ``.keras`` file (bytes or path).
    epochs, batch_size, patience, min_delta, validation_fraction, fixed_epochs, random_state
        As in ``NetworkClassifier``.
    """


class OwnNetworkRegressor(LearnsNumbers, _Own):
    """A person's own network for a number; the target stays in its own unit. See ``OwnNetworkClassifier``."""

    _standardise = False
