"""What would train to nonsense without a word is told; what is no question of training is refused by name."""

from __future__ import annotations

import functools
import warnings
from typing import Any

import keras
import numpy as np
import pandas as pd
import polars as pl
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.notices import NetworkNotice
from hanpan.modeling.networks.suiting.fitting_together import loss_name

L = keras.layers
X = np.random.default_rng(0).normal(size=(60, 4))


def network(nodes: int, activation: str | None, loss: Any) -> keras.Model:
    model = keras.Sequential([L.Input((4,)), L.Dense(nodes, activation=activation)])
    model.compile("adam", loss)
    return model


def notices(model: keras.Model, y: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr("hanpan.modeling.networks.notices._TOLD", set())
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        hn.fit(model, X, y, epochs=1, verbose=0)
    return [str(one.message) for one in told if one.category is NetworkNotice]


CODES, NUMBERS = np.arange(60) % 3, np.linspace(-3, 40, 60)
BINARY, SPARSE, CATEGORICAL = (
    "binary_crossentropy",
    "sparse_categorical_crossentropy",
    "categorical_crossentropy",
)
LOGITS = keras.losses.BinaryCrossentropy(from_logits=True)
TRAINED_ON: list[tuple[int, str | None, Any, np.ndarray, str]] = [
    (3, "softmax", SPARSE, CODES + 1, "network_codes"),
    (3, "softmax", SPARSE, CODES + 0.5, "network_codes"),
    (1, "sigmoid", BINARY, CODES, "network_labels"),
    (1, "softmax", "mse", NUMBERS, "network_softmax_one_node"),
    (1, None, BINARY, CODES % 2, "network_activation"),
    (1, "relu", BINARY, CODES % 2, "network_activation"),
    (1, "tanh", "binary_focal_crossentropy", CODES % 2, "network_activation"),
    (1, "sigmoid", LOGITS, CODES % 2, "network_activation"),
    (3, None, SPARSE, CODES, "network_activation"),
    (3, "sigmoid", SPARSE, CODES, "network_activation"),
    (3, "relu", CATEGORICAL, np.eye(3)[CODES], "network_activation"),
    (1, "sigmoid", SPARSE, CODES % 2, "network_loss_nodes"),
    (1, "sigmoid", "mse", NUMBERS, "network_bounded"),
    (1, "sigmoid", "mae", CODES, "network_bounded"),
    (1, "tanh", keras.losses.Huber(), NUMBERS, "network_bounded"),
    (1, "relu", "mse", NUMBERS, "network_from_zero"),
    (1, "sigmoid", ["mse"], NUMBERS, "network_bounded"),
    (1, None, "mse", X[:, :3], "network_y_columns"),
    (3, None, "mse", X[:, :1], "network_regression_nodes"),
]


@pytest.mark.parametrize(("nodes", "activation", "loss", "y", "key"), TRAINED_ON)
def test_what_keras_trains_to_nonsense_is_told(nodes, activation, loss, y, key, monkeypatch) -> None:
    model = network(nodes, activation, loss)
    told = {
        "nodes": nodes,
        "activation": activation or "linear",
        "loss": loss_name(model),
        "columns": 3,
        "last": nodes - 1,
        "found": "",
        "low": f"{y.min():g}",
        "high": f"{y.max():g}",
    }
    words = NetworkError(key, **told).part("what").split("y holds")[0]
    (sentence,) = notices(model, y, monkeypatch)
    assert words in sentence
    assert NetworkError(key, **told).part("remedy") in sentence


FITTING: list[tuple[int, str | None, Any, np.ndarray]] = [
    (3, "softmax", SPARSE, CODES),
    (3, "softmax", SPARSE, CODES[:, None]),
    (3, "softmax", SPARSE, CODES.astype(float)),
    (3, "softmax", keras.losses.SparseCategoricalCrossentropy(ignore_class=-1), CODES - 1),
    (3, None, keras.losses.SparseCategoricalCrossentropy(from_logits=True), CODES),
    (3, "softmax", CATEGORICAL, np.eye(3)[CODES]),
    (1, "sigmoid", BINARY, np.linspace(0, 1, 60)),
    (1, "sigmoid", BINARY, CODES > 0),
    (1, None, LOGITS, CODES % 2),
    (1, "hard_sigmoid", BINARY, CODES % 2),
    (2, "sigmoid", BINARY, np.eye(2)[CODES % 2]),
    (1, None, "mse", NUMBERS),
    (1, "relu", "mse", abs(NUMBERS)),
    (1, "sigmoid", "mse", CODES % 2),
    (3, None, "mse", X[:, :3]),
    (1, "tanh", "hinge", CODES % 2),
    (1, "relu", lambda y, answer: keras.ops.abs(y - answer), NUMBERS),
    (1, "relu", functools.partial(keras.losses.huber, delta=2.0), abs(NUMBERS)),
]


@pytest.mark.parametrize(("nodes", "activation", "loss", "y"), FITTING)
def test_what_fits_is_not(nodes, activation, loss, y, monkeypatch) -> None:
    assert notices(network(nodes, activation, loss), y, monkeypatch) == []


def test_a_network_without_a_loss_learns_nothing(monkeypatch) -> None:
    model = keras.Sequential([L.Input((4,)), L.Dense(1)])
    model.compile("adam")
    (told,) = notices(model, NUMBERS, monkeypatch)
    assert "without a loss" in told


TEXT, TABLE = np.array(["no", "yes"])[CODES % 2], pd.DataFrame(X, columns=list("abcd"))
REFUSED: dict[str, tuple[int, Any, Any, Any, str, str]] = {
    "text labels": (1, BINARY, X, TEXT, "network_text_y", "no, yes"),
    "objects as labels": (3, SPARSE, X, np.array(list("abc"), object)[CODES], "network_text_y", "a, b, c"),
    "a column of labels": (1, BINARY, X, pd.Series(TEXT, name="left"), "network_text_y", "no, yes"),
    "labels as categories": (1, BINARY, X, pd.Series(TEXT).astype("category"), "network_text_y", "no, yes"),
    "text in a table": (1, "mse", TABLE.assign(city="Seoul"), NUMBERS, "network_text_x", "(city) holds text: Seoul"),
    "text in a table of polars": (1, "mse", pl.DataFrame({"city": list(TEXT)}), NUMBERS, "network_text_x", "no, yes"),
    "categories in a table": (1, "mse", TABLE.assign(a=pd.Categorical(TEXT)), NUMBERS, "network_text_x", "(a)"),
    "numbers as text": (1, "mse", X.astype(str), NUMBERS, "network_no_numbers", "astype('float32')"),
    "dates": (1, "mse", TABLE.assign(day=pd.date_range("2024", periods=60)), NUMBERS, "network_no_numbers", "day"),
    "nullable": (
        1,
        "mse",
        TABLE.assign(a=pd.array([1] * 59 + [None], "Int64")),
        NUMBERS,
        "network_no_numbers",
        "a (Int64)",
    ),
    "a mixture": (1, "mse", TABLE.assign(a=TABLE.a > 0), NUMBERS, "network_no_numbers", "bool"),
    "gaps in objects": (1, "mse", X, np.array([None] + [1.0] * 59, object), "network_no_numbers", "object"),
    "a list for y": (1, "mse", X, NUMBERS.tolist(), "network_list", "np.asarray(y)"),
    "lists for x": (1, "mse", X.tolist(), NUMBERS, "network_list", "np.asarray(x)"),
    "codes for one-hot": (3, CATEGORICAL, X, CODES, "network_one_hot", "to_categorical(y, 3)"),
    "one-hot for codes": (3, SPARSE, X, np.eye(3)[CODES], "network_codes_columns", "(60, 3)"),
    "too few one-hot": (3, CATEGORICAL, X, np.eye(2)[CODES % 2], "network_one_hot", "3 columns"),
    "nodes for one label": (2, BINARY, X, CODES % 2, "network_loss_nodes", "2 nodes"),
    "nodes for one number": (3, "mse", X, NUMBERS, "network_regression_nodes", "Dense(1)"),
    "labels for one node": (1, BINARY, X, np.eye(3)[CODES], "network_y_columns", "Dense(3)"),
    "numbers for other nodes": (3, "mse", X, X[:, :2], "network_y_columns", "Dense(2)"),
    "no y": (1, "mse", X, None, "network_no_y", "mse"),
    "a row too few": (1, "mse", X, NUMBERS[1:], "network_row_counts", "x 60, y 59"),
    "a column too few": (1, "mse", X[:, 1:], NUMBERS, "network_x_width", "Input((3,))"),
    "no rows": (1, "mse", X[:0], NUMBERS[:0], "network_no_rows", "x has no rows"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_keras_ends_on_is_refused_in_three_lines(name, monkeypatch) -> None:
    monkeypatch.setenv("HANPAN_LANG", "en")
    nodes, loss, x, y, key, word = REFUSED[name]
    model = network(nodes, "softmax" if nodes > 1 and loss != "mse" else "sigmoid" if loss == BINARY else None, loss)
    with pytest.raises(NetworkError) as refused:
        hn.fit(model, x, y, epochs=1, verbose=0)
    assert refused.value.key == key
    assert word in str(refused.value)
    assert len(str(refused.value).splitlines()) == 3
    assert refused.value.message("ko").count("\n") == 2
    if y is not None and key.startswith("network_text"):
        with pytest.raises(NetworkError, match=r"validation_data\["):
            hn.fit(network(1, None, "mse"), X, X[:, 0], epochs=1, verbose=0, validation_data=(x, y))


def test_what_is_no_compiled_network_is_refused() -> None:
    plain = keras.Sequential([L.Input((4,)), L.Dense(1)])
    for train in (hn.fit, hn.find_learning_rate, lambda *rows: hn.fit_many(*rows, seeds=[1])):
        with pytest.raises(NetworkError) as refused:
            train(plain, X, X[:, 0])
        assert refused.value.key == "network_not_compiled"
        with pytest.raises(NetworkError) as refused:
            train(hn.NetworkRegressor(), X, X[:, 0])
        assert refused.value.key == "network_kind"


@pytest.mark.parametrize("train", [hn.find_learning_rate, lambda *rows: hn.fit_many(*rows, seeds=[1])])
def test_text_is_refused_wherever_a_network_is_trained(train) -> None:
    with pytest.raises(NetworkError) as refused:
        train(network(1, "sigmoid", BINARY), X, TEXT)
    assert refused.value.key == "network_text_y"


def test_a_rate_is_not_scanned_over_missing_cells() -> None:
    holed = np.where(X > 1, np.nan, X)
    with pytest.raises(NetworkError, match="missing or infinite"):
        hn.find_learning_rate(network(1, None, "mse"), holed, X[:, 0])


@pytest.mark.parametrize("rows", [np.arange(61), np.array([-1, 2]), np.array([], int)])
def test_rows_that_are_not_there_are_refused(rows) -> None:
    with pytest.raises(NetworkError) as refused:
        hn.fit_many(network(1, None, "mse"), X, X[:, 0], seeds=[1], rows=[rows])
    assert refused.value.key == "network_many_places"


def test_the_equation_of_an_estimator_and_of_none() -> None:
    line = hn.NetworkRegressor(hidden=(), epochs=200, learning_rate=0.05, random_state=0).fit(X, 300 * X[:, 0] + 5000)
    weights, constant = hn.coefficients(line)
    assert weights[0] == pytest.approx(300, rel=0.05)
    assert constant == pytest.approx(5000, rel=0.05)
    assert hn.equation(line, list("abcd"), "price").startswith("price = ")
    bare = keras.Sequential([L.Input((2,)), L.Dense(1, use_bias=False)])
    assert hn.coefficients(bare)[1] == 0.0
    deep = keras.Sequential([L.Input((2,)), L.Dense(2), L.Dense(1)])
    for other in (deep, hn.NetworkRegressor(), network(3, None, "mse")):
        with pytest.raises(NetworkError) as refused:
            hn.coefficients(other)
        assert refused.value.key == "network_no_equation"
    with pytest.raises(NetworkError) as refused:
        hn.equation(line, ["a"])
    assert refused.value.key == "network_equation_columns"
