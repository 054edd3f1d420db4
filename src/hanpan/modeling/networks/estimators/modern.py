"""The modern network in scikit-learn's form: a pack of small networks on encoded columns, averaged."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from sklearn.utils.validation import check_is_fitted

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.curves.curve_facts import constant_loss
from hanpan.modeling.networks.compiled.inner import seed_of
from hanpan.modeling.networks.estimators.base import Answering
from hanpan.modeling.networks.estimators.targets import LearnsClasses, LearnsNumbers
from hanpan.modeling.networks.plain.activations import IN_PACKS
from hanpan.modeling.networks.plain.encoding import Encoding, learn_encoding
from hanpan.modeling.networks.plain.forward import LayerSpec
from hanpan.modeling.networks.plain.record import NetworkRecord
from hanpan.modeling.networks.stored.backend import use_jax

TRIES = 3  # each with a quarter of the learning rate, when the error grows beyond all numbers


class Pack(Answering):
    """What classifier and regressor share."""

    activations: ClassVar[tuple[str, ...]] = IN_PACKS

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
        n_members: int | None = None,
        fixed_epochs: int | None = None,
        random_state: int | None = None,
    ) -> None:
        self.hidden = hidden
        self.activation = activation
        self.epochs = epochs
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.dropout = dropout
        self.weight_decay = weight_decay
        self.pieces = pieces
        self.n_members = n_members
        self.fixed_epochs = fixed_epochs
        self.random_state = random_state

    @property
    def model_(self) -> Any:
        """The trained pack as a Keras model that answers (a new one each time)."""
        check_is_fitted(self, "record_")
        use_jax()
        from hanpan.modeling.networks.stored.pack_files import keras_model

        return keras_model(self.record_, self.arrays_)

    def _fit(self, x: np.ndarray, y: np.ndarray, weight: np.ndarray, n_classes: int) -> None:
        use_jax()
        from hanpan.modeling.networks.estimators.pack_training import table_for, train_pack

        encoding = learn_encoding(x, pieces_for(*x.shape) if self.pieces is None else int(self.pieces))
        table, rate = table_for(encoding, x), float(self.learning_rate)
        tried: list[float] = []
        for _ in range(TRIES):
            random = np.random.RandomState(seed_of(self.random_state))
            recipe = self._recipe(n_classes, len(y), rate)
            trained = train_pack(recipe, table, y, weight, random)
            if trained.finite:
                self.curve_facts_ = {
                    "tried": tuple(tried),
                    "inference": True,
                    "adaptive": True,
                    "finite_data": True,
                    "learning_rate": rate,
                    "baseline": constant_loss(y, "crossentropy" if n_classes else "mse"),
                    "fit_rows": len(y),
                    "kept": self.fixed_epochs is None,
                    "dropout": bool(self.dropout),
                }
                return self._keep(encoding, trained, n_classes, rate)
            tried.append(rate)
            rate /= 4
        raise NetworkError("network_diverged", tries=TRIES, learning_rate=rate * 4)

    def _sizes(self, rows: int) -> dict[str, int]:
        """``trunks`` and ``members`` of each, for so many rows."""
        return {"trunks": self.n_members or members_for(rows), "members": 1}

    def _recipe(self, n_classes: int, rows: int, rate: float) -> Any:
        from hanpan.modeling.networks.estimators.pack_training import PackTraining

        return PackTraining(
            n_classes=n_classes,
            hidden=tuple(int(width) for width in np.atleast_1d(self.hidden)),
            activation=self.activation,
            **self._sizes(rows),
            epochs=int(self.epochs),
            until=self.fixed_epochs,
            batch_size=self.batch_size,
            rate=rate,
            decay=float(self.weight_decay),
            dropout=float(self.dropout),
        )

    def _keep(self, encoding: Encoding, trained: Any, n_classes: int, rate: float) -> None:
        """The pack as plain layers, its curves and epochs."""
        layers, arrays = _stack(encoding, trained, self.activation, n_classes)
        record = NetworkRecord(
            task="regression" if n_classes == 0 else "binary" if n_classes == 2 else "multiclass",
            n_inputs=len(encoding.centre),
            n_classes=n_classes,
            answer="softmax" if n_classes else "value",
            n_parameters=int(trained.n_parameters),
            layers=layers,
            **self._target_scale(),
        )
        self.learning_rate_, self.history_ = rate, trained.history
        self.member_epochs_, self.epochs_ = trained.epochs, int(np.median(trained.epochs))
        self._take_layers(record, arrays)

    def _target_scale(self) -> dict[str, Any]:
        raise NotImplementedError


def members_for(rows: int) -> int:
    """Networks in a pack: fewer where one training takes longer."""
    return 8 if rows <= 2_500 else 4 if rows <= 20_000 else 2


def pieces_for(rows: int, columns: int) -> int:
    """Most pieces of a column: fine ones where many rows can fill them, and they are not too many to learn from."""
    return 24 if rows > 2_500 and columns <= 64 else 6


def _stack(
    encoding: Encoding, trained: Any, activation: str, n_classes: int
) -> tuple[tuple[LayerSpec, ...], dict[str, np.ndarray]]:
    """Encoding and members as layers."""
    layers = [LayerSpec(kind="encode")]
    arrays = {f"0.{name}": value for name, value in encoding.arrays.items()}
    last = "softmax" if n_classes else "linear"
    for layer, (kernel, bias) in enumerate(zip(trained.kernels, trained.biases, strict=True)):
        known = kernel[:, : encoding.width] if layer == 0 else kernel  # without the columns of zeros
        arrays |= {f"{len(layers)}.kernel": np.asarray(known), f"{len(layers)}.bias": np.asarray(bias)}
        name = activation if layer < len(trained.kernels) - 1 else last
        layers += [LayerSpec(kind="dense"), LayerSpec(kind="activation", activation=name)]
    layers.append(LayerSpec(kind="average"))
    return tuple(layers), arrays


class ModernNetworkClassifier(LearnsClasses, Pack):
    """A pack of small networks for two or more classes, after RealMLP.

    Columns are robustly scaled, gently clipped and cut into pieces between their quantiles. Each member starts from
    other weights, leaves out other rows to choose its best epoch by, and answers with probabilities, which are
    averaged.

    Parameters
    ----------
    hidden, activation
        Nodes of each hidden layer of a member; ``selu``, ``mish``, ``relu``, ``silu``, ``gelu``, ``elu`` or ``tanh``.
    epochs, batch_size, learning_rate
        Passes over the rows, ended early where the last ones brought most members nothing; rows per update (None:
        64 to 512, by the number of rows); highest step size of a schedule of four humps.
    dropout, weight_decay
        Against over-fitting.
    pieces
        Most pieces of a column; 0 for none; None: 6, or 24 from 2 500 rows of up to 64 columns.
    n_members
        Networks in the pack; None: 8 up to 2 500 rows, 4 up to 20 000, 2 above.
    fixed_epochs
        Train on all rows and stop after so many epochs, choosing nothing.
    random_state
        Seed.

    Attributes
    ----------
    classes_, epochs_, member_epochs_, history_, model_
        Labels; median and all of the members' best epochs; mean loss of the members per epoch; the Keras model.

    References
    ----------
    Holzmüller, Grinsztajn, Steinwart (2024), Better by default: strong pre-tuned MLPs and boosted trees on tabular
    data.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 80).reshape(-1, 1)
    >>> network = ModernNetworkClassifier(hidden=(8,), epochs=20, n_members=2, random_state=0).fit(x, x[:, 0] > 0)
    >>> network.predict([[-0.8], [0.8]]).tolist()
    [False, True]
    """


class ModernNetworkRegressor(LearnsNumbers, Pack):
    """A pack of small networks for a number; see ``ModernNetworkClassifier``.

    The target is standardised inside, and answers stay within the range of the fit rows' targets.
    """

    _bounded = True
