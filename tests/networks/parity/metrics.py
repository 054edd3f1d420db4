"""Metrics of Keras by name and as objects, weighted or not, and people's own with a state."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from parity.case import CODES, LABELS, NUMBERS, ONE_HOT, WEIGHT, Case, X, dense, fitted, yes_no

M = keras.metrics
ops = keras.ops


class ShareAbove(M.Metric):
    """Counts over the whole epoch: its state must be carried from batch to batch and begin anew at each epoch."""

    def __init__(self, name: str = "share_above", **settings: Any) -> None:
        super().__init__(name=name, **settings)
        self.above = self.add_weight(name="above", initializer="zeros")
        self.rows = self.add_weight(name="rows", initializer="zeros")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.above.assign_add(ops.sum(ops.cast(y_pred > 0.5, "float32")))
        self.rows.assign_add(ops.cast(ops.shape(y_pred)[0], "float32"))

    def result(self) -> Any:
        return self.above / self.rows


def bias(y: Any, answer: Any) -> Any:
    return ops.mean(answer - y, axis=-1)


BINARY: list[list[Any]] = [
    ["accuracy"],
    ["auc"],
    ["precision", "recall"],
    [M.AUC(curve="PR"), M.BinaryAccuracy(threshold=0.3)],
    [M.TruePositives(), M.FalsePositives(), M.TrueNegatives(), M.FalseNegatives()],
    [M.RecallAtPrecision(0.6)],
    [M.SensitivityAtSpecificity(0.5)],
    [M.BinaryIoU()],
    ["hinge", "binary_crossentropy"],
]
CLASSES: list[list[Any]] = [
    ["accuracy", "top_k_categorical_accuracy"],
    [M.F1Score(average="macro")],
    [M.OneHotMeanIoU(3)],
    [M.CategoricalHinge()],
]
NUMERIC: list[list[Any]] = [
    ["mae", "mape", "msle"],
    [M.RootMeanSquaredError()],
    [M.R2Score()],
    ["cosine_similarity", M.LogCoshError()],
    [M.PearsonCorrelation()],
    [M.ConcordanceCorrelation()],
]


def called(metrics: list[Any]) -> str:
    return ", ".join(metric if isinstance(metric, str) else type(metric).__name__ for metric in metrics)


def anew(metrics: list[Any]) -> list[Any]:
    """The same metrics with a state of their own."""
    return [one if isinstance(one, str) else type(one).from_config(one.get_config()) for one in metrics]


METRICS = [
    *(
        Case(
            called(some),
            lambda some=some: yes_no(metrics=anew(some)),
            fitted(y=LABELS[:, None], validation_split=0.3),
            near=len(some) > 1,
        )
        for some in BINARY
    ),
    *(
        Case(
            called(some),
            lambda some=some: dense(3, "softmax", loss="categorical_crossentropy", metrics=anew(some)),
            fitted(y=ONE_HOT, validation_split=0.3),
        )
        for some in CLASSES
    ),
    *(
        Case(
            called(some), lambda some=some: dense(metrics=anew(some)), fitted(y=NUMBERS[:, None], validation_split=0.3)
        )
        for some in NUMERIC
    ),
    Case(
        "codes",
        lambda: dense(
            3,
            "softmax",
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy", M.MeanIoU(3, sparse_y_pred=False)],
        ),
        fitted(y=CODES, validation_split=0.3),
    ),
    Case("with a state of one's own", lambda: yes_no(metrics=[ShareAbove()]), fitted(y=LABELS, validation_split=0.3)),
    Case("function of one's own", lambda: dense(metrics=[bias]), fitted(y=NUMBERS[:, None], validation_split=0.3)),
    Case(
        "weighted and not",
        lambda: yes_no(metrics=["accuracy"], weighted_metrics=["accuracy", "auc"]),
        fitted(y=LABELS, sample_weight=WEIGHT, validation_data=(X[:30], LABELS[:30], WEIGHT[:30])),
    ),
    Case(
        "weighted by class",
        lambda: yes_no(weighted_metrics=["accuracy"]),
        fitted(y=LABELS, class_weight={0: 1.0, 1: 4.0}, validation_split=0.3),
    ),
    Case(
        "weights by class, one-hot",
        lambda: dense(3, "softmax", loss="categorical_crossentropy", metrics=["accuracy"]),
        fitted(y=ONE_HOT, class_weight={0: 1.0, 1: 4.0, 2: 0.5}),
    ),
    Case("labels in small integers", lambda: yes_no(metrics=["accuracy"]), fitted(y=LABELS.astype(np.int8))),
]
