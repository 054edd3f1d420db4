"""A person's own network on the board: any compiled Keras model, or a builder ``f(n_inputs, n_outputs)`` of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from hanpan.modeling.networks.estimators.base import StoppedEarly
from hanpan.modeling.networks.estimators.targets import LearnsClasses, LearnsNumbers
from hanpan.modeling.networks.given.reading import Network, from_keras_file, given, n_outputs
from hanpan.modeling.networks.stored.backend import use_jax


@dataclass(frozen=True)
class PreparedNetwork:
    """A person's network, checked, as a ``.keras`` file of what it is before it learns."""

    content: bytes
    fingerprint: str
    n_parameters: int
    name: str


def own_network(network: Network, columns: Sequence[str], n_classes: int) -> bytes:
    """A person's network as a ``.keras`` file, compiled and with new starting weights, after all checks.

    Parameters
    ----------
    network
        A compiled model; a builder, called with the number of prepared columns and of output nodes that the task's
        recipe has (1, or one per class above two); a ``.keras`` file (bytes); or the path of such a file, of a legacy
        ``.h5`` file, or of a Python program that has one of these.
    columns
        Names of the prepared columns.
    n_classes
        0 for regression.

    Raises
    ------
    NetworkError
        It does not fit the task or the columns, or holds layers that a model file could not be opened with.
    UsageError
        There is no such file, or no network in it.
    """
    return prepared_network(network, columns, n_classes).content


def prepared_network(network: Network, columns: Sequence[str], n_classes: int) -> PreparedNetwork:
    """``own_network``, and what else is known of it."""
    use_jax()
    from hanpan.modeling.networks.given.fresh import begun, fingerprint
    from hanpan.modeling.networks.stored.keras_files import keras_bytes
    from hanpan.modeling.networks.suiting.fitting_together import check_network

    found = given(network, len(columns), n_outputs(n_classes))
    model = begun(found, len(columns))
    check_network(model, columns, n_classes)
    return PreparedNetwork(keras_bytes(model), fingerprint(model), int(model.count_params()), str(found.model.name))


def _opened(content: bytes) -> Any:
    """A new compiled model from a ``.keras`` file that ``own_network`` made."""
    use_jax()
    from hanpan.modeling.networks.given.fresh import begun

    found = from_keras_file(content)
    return begun(found, int(found.model.inputs[0].shape[-1]))


class _Own(StoppedEarly):
    """Trains the person's network as it is: its optimizer, loss and layers; y in its own unit."""

    tries = 1  # another learning rate would make it another network

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
        from hanpan.modeling.networks.stored import adapter

        model = _opened(self._file)
        adapter.give_variables(model, self._variables)
        return model

    def _trainer(self, n_inputs: int, n_classes: int) -> Any:
        names = getattr(self, "feature_names_in_", None)
        columns = [f"x{position}" for position in range(n_inputs)] if names is None else list(names)
        given = isinstance(self.network, bytes)
        self._file = (_checked if given else own_network)(self.network, tuple(columns), n_classes)
        return _trainer(self._file, n_classes)

    def _begin(self, trainer: Any, random: np.random.RandomState) -> None:
        from hanpan.modeling.networks.given.fresh import fresh_weights
        from hanpan.modeling.networks.stored import adapter

        adapter.give_variables(trainer.model, fresh_weights(trainer.model, random))

    def _rate(self, trainer: Any) -> float | None:
        """The network's own; None where a schedule plans it."""
        rate = trainer.model.optimizer._learning_rate
        return float(np.asarray(rate.value)) if hasattr(rate, "value") else None

    def _answer(self, x: np.ndarray) -> np.ndarray:
        if self.record_.layers is not None:
            return super()._answer(x)
        from hanpan.modeling.networks.stored import adapter
        from hanpan.modeling.networks.stored.keras_files import answers

        model = _trainer(self._file, self.record_.n_classes).model  # whose program for answering is compiled
        adapter.give_variables(model, self._variables)
        return answers(model, x)


@lru_cache(maxsize=8)
def _checked(content: bytes, columns: tuple[str, ...], n_classes: int) -> bytes:
    """The same file for every fold, so that they share compiled programs."""
    return own_network(content, columns, n_classes)


@lru_cache(maxsize=4)
def _trainer(content: bytes, n_classes: int) -> Any:
    """The network's copy with its compiled programs: the person's own object stays as it is."""
    from hanpan.modeling.networks.compiled.stepwise import StepwiseTrainer, slow_in_loops
    from hanpan.modeling.networks.compiled.trainer import Trainer
    from hanpan.modeling.networks.suiting.fitting_together import ending

    model = _opened(content)
    end = ending(model)
    answer: Any = "value" if n_classes == 0 else "sigmoid" if end.nodes == 1 else "softmax"
    kind = StepwiseTrainer if slow_in_loops(model) else Trainer
    return kind(model, answer, logits=end.logits, one_hot=end.loss == "one_hot")


class OwnNetworkClassifier(LearnsClasses, _Own):
    """A person's own network for classes, stopped early like ``NetworkClassifier``.

    Every training begins with new weights, drawn by the network's own layers from ``random_state``: what it learnt
    before, perhaps from rows it is going to be judged on, is left behind. Frozen layers keep what they have.

    Parameters
    ----------
    network
        As in ``own_network``.
    epochs, batch_size, patience, min_delta, validation_fraction, fixed_epochs, random_state
        As in ``NetworkClassifier``.
    n_classes
        Classes there are, where y holds their codes 0 ... n_classes - 1 and some may be absent; else those in y.
    """

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
        n_classes: int | None = None,
    ) -> None:
        super().__init__(
            network, epochs, batch_size, patience, min_delta, validation_fraction, fixed_epochs, random_state
        )
        self.n_classes = n_classes

    def _read_classes(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if self.n_classes is None:
            return super()._read_classes(y)
        return np.arange(self.n_classes), np.asarray(y, dtype=int)


class OwnNetworkRegressor(LearnsNumbers, _Own):
    """A person's own network for a number; the target stays in its own unit. See ``OwnNetworkClassifier``."""

    _standardise = False
