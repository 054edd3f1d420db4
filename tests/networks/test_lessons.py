"""The course's worked examples and snippets on networks."""

from __future__ import annotations

from typing import Any

import keras
import msgspec
import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import LANGUAGES, text
from hanpan.modeling.networks.plain.walk import STEPS

L = keras.layers
LSTAT = [10, 11, 15]
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


@pytest.mark.parametrize(
    ("sizes", "count"), [([3, 1], 4), ([12, 2, 1], 29), ([12, 18, 4, 1], 315)]
)  # 12 -> 18 -> 4 -> 1: 234 + 76 + 5
def test_parameter_counts(sizes: list[int], count: int) -> None:
    model = keras.Sequential([L.Input((sizes[0],)), *(L.Dense(width) for width in sizes[1:])])
    assert model.count_params() == count
    with pytest.warns(UserWarning, match="input_shape"):
        assert keras.Sequential([L.Dense(1, input_shape=(3,))]).count_params() == 4


def test_one_step_of_gradient_descent() -> None:
    walk = hn.walk_through(LSTAT, [20, 10, 8], weights=[1.0, 3.0], updates=1)
    assert walk.updates[0].predictions.tolist() == [13, 14, 18]
    assert walk.errors == pytest.approx([55, 46.353], abs=5e-4)
    assert walk.path[1] == pytest.approx([0.587, 2.977], abs=5e-4)
    assert walk.updates[0].gradient[0][1, 0] == pytest.approx(4.67, abs=5e-3)


@pytest.mark.parametrize(
    ("medv", "weights", "error"),
    [([20, 8, 10], [1, 3], 49.667), ([20, 10, 8], [0.8, 3.3], 44.463), ([20, 8, 10], [0.8, 3.3], 40.197)],
)
def test_errors_of_the_course(medv: list[int], weights: Any, error: float) -> None:
    assert hn.walk_through(LSTAT, medv, weights=weights, updates=0).errors == pytest.approx([error], abs=5e-4)


def test_too_high_a_learning_rate_fails_and_adam_takes_small_steps() -> None:
    high = hn.walk_through(LSTAT, [20, 10, 8], weights=[1.0, 3.0], learning_rate=0.1)
    assert high.errors[1] == pytest.approx(9622, abs=0.5)
    assert high.why == "diverged"
    adam = hn.walk_through(LSTAT, [20, 10, 8], weights=[1.0, 3.0], learning_rate=0.1, optimizer="adam", updates=1)
    assert adam.path[1] == pytest.approx([0.9, 2.9], abs=1e-6)
    assert adam.errors[1] == pytest.approx(48.003, abs=5e-4)


def test_a_walk_ends_when_the_error_hardly_changes_or_after_thirty_updates() -> None:
    x = np.linspace(-1, 1, 9)
    assert len(hn.walk_through(x, 2 * x + 1, weights=[0.0, 0.0]).errors) == 31
    walk = hn.walk_through(x, 2 * x + 1, weights=[0.0, 0.0], learning_rate=0.4, updates=500)
    assert walk.why == "settled"
    assert list(walk.to_frame().columns) == ["error", "w1", "w0"]
    hidden = hn.walk_through(x, x**2, hidden=3, learning_rate=0.1, updates=300)
    assert hidden.errors[-1] < hidden.errors[0] / 3
    with pytest.raises(UsageError, match="do not fit"):
        hn.walk_through(x, x, weights=[1.0, 2.0, 3.0])


def test_a_walk_with_a_hidden_layer_follows_the_slope() -> None:
    random = np.random.default_rng(0)
    x, y = random.normal(size=(8, 2)), random.normal(size=8)
    start = [random.normal(size=(3, 2)), random.normal(size=(3, 1))]
    look = hn.walk_through(x, y, weights=start, updates=0).updates[0]
    moved = [start[0].copy(), start[1]]
    moved[0][1, 0] += 1e-6
    there = hn.walk_through(x, y, weights=moved, updates=0).errors[0]
    assert (there - look.error) / 1e-6 == pytest.approx(look.gradient[0][1, 0], rel=1e-4)


