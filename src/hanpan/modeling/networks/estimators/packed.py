"""The packed network in scikit-learn's form: members that share weights, trained side by side and averaged."""

from __future__ import annotations

from hanpan.modeling.networks.estimators.modern import Pack
from hanpan.modeling.networks.estimators.targets import LearnsClasses, LearnsNumbers


class _Packed(Pack):
    """What classifier and regressor share."""

    def __init__(
        self,
        hidden: tuple[int, ...] = (64, 64, 64),
        activation: str = "selu",
        epochs: int = 64,
        batch_size: int | None = None,
        learning_rate: float = 0.04,
        dropout: float = 0.0,
        weight_decay: float = 0.0,
        pieces: int | None = None,
        n_members: int = 4,
        n_trunks: int | None = None,
        fixed_epochs: int | None = None,
        random_state: int | None = None,
    ) -> None:
        super().__init__(
            hidden,
            activation,
            epochs,
            batch_size,
            learning_rate,
            dropout,
            weight_decay,
            pieces,
            n_members,
            fixed_epochs,
            random_state,
        )
        self.n_trunks = n_trunks

    def _sizes(self, rows: int) -> dict[str, int]:
        return {"trunks": self.n_trunks or trunks_for(rows), "members": int(self.n_members or 1)}


def trunks_for(rows: int) -> int:
    """Trunks of a pack: fewer where one training takes longer."""
    return 4 if rows <= 2_500 else 2


class PackedNetworkClassifier(LearnsClasses, _Packed):
    """Networks that share their weights, for two or more classes, after TabM.

    A trunk has one matrix of weights a layer. Its members multiply what goes into a layer and what comes out by factors
    of their own, and have a last layer each, so that they cost little more memory than one network. Each member learns
    from its own error. Trunks start from other weights and leave out other rows, by which they choose their best epoch
    (so that together they learn from all rows). The probabilities of all members are averaged. Columns are encoded and
    weights trained as in ``ModernNetworkClassifier``.

    Parameters
    ----------
    hidden, activation
        Nodes of each hidden layer; ``selu``, ``mish``, ``relu``, ``silu``, ``gelu``, ``elu`` or ``tanh``.
    epochs, batch_size, learning_rate
        Passes over the rows, ended early where the last ones brought most trunks nothing; rows per update (None: by the
        number of rows); highest step size of a schedule of four humps.
    dropout, weight_decay
        Against over-fitting.
    pieces
        Most pieces of a column; 0 for none; None: 6, or 24 from 2 500 rows of up to 64 columns.
    n_members, n_trunks
        Networks that share a trunk; trunks (None: 4 up to 2 500 rows, 2 above).
    fixed_epochs
        Train on all rows and stop after so many epochs, choosing nothing.
    random_state
        Seed.

    Attributes
    ----------
    classes_, epochs_, member_epochs_, history_, model_
        Labels; median and all of the trunks' best epochs; mean curves of the trunks per epoch, each judged by the mean
        answer of its members; the Keras model.

    References
    ----------
    Gorishniy, Kotelnikov, Babenko (2025), TabM: advancing tabular deep learning with parameter-efficient ensembling.
    Holzmüller, Grinsztajn, Steinwart (2024), Better by default: strong pre-tuned MLPs and boosted trees on tabular
    data.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.linspace(-1, 1, 80).reshape(-1, 1)
    >>> network = PackedNetworkClassifier(hidden=(8,), epochs=20, n_members=2, random_state=0).fit(x, x[:, 0] > 0)
    >>> network.predict([[-0.8], [0.8]]).tolist()
    [False, True]
    """


class PackedNetworkRegressor(LearnsNumbers, _Packed):
    """Many networks in one for a number; see ``PackedNetworkClassifier``.

    The target is standardised inside, and answers stay within the range of the fit rows' targets.
    """

    _bounded = True
