"""Dense networks in scikit-learn's form: the course's recipe, stopped early on rows of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.backend import use_jax
from hanpan.modeling.networks.forward import Step, run, steps
from hanpan.modeling.networks.inner import inner_split, seed_of
from hanpan.modeling.networks.record import NetworkRecord, read_answers

TRIES = 4  # each with a tenth of the learning rate, when the error grows beyond all numbers


class _Network(BaseEstimator):
    """What classifier and regressor share."""

    record_: NetworkRecord
    arrays_: Mapping[str, np.ndarray]
    _made: list[Step]

    def __init__(
        self,
        hidden: tuple[int, ...] = (64, 32),
        activation: str = "relu",
        epochs: int = 200,
        batch_size: int = 32,
        learning_rate: float = 0.001,
        dropout: float = 0.0,
        l1: float = 0.0,
        l2: float = 0.0,
        patience: int = 20,
        min_delta: float = 0.0,
        validation_fraction: float = 0.15,
        fixed_epochs: int | None = None,
        random_state: int | None = None,
    ) -> None:
        self.hidden = hidden
        self.activation = activation
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.dropout = dropout
        self.l1 = l1
        self.l2 = l2
        self.patience = patience
        self.min_delta = min_delta
        self.validation_fraction = validation_fraction
        self.fixed_epochs = fixed_epochs
        self.random_state = random_state

    @property
    def model_(self) -> Any:
        """The trained network as a compiled Keras model (a new one each time)."""
        check_is_fitted(self)
        from hanpan.modeling.networks import adapter, architecture

        model = architecture.build(self._architecture, self.learning_rate)
        adapter.give_variables(model, self._variables)
        return model

    def keras_bytes(self) -> bytes:
        """The network as a ``.keras`` file."""
        from hanpan.modeling.networks.keras_files import keras_bytes

        return keras_bytes(self.model_)

    def _fit(self, x: np.ndarray, y: np.ndarray, weight: np.ndarray, n_classes: int) -> None:
        """Train on float rows and targets on a plain scale (regression) or codes (classification)."""
        from hanpan.modeling.networks.trainer import Rows, Schedule

        random = np.random.RandomState(seed_of(self.random_state))
        use_jax()
        self._architecture = self._shape(x.shape[1], n_classes)
        rows = Rows(x.astype(np.float32), y.astype(np.float32), weight.astype(np.float32))
        parts = None
        if self.fixed_epochs is None:
            parts = inner_split(y, self.validation_fraction, random, stratify=n_classes > 0)
        fit_rows, valid = (rows, None) if parts is None else (_some(rows, parts[0]), _some(rows, parts[1]))
        schedule = Schedule(epochs=self.fixed_epochs or self.epochs, batch_size=self.batch_size,
                            patience=self.patience, min_delta=self.min_delta)  # fmt: skip
        self._keep(self._train(fit_rows, valid, schedule, random))

    def _train(self, fit_rows: Any, valid: Any, schedule: Any, random: np.random.RandomState) -> Any:
        from hanpan.modeling.networks import adapter
        from hanpan.modeling.networks.architecture import start_weights

        trainer, rate = _trainer(self._architecture), float(self.learning_rate)
        for _ in range(TRIES):
            adapter.give_variables(trainer.model, start_weights(trainer.model, random))
            outcome = trainer.train(fit_rows, valid, schedule, rate, random)
            if outcome.finite:
                self.learning_rate_ = rate
                return outcome
            rate /= 10
        raise NetworkError("network_diverged", tries=TRIES, learning_rate=rate * 10)

    def _keep(self, outcome: Any) -> None:
        """What is known after training: weights, curves, epochs."""
        from hanpan.modeling.networks import adapter
        from hanpan.modeling.networks.description import describe

        trainer = _trainer(self._architecture)
        adapter.give_trained(trainer.model, outcome.weights)
        self._variables = [np.array(variable.value) for variable in trainer.model.variables]
        described = describe(trainer.model)
        layers, self.arrays_ = (None, {}) if described is None else (tuple(described[0]), described[1])
        shape = self._architecture
        self.record_ = NetworkRecord(
            task=shape.task, n_inputs=shape.n_inputs, n_classes=shape.n_classes, answer=shape.answer,
            n_parameters=int(trainer.model.count_params()), layers=layers, **self._target_scale(),
        )  # fmt: skip
        self.epochs_ = outcome.chosen
        self.history_ = {"loss": outcome.train}
        if outcome.validation:
            self.history_["val_loss"] = outcome.validation
        self._made = steps(layers or (), self.arrays_)

    def _target_scale(self) -> dict[str, float]:
        return {}

    def _shape(self, n_inputs: int, n_classes: int) -> Any:
        from hanpan.modeling.networks.architecture import Architecture

        hidden = tuple(int(width) for width in np.atleast_1d(self.hidden))
        return Architecture(n_inputs=n_inputs, n_classes=n_classes, hidden=hidden, activation=self.activation,
                            dropout=float(self.dropout), l1=float(self.l1), l2=float(self.l2))  # fmt: skip

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C) for rows (n, p)."""
        check_is_fitted(self, "record_")
        x = validate_data(self, x, reset=False, dtype=np.float64)
        return read_answers(self.record_, run(self._made, x))

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__getstate__().items() if name != "_made"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        if "record_" in state:  # functions are not copied but made again
            self._made = steps(self.record_.layers or (), self.arrays_)