def test_dense_1_is_linear_regression() -> None:
    from sklearn.linear_model import LinearRegression

    random = np.random.default_rng(0)
    x = random.normal(size=(120, 3))
    y = 3 + x @ [2.0, -0.5, 0.1] + 0.1 * random.normal(size=120)
    model = keras.Sequential([L.Input((3,)), L.Dense(1)])
    model.compile(optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.1, 1200)), loss="mse")
    hn.fit(model, x, y, epochs=300)
    line = LinearRegression().fit(x, y)
    weights, constant = hn.coefficients(model)
    assert weights == pytest.approx(line.coef_, abs=2e-3)
    assert constant == pytest.approx(line.intercept_, abs=2e-3)
    assert hn.equation(model, ["a", "b", "c"], "y").startswith("y = 3")


def test_both_forms_of_cross_entropy_teach_the_same(rows: Any) -> None:
    x, y = rows
    codes = (y + (x[:, 2] > 1)).astype(int)
    weights = []
    for loss, target in (
        ("sparse_categorical_crossentropy", codes),
        ("categorical_crossentropy", np.eye(3)[codes]),
    ):
        keras.utils.set_random_seed(5)
        model = keras.Sequential([L.Input((5,)), L.Dense(3, activation="softmax")])
        model.compile(optimizer="adam", loss=loss)
        hn.fit(model, x, target, epochs=3)
        weights.append(model.get_weights()[0])
    assert weights[0] == pytest.approx(weights[1], abs=1e-6)


def test_many_networks_at_once_learn_like_one(rows: Any) -> None:
    x, y = rows
    model = keras.Sequential(
        [L.Input((5,)), L.Dense(6, activation="relu"), L.Dropout(0.2), L.Dense(1, activation="sigmoid")]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.03), loss="binary_crossentropy", metrics=["accuracy"])
    parts = [np.arange(0, 100), np.arange(20, 130)]
    many = hn.fit_many(model, x, y, seeds=[1, 2], rows=parts, epochs=30, validation_data=(x[:30], y[:30]))
    assert len(many) == 2
    assert sorted(many.histories[0]) == ["accuracy", "loss", "val_accuracy", "val_loss"]
    assert not np.array_equal(many.weights[0][0], many.weights[1][0])
    model.set_weights(many.weights[1])
    assert model.evaluate(x[20:], y[20:], verbose=0)[1] > 0.8


def test_texts_of_the_walk() -> None:
    for language in LANGUAGES:
        for step in STEPS:
            assert text(f"walk.step.{step}", language)
        for why in ("updates_used_up", "settled", "diverged"):
            assert text(f"walk.why.{why}", language)


def test_one_node_learns_what_least_squares_solves_in_the_units_of_the_table() -> None:
    from sklearn.linear_model import LinearRegression

    random = np.random.default_rng(0)
    x = np.column_stack([random.normal(500, 80, 150), random.normal(0.02, 0.005, 150), np.ones(150)])
    x[:, 1] += x[:, 0] / 40_000  # columns that go together
    y = 20 + 0.1 * x[:, 0] - 900 * x[:, 1] + random.normal(size=150)
    weights, constant = hn.dense_line(x, y)
    exact = LinearRegression().fit(x, y)
    assert weights == pytest.approx(exact.coef_, rel=5e-3)
    assert constant == pytest.approx(exact.intercept_, rel=1e-2)
    assert (x @ weights + constant) == pytest.approx(exact.predict(x), abs=0.01 * y.std())


@pytest.mark.parametrize("task", ["regression", "binary", "multiclass"])
def test_the_equation_of_the_board_is_that_of_its_linear_model(task: str) -> None:
    from tests.support.benches import make_bench, recipes_for

    from hanpan.insights.equation.errand import WriteEquation
    from hanpan.modeling.candidate import Candidate

    bench, _, _ = make_bench(task, n=160)
    name = "linear_regression" if task == "regression" else "logistic_regression"
    _, recipes = recipes_for(bench, (name,))
    candidate = Candidate(algorithm=name, parameters={}, recipe=recipes[name])
    told = WriteEquation(candidate=candidate).do(bench, 10.0)
    assert (told is None) == (task == "multiclass")
    if told is None:
        return
    assert msgspec.json.decode(msgspec.json.encode(told), type=type(told)) == told  # as a worker sends it
    assert told.coefficients[told.terms.index("x0")] > 0.5
    assert (told.learnt is not None) == (task == "regression")
    if told.learnt is not None:
        assert told.coefficients == pytest.approx(told.learnt.exact, rel=1e-6)
        assert told.learnt.gap < 0.01
