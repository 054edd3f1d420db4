"""Dense networks in scikit-learn's form: the course's recipe, stopped early on rows of their own."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from sklearn.utils.validation import check_is_fitted

from hanpan.modeling.networks.estimators.base import StoppedEarly
from hanpan.modeling.networks.estimators.targets import LearnsClasses, LearnsNumbers
from hanpan.modeling.networks.plain.activations import ACTIVATION_NAMES


class Dense(StoppedEarly):
    """What classifier and regressor share."""

    activations: ClassVar[tuple[str, ...]] = ACTIVATION_NAMES

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
        check_is_fitted(self, "record_")
        from hanpan.modeling.networks.estimators import architecture
        from hanpan.modeling.networks.stored import adapter

        shape = self._shape(self.record_.n_inputs, self.record_.n_classes)
        model = architecture.build(shape, self.learning_rate)
        adapter.give_variables(model, self._variables)
        return model

    def _shape(self, n_inputs: int, n_classes: int) -> Any:
        from hanpan.modeling.networks.estimators.architecture import Architecture

        hidden = tuple(int(width) for width in np.atleast_1d(self.hidden))
        return Architecture(
            n_inputs=n_inputs,
            n_classes=n_classes,
            hidden=hidden,
            activation=self.activation,
            dropout=float(self.dropout),
            l1=float(self.l1),
            l2=float(self.l2),
        )

    def _trainer(self, n_inputs: int, n_classes: int) -> Any:
        return _trainer(self._shape(n_inputs, n_classes))

    def _begin(self, trainer: Any, random: np.random.RandomState) -> None:
        from hanpan.modeling.networks.estimators.architecture import start_weights
        from hanpan.modeling.networks.stored import adapter

        adapter.give_variables(trainer.model, start_weights(trainer.model, random))

    def _rate(self, trainer: Any) -> float:
        return float(self.learning_rate)


@lru_cache(maxsize=8)
def _trainer(shape: Any) -> Any:
    """One Keras model and its compiled programs per architecture, for all fits in this process."""
    from hanpan.modeling.networks.compiled.trainer import Trainer
    from hanpan.modeling.networks.estimators.architecture import build

    return Trainer(build(shape), shape.answer)


class NetworkClassifier(LearnsClasses, Dense):
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
    dropout
        Against over-fitting: the share of each hidden layer's nodes that pause at random in every update; none pauses
        when predicting (Srivastava et al., 2014).
    l1, l2
        Against over-fitting: what is added to the loss for each weight's size (drives weights to 0) and for its square
        (keeps them small). Biases are free, and ``history_`` shows losses without it.
    patience, min_delta
        Early stopping: training ends after ``patience`` epochs in which the loss on inner validation rows was not below
        the best by more than ``min_delta``; the weights of the best epoch are brought back.
    validation_fraction
        Share of the fit rows kept aside as inner validation rows; with 0 all ``epochs`` are run on all rows.
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


class NetworkRegressor(LearnsNumbers, Dense):
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
