"""What would train to nonsense without a word is told; what is no question of training is refused by name."""

from __future__ import annotations

import warnings
from typing import Any

import keras
import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.notices import NetworkNotice

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


@pytest.mark.parametrize(
    ("nodes", "activation", "loss", "y", "word"),
    [
        (3, "softmax", "sparse_categorical_crossentropy", np.arange(60) % 3 + 1, "1, 2, 3"),
        (1, "sigmoid", "binary_crossentropy", np.arange(60) % 3, "0 to 2"),
        (1, "softmax", "mse", np.arange(60.0), "softmax"),
    ],
)
def test_labels_that_the_loss_cannot_mean_are_told(nodes, activation, loss, y, word, monkeypatch) -> None:
    (told,) = notices(network(nodes, activation, loss), y, monkeypatch)
    assert word in told


@pytest.mark.parametrize(
    ("nodes", "activation", "loss", "y"),
    [
        (3, "softmax", "sparse_categorical_crossentropy", np.arange(60) % 3),
        (3, "softmax", keras.losses.SparseCategoricalCrossentropy(ignore_class=-1), np.arange(60) % 3 - 1),
        (1, "sigmoid", "binary_crossentropy", np.linspace(0, 1, 60)),
        (1, None, "mse", np.arange(60.0)),
        (2, "sigmoid", "binary_crossentropy", np.eye(2)[np.arange(60) % 2]),
    ],
)
def test_labels_that_fit_are_not(nodes, activation, loss, y, monkeypatch) -> None:
    assert notices(network(nodes, activation, loss), y, monkeypatch) == []


def test_what_is_no_compiled_network_is_refused() -> None:
    plain = keras.Sequential([L.Input((4,)), L.Dense(1)])
    for train in (hn.fit, hn.find_learning_rate, lambda *rows: hn.fit_many(*rows, seeds=[1])):
        with pytest.raises(NetworkError) as refused:
            train(plain, X, X[:, 0])
        assert refused.value.key == "network_not_compiled"
        with pytest.raises(NetworkError) as refused:
            train(hn.NetworkRegressor(), X, X[:, 0])
        assert refused.value.key == "network_kind"


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
