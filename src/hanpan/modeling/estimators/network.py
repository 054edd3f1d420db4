"""Keras networks on the board: the estimators of the networks room behind the board's contract."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from hanpan.modeling.curves.watched import watch
from hanpan.modeling.estimators.base import FoldCurve, LibraryEstimator, PreparedRows, Rows, spread_classes

_HOMES = {  # builder -> module and family of classes
    "dense": ("dense", "Network"),
    "grouped": ("grouped", "GroupedNetwork"),
    "modern": ("modern", "ModernNetwork"),
    "packed": ("packed", "PackedNetwork"),
    "own": ("own", "OwnNetwork"),
}


class NetworkEstimator(LibraryEstimator):
    """A network by ``setting.builder``: the course's recipe (``dense``), its controlled connections (``grouped``),
    modern ones with weights of their own (``modern``) or shared (``packed``), or a person's own (``own``).

    Epochs are chosen on an inner part of the fit rows, never on the validation rows: those feed the ensemble.
    """

    @classmethod
    def load(cls, builder: str) -> None:
        """Import Keras on JAX."""
        from hanpan.modeling.networks.stored.backend import use_jax

        use_jax()

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Train, stopping early on an inner part of the rows, or for ``fixed_epochs``."""
        kind = _kind(self.setting.builder, self.setting.classification)
        self._model = kind(random_state=self.setting.seed, **self._parameters()).fit(*rows)
        self.curve = self._read_curve()

    def fit_batches(self, rows: PreparedRows) -> None:
        """Train on all rows, chunk by chunk: as many updates as on the rows at hand, but each row at least once."""
        from hanpan.modeling.networks.compiled.streaming import StreamedRows

        kind = _kind(self.setting.builder, self.setting.classification)
        parameters = self._parameters()
        epochs = parameters.get("fixed_epochs") or parameters["epochs"]
        weight = np.ones(len(rows)) if rows.weight is None else rows.weight
        streamed = StreamedRows(width=rows.width, read=rows.x, y=np.asarray(rows.y), weight=weight)
        passes = max(1, round(epochs * rows.at_hand / len(rows)))
        network = kind(random_state=self.setting.seed, **parameters)
        self._model = network.fit_streamed(streamed, passes, self.setting.n_classes)

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        if not self.setting.classification:
            return np.asarray(self._model.predict(x), dtype=float).reshape(len(x))
        probability = np.asarray(self._model.predict_proba(x), dtype=float)
        return spread_classes(probability, self._model.classes_, self.setting.n_classes)

    def _parameters(self) -> dict[str, Any]:
        parameters = dict(self.setting.parameters)
        if "hidden" in parameters:
            parameters["hidden"] = tuple(parameters["hidden"])
        if self.setting.builder in ("modern", "packed"):
            # Its members choose their epochs by rows they leave out themselves, in every fit alike.
            parameters.pop("fixed_epochs", None)
        if self.setting.builder == "grouped":
            parameters["groups"] = self._groups()
        if self.setting.builder == "own":
            parameters["network"] = self.setting.networks[parameters["network"]]
            parameters |= {"n_classes": self.setting.n_classes} if self.setting.classification else {}
        return parameters

    def _groups(self) -> dict[str, list[int]]:
        """The prepared columns of each group of the table's columns."""
        return {
            name: [place for place, source in enumerate(self.setting.sources) if source in columns]
            for name, columns in self.setting.groups.items()
        }

    def _read_curve(self) -> FoldCurve | None:
        history = getattr(self._model, "history_", None) or {}
        if not history.get("val_loss"):
            return None
        train, validation = (self._in_unit(history[name]) for name in ("loss", "val_loss"))
        return FoldCurve(self.setting.loss, train, validation, watch(self._model), chosen=int(self._model.epochs_))

    def _in_unit(self, losses: Sequence[float]) -> list[float]:
        """Losses as the other algorithms tell them: networks learn numbers by the squared error of a standardised y."""
        if self.setting.classification:
            return list(map(float, losses))
        unscaled: list[float] = (np.sqrt(losses) * self._model.record_.target_scale).tolist()
        return unscaled


def _kind(builder: str, classification: bool) -> Any:
    """The estimator class of the networks room."""
    module, family = _HOMES[builder]
    found = import_module(f"hanpan.modeling.networks.estimators.{module}")
    return getattr(found, f"{family}{'Classifier' if classification else 'Regressor'}")
