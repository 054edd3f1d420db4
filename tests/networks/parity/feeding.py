"""How rows are handed over: arrays, tables, dicts, batches of one's own; weights, splits, orders, steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jax.numpy as jnp
import keras
import numpy as np
import pandas as pd

from parity.case import CODES, LABELS, NUMBERS, WEIGHT, Case, L, N, X, dense, fitted, yes_no

VALID = (X[:40], LABELS[:40])
TABLE = pd.DataFrame(X, columns=list("abcde"))


class Batches(keras.utils.PyDataset):
    def __init__(self, weighted: bool = False) -> None:
        super().__init__()
        self.weighted = weighted

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int) -> Any:
        rows = slice(index * 30, index * 30 + 30)
        return (X[rows], LABELS[rows], WEIGHT[rows])[: 3 if self.weighted else 2]


def stream() -> Iterator[Any]:
    while True:
        for begin in range(0, N, 35):
            yield X[begin : begin + 35], LABELS[begin : begin + 35]


def once() -> Iterator[Any]:
    yield X[:40], LABELS[:40]
    yield X[40:], LABELS[40:]


def two_named() -> keras.Model:
    a, b = L.Input((2,), name="a"), L.Input((3,), name="b")
    model = keras.Model({"a": a, "b": b}, L.Dense(1, activation="sigmoid")(L.Concatenate()([L.Dense(3)(a), b])))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model


def two_listed() -> keras.Model:
    a, b = L.Input((2,)), L.Input((3,))
    model = keras.Model([a, b], L.Dense(1, activation="sigmoid")(L.Concatenate()([L.Dense(3)(a), b])))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def two_answers(**compiled: Any) -> keras.Model:
    start = L.Input((5,))
    middle = L.Dense(4, activation="tanh")(start)
    ends = {"price": L.Dense(1, name="price")(middle), "kind": L.Dense(3, activation="softmax", name="kind")(middle)}
    model = keras.Model(start, ends if compiled.pop("named", True) else list(ends.values()))
    model.compile(optimizer="adam", **compiled)
    return model


NAMED = {"a": X[:, :2], "b": X[:, 2:]}
BOTH = {"price": NUMBERS, "kind": CODES}
LOSS = {"price": "mse", "kind": "sparse_categorical_crossentropy"}

FEEDING = [
    Case("arrays", yes_no, fitted(y=LABELS)),
    Case("y as a column", yes_no, fitted(y=LABELS[:, None])),
    Case("64 bits", yes_no, fitted(X.astype("float64"), LABELS.astype("float64"))),
    Case("whole numbers", yes_no, fitted((X * 5).astype("int64"), LABELS.astype("int32"))),
    Case("true and false", yes_no, fitted(X > 0, LABELS > 0)),
    Case("arrays of jax", yes_no, fitted(jnp.asarray(X), jnp.asarray(LABELS))),
    Case("a table", yes_no, fitted(TABLE, pd.Series(LABELS), validation_split=0.3)),
    Case("a table, y a table", yes_no, fitted(TABLE, pd.DataFrame({"y": LABELS}))),
    Case("inputs by name", two_named, fitted(NAMED, LABELS, validation_split=0.3)),
    Case(
        "inputs by name, validated",
        two_named,
        fitted(NAMED, LABELS, validation_data=({k: v[:40] for k, v in NAMED.items()}, LABELS[:40])),
    ),
    Case("inputs listed", two_listed, fitted([X[:, :2], X[:, 2:]], LABELS, sample_weight=WEIGHT)),
    Case("inputs in a tuple", two_listed, fitted((X[:, :2], X[:, 2:]), LABELS)),
    Case(
        "answers by name",
        lambda: two_answers(loss=LOSS, metrics={"kind": ["accuracy"], "price": ["mae"]}),
        fitted(y=BOTH, validation_split=0.3),
    ),
    Case(
        "answers listed",
        lambda: two_answers(named=False, loss=list(LOSS.values()), loss_weights=[0.3, 2.0]),
        fitted(y=list(BOTH.values())),
    ),
    Case(
        "answers weighted by name",
        lambda: two_answers(loss=LOSS, loss_weights={"price": 0.1, "kind": 1.0}),
        fitted(y=BOTH, sample_weight={"price": WEIGHT, "kind": WEIGHT[::-1].copy()}),
    ),
    Case("answers, one alone judged", lambda: two_answers(named=False, loss=["mse", None]), fitted(y=[NUMBERS, CODES])),
    Case("batches of one's own", yes_no, fitted(Batches()), own_fit="Batches"),
    Case(
        "batches with weights",
        lambda: yes_no(weighted_metrics=["accuracy"]),
        fitted(Batches(weighted=True), validation_data=VALID),
        own_fit="Batches",
    ),
    Case("batches to judge by", yes_no, fitted(y=LABELS, validation_data=Batches()), own_fit="Batches"),
    Case(
        "batches, weighted by class",
        yes_no,
        fitted(Batches(), class_weight={0: 1.0, 1: 3.0}, shuffle=False),
        own_fit="Batches",
    ),
    Case("a stream that ends", yes_no, lambda _: {"x": once(), "epochs": 1}, own_fit="generator"),
    Case(
        "a stream that ends, to judge by",
        yes_no,
        lambda _: {"x": X, "y": LABELS, "validation_data": once()},
        own_fit="generator",
    ),
    Case("a stream", yes_no, lambda _: {"x": stream(), "epochs": 2, "steps_per_epoch": 4}, own_fit="steps_per_epoch"),
    Case(
        "a stream to judge by",
        yes_no,
        lambda _: {"x": X, "y": LABELS, "epochs": 2, "validation_data": stream(), "validation_steps": 2},
        own_fit="validation_steps",
    ),
    Case("steps", yes_no, fitted(y=LABELS, steps_per_epoch=2), own_fit="steps_per_epoch"),
    Case("steps and batches", yes_no, fitted(y=LABELS, steps_per_epoch=2, batch_size=10), own_fit="steps_per_epoch"),
    Case("steps, in order", yes_no, fitted(y=LABELS, steps_per_epoch=2, shuffle=False), own_fit="steps_per_epoch"),
    Case(
        "judged now and then",
        yes_no,
        fitted(y=LABELS, validation_data=VALID, validation_freq=2, epochs=5),
        own_fit="validation_freq",
    ),
    Case(
        "judged at some epochs",
        yes_no,
        fitted(y=LABELS, validation_data=VALID, validation_freq=[1, 3]),
        own_fit="validation_freq",
    ),
    Case(
        "judged in other batches",
        yes_no,
        fitted(y=LABELS, validation_data=VALID, validation_batch_size=7),
        own_fit="validation_batch_size",
    ),
    Case("in order", yes_no, fitted(y=LABELS, shuffle=False)),
    Case("shuffled by batches", yes_no, fitted(y=LABELS, shuffle="batch")),
    Case("one row a batch", yes_no, fitted(X[:9], LABELS[:9], batch_size=1)),
    Case("all rows a batch", yes_no, fitted(y=LABELS, batch_size=500)),
    Case("batches without a rest", yes_no, fitted(y=LABELS, batch_size=35)),
    Case("weights of rows", yes_no, fitted(y=LABELS, sample_weight=WEIGHT, validation_split=0.3)),
    Case("weights of classes", yes_no, fitted(y=LABELS, class_weight={0: 0.5, 1: 2.0})),
    Case("weights in the validation", yes_no, fitted(y=LABELS, validation_data=(*VALID, WEIGHT[:40]))),
    Case("no epoch", yes_no, fitted(y=LABELS, epochs=0)),
    Case("some cells missing", dense, fitted(np.where(X > 2, np.nan, X), NUMBERS)),
    Case("pictures", lambda: pictures(), fitted(np.abs(X[:, :4]).reshape(N, 2, 2, 1), LABELS)),
]


def pictures() -> keras.Model:
    model = keras.Sequential([L.Input((2, 2, 1)), L.Flatten(), L.Dense(3), L.Dense(1, activation="sigmoid")])
    model.compile(optimizer="sgd", loss="binary_crossentropy")
    return model
