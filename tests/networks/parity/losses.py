"""Every loss of Keras, and people's own: functions, classes, added in layers, computed by the model, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras

from parity.case import CODES, LABELS, NUMBERS, ONE_HOT, WEIGHT, Case, L, dense, fitted

ops = keras.ops


def huber_of_ones_own(y: Any, answer: Any) -> Any:
    return ops.mean(ops.where(ops.abs(y - answer) < 1, (y - answer) ** 2, ops.abs(y - answer)), axis=-1)


class Quantile(keras.losses.Loss):
    def __init__(self, share: float) -> None:
        super().__init__(name="quantile")
        self.share = share

    def call(self, y_true: Any, y_pred: Any) -> Any:
        off = y_true - y_pred
        return ops.mean(ops.maximum(self.share * off, (self.share - 1) * off), axis=-1)


class Penalty(L.Layer):
    def call(self, inputs: Any) -> Any:
        self.add_loss(0.1 * ops.mean(ops.square(inputs)))
        return inputs


class ComputesLoss(keras.Model):
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return ops.mean(ops.abs(ops.reshape(y, (-1, 1)) - y_pred))


class AddsToLoss(keras.Model):
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        own = super().compute_loss(x, y, y_pred, sample_weight)
        return own + 0.01 * ops.mean(ops.abs(y_pred))


def functional(kind: type[keras.Model], end: Callable[[Any], Any], **compiled: Any) -> keras.Model:
    start = L.Input((5,))
    model = kind(start, end(start))
    model.compile(optimizer="adam", **compiled)
    return model


def penalised(**compiled: Any) -> keras.Model:
    return functional(keras.Model, lambda start: L.Dense(1)(Penalty()(L.Dense(3)(start))), **compiled)


NUMERIC = ["mse", "mae", "mape", "msle", "huber", "log_cosh", "cosine_similarity", "poisson", keras.losses.Huber(0.5)]
BINARY = [
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "hinge",
    "squared_hinge",
    "dice",
    "tversky",
    keras.losses.BinaryCrossentropy(label_smoothing=0.1),
]
CLASSES = [
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "kl_divergence",
    "categorical_hinge",
    keras.losses.CategoricalCrossentropy(label_smoothing=0.2),
]


def named(loss: Any) -> str:
    return loss if isinstance(loss, str) else f"{type(loss).__name__} object"


LOSSES = [
    *(Case(named(loss), lambda loss=loss: dense(loss=loss), fitted(y=abs(NUMBERS))) for loss in NUMERIC),
    *(Case(named(loss), lambda loss=loss: dense(1, "sigmoid", loss=loss), fitted(y=LABELS)) for loss in BINARY),
    *(Case(named(loss), lambda loss=loss: dense(3, "softmax", loss=loss), fitted(y=ONE_HOT)) for loss in CLASSES),
    Case(
        "codes, generalised",
        lambda: dense(3, "softmax", loss=keras.losses.CategoricalGeneralizedCrossEntropy()),
        fitted(y=CODES),
    ),
    Case("codes", lambda: dense(3, "softmax", loss="sparse_categorical_crossentropy"), fitted(y=CODES)),
    Case(
        "codes of logits",
        lambda: dense(3, loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)),
        fitted(y=CODES),
    ),
    Case(
        "codes, one ignored",
        lambda: dense(3, "softmax", loss=keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)),
        fitted(y=CODES - (CODES == 0)),
    ),
    Case("labels of logits", lambda: dense(loss=keras.losses.BinaryCrossentropy(from_logits=True)), fitted(y=LABELS)),
    Case(
        "summed over the batch", lambda: dense(loss=keras.losses.MeanSquaredError(reduction="sum")), fitted(y=NUMBERS)
    ),
    Case("function of one's own", lambda: dense(loss=huber_of_ones_own), fitted(y=NUMBERS[:, None])),
    Case("class of one's own", lambda: dense(loss=Quantile(0.9)), fitted(y=NUMBERS[:, None], sample_weight=WEIGHT)),
    Case("add_loss beside a loss", lambda: penalised(loss="mse"), fitted(y=NUMBERS, validation_split=0.2)),
    Case("add_loss alone", penalised, fitted(validation_split=0.2)),
    Case("add_loss alone, y given", penalised, fitted(y=NUMBERS)),
    Case("compute_loss alone", lambda: functional(ComputesLoss, L.Dense(1)), fitted(y=NUMBERS, validation_split=0.2)),
    Case("compute_loss and a loss", lambda: functional(AddsToLoss, L.Dense(1), loss="mse"), fitted(y=NUMBERS)),
    Case("no loss at all", lambda: dense(loss=None), fitted(y=NUMBERS)),
]
