"""Callbacks of Keras and people's own, at the boundaries of epochs and within them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras

from parity.case import LABELS, Case, X, yes_no

C = keras.callbacks
VALID = (X[:40], 1 - LABELS[:40])  # gets worse while training goes well: whatever is patient acts


class Halves(C.Callback):
    """Looks at the model and changes its rate."""

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.model.optimizer.learning_rate = float(self.model.optimizer.learning_rate.value) / 2


class Freezes(C.Callback):
    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        weights = self.model.layers[0].get_weights()
        self.model.layers[0].set_weights([weight.round(2) for weight in weights])


class Predicts(C.Callback):
    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs["mean_answer"] = float(self.model.predict(X, verbose=0).mean())


class Evaluates(C.Callback):
    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        logs["own"] = self.model.evaluate(X[:20], LABELS[:20], verbose=0)


class Stops(C.Callback):
    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.model.stop_training = epoch == 1


class StopsWithin(C.Callback):
    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self.model.stop_training = batch == 1


class AtBothEnds(C.Callback):
    def on_train_begin(self, logs: Any = None) -> None:
        self.model.optimizer.learning_rate = 0.1

    def on_train_end(self, logs: Any = None) -> None:
        self.model.layers[0].set_weights([weight * 0 for weight in self.model.layers[0].get_weights()])


class AtTests(C.Callback):
    def on_test_end(self, logs: Any = None) -> None:
        self.model.optimizer.learning_rate = 0.001


def averaging() -> keras.optimizers.Optimizer:
    return keras.optimizers.Adam(0.02, use_ema=True)


def training(
    name: str, *made: Callable[[Path], Any], own_fit: str = "", optimizer: Any = keras.optimizers.Adam, **more: Any
) -> Case:
    def told(folder: Path) -> dict[str, Any]:
        asked = {"x": X, "y": LABELS, "epochs": 8, "validation_data": VALID, **more}
        return {**asked, "callbacks": [one(folder) for one in made]}

    return Case(name, lambda: yes_no(metrics=["accuracy"], optimizer=optimizer()), told, own_fit)


CALLBACKS = [
    training("early stopping", lambda _: C.EarlyStopping(patience=2)),
    training("early stopping, best weights", lambda _: C.EarlyStopping(patience=2, restore_best_weights=True)),
    training(
        "early stopping on accuracy, from an epoch, from a baseline",
        lambda _: C.EarlyStopping("val_accuracy", 0.01, 1, mode="max", start_from_epoch=2, baseline=0.2),
    ),
    training(
        "early stopping on the training loss", lambda _: C.EarlyStopping("loss", patience=1), validation_data=None
    ),
    training("falling rate", lambda _: C.ReduceLROnPlateau(patience=1, factor=0.5, cooldown=1, min_lr=1e-3)),
    training(
        "both patient, one beside the other",
        lambda _: C.ReduceLROnPlateau(patience=1),
        lambda _: C.EarlyStopping(patience=4, restore_best_weights=True),
    ),
    training("planned rate", lambda _: C.LearningRateScheduler(lambda epoch, rate: rate * 0.8)),
    training("log file", lambda folder: C.CSVLogger(str(folder / "log.csv"))),
    training(
        "checkpoints", lambda folder: C.ModelCheckpoint(str(folder / "{epoch}.weights.h5"), save_weights_only=True)
    ),
    training("best checkpoint", lambda folder: C.ModelCheckpoint(str(folder / "best.keras"), save_best_only=True)),
    training(
        "checkpoints by batches",
        lambda folder: C.ModelCheckpoint(str(folder / "{batch}.keras"), save_freq=2),
        own_fit="ModelCheckpoint",
    ),
    training("backup", lambda folder: C.BackupAndRestore(str(folder / "backup"))),
    training("ends on NaN", lambda _: C.TerminateOnNaN(), own_fit="TerminateOnNaN"),
    training("moving average swapped in", lambda _: C.SwapEMAWeights(), own_fit="SwapEMAWeights", optimizer=averaging),
    training(
        "average of the weights, early stopping",
        lambda _: C.EarlyStopping(patience=2, restore_best_weights=True),
        optimizer=averaging,
    ),
    training("history of one's own", lambda _: C.History()),
    training("epochs of a lambda", lambda _: C.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.pop("accuracy"))),
    training("rate changed", lambda _: Halves()),
    training("weights changed", lambda _: Freezes()),
    training("predicts each epoch", lambda _: Predicts()),
    training("evaluates each epoch", lambda _: Evaluates()),
    training("stops", lambda _: Stops()),
    training("at both ends", lambda _: AtBothEnds()),
    training("within an epoch", lambda _: StopsWithin(), own_fit="StopsWithin.on_train_batch_end"),
    training("at tests", lambda _: AtTests(), own_fit="AtTests.on_test_end"),
    training("at tests, without any", lambda _: AtTests(), own_fit="AtTests.on_test_end", validation_data=None),
    training(
        "batches of a lambda",
        lambda _: C.LambdaCallback(on_train_batch_begin=lambda batch, logs: None),
        own_fit="LambdaCallback",
    ),
    training("initial epoch", lambda _: C.LearningRateScheduler(lambda epoch: 0.1 / (1 + epoch)), initial_epoch=3),
]