class NetworkClassifier(ClassifierMixin, _Network):
    """A dense network for two or more classes.

    Two classes: one sigmoid node and binary cross-entropy. More: a softmax node per class and cross-entropy on
    integer codes. Adam; stopped when the loss on inner validation rows (a stratified share of the fit rows) has not
    improved for ``patience`` epochs; the weights of the best epoch are kept.

    Parameters
    ----------
    hidden
        Nodes of each hidden layer; ``()`` is logistic regression.
    activation
        ``relu``, ``sigmoid``, ``tanh``, ``leaky_relu`` (slope 0.1), ``elu``, ``selu``, ``gelu``, ``silu``, ``mish``
        or ``maxout``.
    epochs, batch_size, learning_rate
        Most passes over the rows, rows per update, step size of Adam.
    dropout, l1, l2
        Against over-fitting: share of hidden nodes dropped, penalties on weights.
    patience, min_delta, validation_fraction
        Early stopping: epochs without improvement, what counts as one, share of rows kept for it.
    fixed_epochs
        Train on all rows for exactly so many epochs, without early stopping.
    random_state
        Seed.

    Attributes
    ----------
    classes_, epochs_, history_, model_
        Labels; the epoch whose weights are kept; loss per epoch (``loss``, ``val_loss``), both measured after the
        epoch and without dropout; the Keras model.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 80).reshape(-1, 1)
    >>> network = NetworkClassifier(hidden=(4,), epochs=60, learning_rate=0.1, random_state=0).fit(x, x[:, 0] > 0)
    >>> network.predict([[-0.8], [0.8]]).tolist()
    [False, True]
    """

    classes_: np.ndarray

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train.

        Parameters
        ----------
        X
            (n, p) numbers, complete and on a common scale.
        y
            (n,) labels of two or more classes.
        sample_weight
            (n,) weights of rows.

        Raises
        ------
        NetworkError
            Only one class, or an error that grows beyond all numbers.
        """
        X, y = validate_data(self, X, y, dtype=np.float64, ensure_min_samples=2)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise NetworkError("network_one_class", label=str(self.classes_[0]), rows=len(y))
        self._fit(X, codes, _check_sample_weight(sample_weight, X), len(self.classes_))
        return self

    def predict_proba(self, X: Any) -> np.ndarray:
        """Probabilities (n, C), in the order of ``classes_``."""
        return self.output(X)

    def predict(self, X: Any) -> np.ndarray:
        """The most probable class of each row."""
        check_is_fitted(self, "record_")
        return self.classes_[np.argmax(self.output(X), axis=1)]


class NetworkRegressor(RegressorMixin, _Network):
    """A dense network for a number: one linear node, mean squared error, Adam.

    The target is put on mean 0 and standard deviation 1 inside; predictions are in its own unit. Parameters and
    attributes as in ``NetworkClassifier``; losses in ``history_`` are of the standardised target.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 80).reshape(-1, 1)
    >>> network = NetworkRegressor(hidden=(), epochs=200, learning_rate=0.05, random_state=0).fit(x, 3 * x[:, 0] + 5)
    >>> bool(abs(network.predict([[0.5]])[0] - 6.5) < 0.1)
    True
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train on (n, p) numbers and (n,) targets.

        Raises
        ------
        NetworkError
            The error grows beyond all numbers.
        """
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True)
        y = np.asarray(y, dtype=np.float64)
        weight = _check_sample_weight(sample_weight, X)
        self._mean = float(np.average(y, weights=weight if weight.sum() > 0 else None))
        self._scale = float(np.std(y)) or 1.0
        self._fit(X, (y - self._mean) / self._scale, weight, 0)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Values (n,)."""
        return self.output(X)

    def _target_scale(self) -> dict[str, float]:
        return {"target_mean": self._mean, "target_scale": self._scale}


@lru_cache(maxsize=8)
def _trainer(shape: Any) -> Any:
    """One Keras model and its compiled programs per architecture, for all fits in this process."""
    from hanpan.modeling.networks.architecture import build
    from hanpan.modeling.networks.trainer import Trainer

    return Trainer(build(shape), shape.answer)


def _some(rows: Any, chosen: np.ndarray) -> Any:
    return type(rows)(*(part[chosen] for part in rows))
