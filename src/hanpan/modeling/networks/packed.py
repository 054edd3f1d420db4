"""The packed network in scikit-learn's form: members that share weights, trained as one and averaged."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.networks.modern import Pack
from hanpan.modeling.networks.targets import LearnsClasses, LearnsNumbers


class _Packed(Pack):
    """What classifier and regressor share."""

    def __init__(
        self,
        hidden: tuple[int, ...] = (64, 64),
        activation: str = "relu",
        epochs: int = 100,
        batch_size: int | None = None,
        learning_rate: float = 0.003,
        dropout: float = 0.1,
        weight_decay: float = 3e-4,
        pieces: int = 8,
        n_members: int = 8,
        patience: int = 12,
        validation_fraction: float = 0.15,
        fixed_epochs: int | None = None,
        random_state: int | None = None,
    ) -> None:
        super().__init__(
            hidden, activation, epochs, batch_size, learning_rate, dropout, weight_decay, pieces, n_members,
            fixed_epochs, random_state,
        )  # fmt: skip
        self.patience = patience
        self.validation_fraction = validation_fraction

    def _train(
        self, recipe: Any, x: np.ndarray, y: np.ndarray, weight: np.ndarray, random: np.random.RandomState
    ) -> Any:
        from hanpan.modeling.networks.shared_training import Stopping, train_shared

        stopping = Stopping(patience=int(self.patience), validation_fraction=float(self.validation_fraction))
        return train_shared(recipe, stopping, x, y, weight, random)


class PackedNetworkClassifier(LearnsClasses, _Packed):
    """Many networks in one for two or more classes, after TabM: they share their weights, and differ by multipliers.

    Every layer has one matrix of weights for all members; each member multiplies what goes in and what comes out by
    factors of its own. So a pack costs little more memory than one network. Each member learns from its own error;
    their probabilities are averaged. Columns are encoded as in ``ModernNetworkClassifier``.

    Parameters
    ----------
    hidden, activation
        Nodes of each hidden layer; ``relu``, ``selu``, ``mish``, ``silu``, ``gelu``, ``elu`` or ``tanh``.
    epochs, batch_size, learning_rate
        Most passes over the rows; rows per update (None: 64 to 512, by the number of rows); step size of Adam.
    dropout, weight_decay
        Against over-fitting.
    pieces
        Most pieces of a column; 0 for none.
    n_members
        Networks in the pack.
    patience, validation_fraction
        Early stopping: epochs without improvement of the averaged answer, share of rows kept for it.
    fixed_epochs
        Train on all rows for exactly so many epochs, without early stopping.
    random_state
        Seed.

    Attributes
    ----------
    classes_, epochs_, history_, model_
        Labels; the epoch whose weights are kept; loss of the averaged answer per epoch; the Keras model.

    References
    ----------
    Gorishniy, Kotelnikov, Babenko (2025), TabM: advancing tabular deep learning with parameter-efficient ensembling.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 80).reshape(-1, 1)
    >>> network = PackedNetworkClassifier(hidden=(8,), epochs=40, n_members=4, random_state=0).fit(x, x[:, 0] > 0)
    >>> network.predict([[-0.8], [0.8]]).tolist()
    [False, True]
    """


class PackedNetworkRegressor(LearnsNumbers, _Packed):
    """Many networks in one for a number; see ``PackedNetworkClassifier``.

    The target is standardised inside, and answers stay within the range of the fit rows' targets.
    """

    _bounded = True
