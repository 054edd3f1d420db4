"""Training a Keras model inside an estimator: inner validation rows, retries, what is kept afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.curves.curve_facts import constant_loss, of_model
from hanpan.modeling.networks.compiled.inner import inner_split, seed_of
from hanpan.modeling.networks.plain.forward import Step, run, steps
from hanpan.modeling.networks.plain.record import NetworkRecord, read_answers
from hanpan.modeling.networks.stored.backend import use_jax

WILD = 10  # an error so many times that of answering 0 is no result either


class Answering(BaseEstimator):
    """A fitted network that answers from plain layers; the functions it calls are made again after copying."""

    record_: NetworkRecord
    arrays_: Mapping[str, np.ndarray]
    _made: list[Step]

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C) for rows (n, p)."""
        check_is_fitted(self, "record_")
        x = validate_data(self, x, reset=False, dtype=np.float64)
        return read_answers(self.record_, self._answer(x))

    def keras_bytes(self) -> bytes:
        """The network as a ``.keras`` file."""
        from hanpan.modeling.networks.stored.keras_files import keras_bytes

        return keras_bytes(self.model_)

    @property
    def model_(self) -> Any:
        """The trained network as a Keras model (a new one each time)."""
        raise NotImplementedError

    def _answer(self, x: np.ndarray) -> np.ndarray:
        return run(self._made, x)

    def _take_layers(self, record: NetworkRecord, arrays: Mapping[str, np.ndarray]) -> None:
        self.record_, self.arrays_ = record, arrays
        self._made = steps(record.layers or (), arrays)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__getstate__().items() if name != "_made"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        if "record_" in state:
            self._made = steps(self.record_.layers or (), self.arrays_)


class StoppedEarly(Answering):
    """Trains a Keras model, stopped early on inner validation rows, or for ``fixed_epochs`` on all rows."""

    tries = 4  # each with a tenth of the learning rate, when the error grows beyond all numbers
    epochs: int
    batch_size: int
    patience: int
    min_delta: float
    validation_fraction: float
    fixed_epochs: int | None
    random_state: Any

    def _trainer(self, n_inputs: int, n_classes: int) -> Any:
        """The ``Trainer`` of this network."""
        raise NotImplementedError

    def _begin(self, trainer: Any, random: np.random.RandomState) -> None:
        """Give the trainer's model its starting weights."""
        raise NotImplementedError

    def _rate(self, trainer: Any) -> float | None:
        """The learning rate to begin with; None for one that the network's optimizer plans itself."""
        raise NotImplementedError

    def _target_scale(self) -> dict[str, Any]:
        raise NotImplementedError

    def _fit(self, x: np.ndarray, y: np.ndarray, weight: np.ndarray, n_classes: int) -> None:
        """Train on float rows and targets on a plain scale (regression) or codes (classification)."""
        use_jax()
        from hanpan.modeling.networks.compiled.padding import PaddedRows
        from hanpan.modeling.networks.compiled.trainer import Schedule
        from hanpan.modeling.networks.compiled.watchers import told_each

        random = np.random.RandomState(seed_of(self.random_state))
        rows = PaddedRows(x.astype(np.float32), y.astype(np.float32), weight.astype(np.float32))
        parts = None
        if self.fixed_epochs is None:
            parts = inner_split(y, self.validation_fraction, random, stratify=n_classes > 0)
        fit_rows, valid = (rows, None) if parts is None else (_some(rows, parts[0]), _some(rows, parts[1]))
        schedule = Schedule(
            epochs=self.fixed_epochs or self.epochs,
            batch_size=self.batch_size,
            patience=self.patience,
            min_delta=self.min_delta,
        )
        trainer = self._trainer(x.shape[1], n_classes)

        def train(rate: float | None) -> Any:
            return trainer.train(fit_rows, valid, schedule, rate, random, told_each(trainer.model, fit_rows, valid))

        outcome = self._train(trainer, train, fit_rows.y, random)
        self.curve_facts_ |= {
            **of_model(trainer.model),
            "learning_rate": self.learning_rate_,
            "planned": schedule.epochs,
            "baseline": constant_loss(fit_rows.y, "crossentropy" if n_classes else "mse"),
            "fit_rows": len(fit_rows.y),
        }
        if valid is not None:
            self.curve_facts_ |= {"validation_rows": len(valid.y), "patience": schedule.patience, "kept": True}
        self._keep(trainer, outcome, n_classes)

    def _fit_streamed(self, rows: Any, passes: int, n_classes: int) -> None:
        """Train on ``StreamedRows`` whose targets are as those of ``_fit``."""
        use_jax()
        from hanpan.modeling.networks.compiled.streaming import train_streamed

        random = np.random.RandomState(seed_of(self.random_state))
        trainer = self._trainer(rows.width, n_classes)
        self.n_features_in_ = rows.width
        outcome = self._train(
            trainer, lambda rate: train_streamed(trainer, rows, passes, self.batch_size, rate, random), rows.y, random
        )
        self._keep(trainer, outcome, n_classes)

    def _train(
        self, trainer: Any, train: Callable[[float | None], Any], y: np.ndarray, random: np.random.RandomState
    ) -> Any:
        """What training came to, with a smaller learning rate where it came to nothing."""
        rate = self._rate(trainer)
        tries = self.tries if rate is not None else 1
        tried: list[float] = []
        for _ in range(tries):
            self._begin(trainer, random)
            outcome = train(rate)
            if outcome.finite and outcome.train[outcome.chosen - 1] < WILD * max(1, np.mean(y**2)):
                self.learning_rate_ = rate
                self.curve_facts_ = {"tried": tuple(tried), "inference": True, "finite_data": True}
                return outcome
            tried += [] if rate is None else [rate]
            rate = None if rate is None else rate / 10
        raise NetworkError("network_diverged", tries=tries, learning_rate=(rate or 0) * 10)

    def _keep(self, trainer: Any, outcome: Any, n_classes: int) -> None:
        """What is known after training: weights, curves, epochs."""
        from hanpan.modeling.networks.stored import adapter
        from hanpan.modeling.networks.stored.description import describe

        adapter.give_trained(trainer.model, outcome.weights)
        self._variables = [np.array(variable.value) for variable in trainer.model.variables]
        layers, arrays = describe(trainer.model) or (None, {})
        record = NetworkRecord(
            task="regression" if n_classes == 0 else "binary" if n_classes == 2 else "multiclass",
            n_inputs=int(trainer.model.inputs[0].shape[-1]),
            n_classes=n_classes,
            answer=trainer.answer,
            logits=trainer.logits,
            n_parameters=int(trainer.model.count_params()),
            layers=None if layers is None else tuple(layers),
            **self._target_scale(),
        )
        self.epochs_, self.history_ = outcome.chosen, outcome.history
        self._take_layers(record, arrays)


def _some(rows: Any, chosen: np.ndarray) -> Any:
    return type(rows)(*(part[chosen] for part in rows))
