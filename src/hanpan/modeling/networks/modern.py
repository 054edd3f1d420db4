"""The modern network in scikit-learn's form: a pack of small networks on encoded columns, averaged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.backend import use_jax
from hanpan.modeling.networks.encoding import Encoding, encode, learn_encoding
from hanpan.modeling.networks.forward import LayerSpec, Step, run, steps
from hanpan.modeling.networks.inner import seed_of
from hanpan.modeling.networks.record import NetworkRecord, read_answers

TRIES = 3


class _Modern(BaseEstimator):
    """What classifier and regressor share."""

    record_: NetworkRecord
    arrays_: Mapping[str, np.ndarray]
    _made: list[Step]

    def __init__(
        self,
        hidden: tuple[int, ...] = (64, 64, 64),
        activation: str = "selu",
        epochs: int = 64,
        batch_size: int | None = None,
        learning_rate: float = 0.04,
        dropout: float = 0.0,
        weight_decay: float = 0.0,
        pieces: int = 12,
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
        from hanpan.modeling.networks.pack_files import keras_model

        return keras_model(self.record_, self.arrays_)

    def keras_bytes(self) -> bytes:
        """The pack as a ``.keras`` file."""
        from hanpan.modeling.networks.keras_files import keras_bytes

        return keras_bytes(self.model_)

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C) for rows (n, p)."""
        check_is_fitted(self, "record_")
        x = validate_data(self, x, reset=False, dtype=np.float64)
        return read_answers(self.record_, run(self._made, x))

    def _fit(self, x: np.ndarray, y: np.ndarray, weight: np.ndarray, n_classes: int) -> None:
        use_jax()
        from hanpan.modeling.networks.pack_training import Recipe, train_pack

        encoding = learn_encoding(x, int(self.pieces))
        rate = float(self.learning_rate)
        for _ in range(TRIES):
            recipe = Recipe(
                n_classes=n_classes, hidden=tuple(int(width) for width in np.atleast_1d(self.hidden)),
                activation=self.activation, members=self.n_members or members_for(len(y)), epochs=int(self.epochs),
                until=self.fixed_epochs, batch_size=self.batch_size, rate=rate, decay=float(self.weight_decay),
                dropout=float(self.dropout),
            )  # fmt: skip
            random = np.random.RandomState(seed_of(self.random_state))
            trained = train_pack(recipe, encode(encoding, x), y, weight, random)
            if trained.finite:
                return self._keep(encoding, trained, n_classes, rate)
            rate /= 4
        raise NetworkError("network_diverged", tries=TRIES, learning_rate=rate * 4)

    def _keep(self, encoding: Encoding, trained: Any, n_classes: int, rate: float) -> None:
        """The pack as plain layers, its curves and epochs."""
        layers, arrays = _stack(encoding, trained.weights, self.activation, n_classes)
        self.arrays_, self.learning_rate_ = arrays, rate
        self.record_ = NetworkRecord(
            task="regression" if n_classes == 0 else "binary" if n_classes == 2 else "multiclass",
            n_inputs=len(encoding.centre), n_classes=n_classes, answer="softmax" if n_classes else "value",
            n_parameters=int(sum(value.size for value in trained.weights.values())), layers=layers,
            **self._target_scale(),
        )  # fmt: skip
        self.member_epochs_, self.epochs_ = trained.epochs, int(np.median(trained.epochs))
        self.history_ = trained.history
        self._made = steps(layers, arrays)

    def _target_scale(self) -> dict[str, float]:
        return {}

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__getstate__().items() if name != "_made"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        if "record_" in state:
            self._made = steps(self.record_.layers or (), self.arrays_)


def members_for(rows: int) -> int:
    """Networks in a pack: fewer where one training takes longer."""
    return 8 if rows <= 5_000 else 4 if rows <= 20_000 else 2


def _stack(
    encoding: Encoding, weights: dict[str, np.ndarray], activation: str, n_classes: int
) -> tuple[tuple[LayerSpec, ...], dict[str, np.ndarray]]:
    """Encoding and members as layers; scales and the division by √fan-in go into the kernels."""
    layers = [LayerSpec(kind="encode")]
    arrays = {f"0.{name}": value for name, value in encoding.arrays.items()}
    count = sum(name.startswith("kernel") for name in weights)
    for layer in range(count):
        kernel = weights[f"kernel{layer}"] / np.sqrt(weights[f"kernel{layer}"].shape[1])
        kernel = kernel * weights["scale"][:, :, None] if layer == 0 else kernel
        arrays |= {f"{len(layers)}.kernel": kernel, f"{len(layers)}.bias": weights[f"bias{layer}"]}
        last = "softmax" if n_classes else "linear"
        name = activation if layer < count - 1 else last
        layers += [LayerSpec(kind="dense"), LayerSpec(kind="activation", activation=name)]
    layers.append(LayerSpec(kind="average"))
    return tuple(layers), {name: np.asarray(value) for name, value in arrays.items()}


class ModernNetworkClassifier(ClassifierMixin, _Modern):
    """A pack of small networks for two or more classes, after RealMLP.

    Columns are robustly scaled, gently clipped and cut into pieces between their quantiles. Each member starts from
    other weights, leaves out other rows to choose its best epoch by, and answers with probabilities, which are
    averaged.

    Parameters
    ----------
    hidden, activation
        Nodes of each hidden layer of a member; ``selu``, ``mish``, ``relu``, ``silu``, ``gelu``, ``elu`` or ``tanh``.
    epochs, batch_size, learning_rate
        Passes over the rows, all of which are run; rows per update (None: 64 to 512, by the number of rows); highest
        step size of a schedule of four humps.
    dropout, weight_decay
        Against over-fitting.
    pieces
        Most pieces of a column; 0 for none.
    n_members
        Networks in the pack; None: 8 up to 5 000 rows, 4 up to 20 000, 2 above.
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

    classes_: np.ndarray

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train on (n, p) complete numbers, (n,) labels and (n,) weights of rows.

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


class ModernNetworkRegressor(RegressorMixin, _Modern):
    """A pack of small networks for a number; see ``ModernNetworkClassifier``.

    The target is standardised inside, and answers stay within the range of the fit rows' targets.
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Train on (n, p) complete numbers, (n,) targets and (n,) weights of rows."""
        X, y = validate_data(self, X, y, dtype=np.float64, y_numeric=True, ensure_min_samples=2)
        y = np.asarray(y, dtype=np.float64)
        self._mean, self._scale = float(np.mean(y)), float(np.std(y)) or 1.0
        self._low, self._high = float(np.min(y)), float(np.max(y))
        self._fit(X, (y - self._mean) / self._scale, _check_sample_weight(sample_weight, X), 0)
        return self

    def predict(self, X: Any) -> np.ndarray:
        """Values (n,)."""
        return self.output(X)

    def _target_scale(self) -> dict[str, float]:
        return {"target_mean": self._mean, "target_scale": self._scale, "target_low": self._low,
                "target_high": self._high}  # fmt: skip
