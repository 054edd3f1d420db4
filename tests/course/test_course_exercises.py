"""Exercises take right answers, and tell common mistakes apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hanpan  # noqa: F401 - before Keras: it chooses the backend
from hanpan.course import check
from hanpan.doors.course.days import DAYS
from hanpan.doors.course.exercises.catalogue import EXERCISES
from hanpan.doors.course.lesson import read_lesson
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import LANGUAGES, catalogue


def net(*layers: tuple[int, str | None], inputs: int, loss: str = "") -> Any:
    """A Keras model of Dense layers (nodes, activation)."""
    import keras

    made = [keras.layers.Dense(nodes, activation=activation) for nodes, activation in layers]
    model = keras.Sequential([keras.layers.Input((inputs,)), *made])
    if loss:
        model.compile(optimizer="adam", loss=loss)
    return model


def around(inputs: int, nodes: int) -> Any:
    """A Keras model whose output sees inputs and hidden nodes."""
    import keras

    x = keras.layers.Input((inputs,))
    hidden = keras.layers.Dense(nodes, activation="relu")(x)
    return keras.Model(x, keras.layers.Dense(1)(keras.layers.Concatenate()([x, hidden])))


def told(hidden: Any, number: Any, two: Any, several: Any) -> dict[str, Any]:
    """Activations by where they stand."""
    return {"hidden": hidden, "a number": number, "two classes": two, "several classes": several}


BCE, CODES = "binary_crossentropy", "sparse_categorical_crossentropy"
SIX = (8, "relu"), (4, "relu"), (1, None)

# exercise -> (what somebody answers, what is found)
ANSWERS: dict[str, list[tuple[Any, str]]] = {
    "process": [
        ("BEFCDA", "right"),
        (" befcda ", "right"),
        ("EBFCDA", "data_first"),
        ("BECFDA", "unprepared"),
        ("BEFCAD", "untested"),
        ("BFECDA", "other"),
    ],
    "board": [
        ({"k_neighbors", "svm", "network"}, "right"),
        (["network", "svm", "K_neighbors"], "right"),
        ({"k_neighbors", "svm", "network", "random_forest"}, "trees"),
        ({"linear_regression", "k_neighbors", "svm", "network"}, "line"),
        ({"svm", "network"}, "missing"),
        (7, "kind"),
    ],
    "metrics": [
        (0.15, "right"),
        (np.mean([0.2, 0.25, 0]), "right"),
        (np.mean([2 / 12, 5 / 15, 0]), "by_prediction"),
        (7 / 70, "of_sums"),
        (7 / 3, "mae"),
        (15, "percent"),
        (-0.15, "sign"),
        (0.1475, "rounded"),
        (0.5, "other"),
        ([0.2, 0.25, 0], "kind"),
        ("15 %", "kind"),
    ],
    "learning": [
        (1 - 0.001 * np.mean([-140, 88, 300]), "right"),
        (1 + 0.001 * np.mean([-140, 88, 300]), "uphill"),
        (1 - 0.001 * np.mean([-70, 44, 150]), "no_two"),
        (1 - 0.001 * np.sum([-140, 88, 300]), "sum"),
        (3 - 0.001 * np.mean([-14, 8, 20]), "constant"),
    ],
    "dense": [(60, "right"), (52, "no_bias"), (57, "no_output"), (8 + 5 + 2 + 1, "nodes")],
    "compile": [
        ("mse", "right"),
        ("mean_squared_error", "right"),
        ("MAE", "right"),
        (BCE, "classes"),
        ("accuracy", "metric"),
        ("adam", "optimizer"),
        ("mape!", "other"),
    ],
    "curves": [(4, "right"), (3, "from_zero"), (7, "train"), (5, "other")],
    "hidden": [
        (lambda: net(*SIX, inputs=6), "right"),
        (lambda: net(*SIX, inputs=5), "inputs"),
        (lambda: net((8, "relu"), (1, None), inputs=6), "layers"),
        (lambda: net((8, "relu"), (4, "relu"), (2, None), inputs=6), "output_nodes"),
        (lambda: net((8, "relu"), (4, "relu"), (1, "sigmoid"), inputs=6), "output_activation"),
        (lambda: net((8, None), (4, None), (1, None), inputs=6), "no_activation"),
        (lambda: net((4, "relu"), (8, "relu"), (1, None), inputs=6), "hidden_nodes"),
        ("a model", "kind"),
    ],
    "activations": [
        ([-0.2, 0, 3], "right"),
        (np.maximum([-2, 0, 3], 0), "relu"),
        ([-0.4, 0, 3], "steep"),
        ([np.exp(-2) - 1, 0, 3], "elu"),
        (-0.2, "kind"),
        ([-0.2, 3], "shape"),
        ([[-0.2], [0], [3]], "shape"),
    ],
    "regression": [
        (1 - 2.3 / 6.4, "right"),
        (2.3 / 6.4, "ratio"),
        (6.4 - 2.3, "difference"),
        (1 - 6.4 / 2.3, "turned"),
        (64.0625, "percent"),
    ],
    "features": [
        ([1.5, 0], "right"),
        ([1.5, -2.5], "no_relu"),
        ([1.0, 0], "no_constant"),
        ([5.5, 5.5], "added"),
    ],
    "groups": [(18, "right"), ((7 + 1) * 3 + 4, "everything"), (4 * 2 + 3 + 3, "left_out"), (10 + 4, "left_out")],
    "playground": [
        ({"clouds"}, "right"),
        (["clouds"], "right"),
        ({"clouds", "circle"}, "circle"),
        ({"clouds", "xor"}, "xor"),
        ({"clouds", "spiral"}, "spiral"),
        ("clouds", "right"),
    ],
    "two_classes": [
        (lambda: net((1, "sigmoid"), inputs=30, loss=BCE), "right"),
        (lambda: net((1, "softmax"), inputs=30, loss=BCE), "softmax"),
        (lambda: net((2, "softmax"), inputs=30, loss=CODES), "two_nodes"),
        (lambda: net((1, None), inputs=30, loss=BCE), "no_sigmoid"),
        (lambda: net((1, "sigmoid"), inputs=30), "not_compiled"),
        (lambda: net((1, "sigmoid"), inputs=30, loss="mse"), "loss"),
        (lambda: net((1, "sigmoid"), inputs=29, loss=BCE), "inputs"),
        (lambda: net((8, "relu"), (1, "sigmoid"), inputs=30, loss=BCE), "layers"),
    ],
    "losses": [
        (-np.mean(np.log([0.8, 0.6])), "right"),
        (-np.mean(np.log([0.8, 0.4])), "always_p"),
        (-np.sum(np.log([0.8, 0.6])), "sum"),
        (-np.mean(np.log10([0.8, 0.6])), "log10"),
        (np.mean([0.2**2, 0.4**2]), "squares"),
        (np.mean(np.log([0.8, 0.6])), "sign"),
    ],
    "cut": [(1 / 3, "right"), (1, "precision"), (5 / 7, "accuracy"), (2 / 3, "missed"), (0.33, "rounded")],
    "more_classes": [
        (lambda: net((8, "relu"), (4, "softmax"), inputs=10, loss=CODES), "right"),
        (lambda: net((8, "relu"), (1, "softmax"), inputs=10, loss=CODES), "nodes"),
        (lambda: net((8, "relu"), (4, "sigmoid"), inputs=10, loss=CODES), "sigmoid"),
        (lambda: net((8, "relu"), (4, None), inputs=10, loss=CODES), "no_softmax"),
        (lambda: net((8, "relu"), (4, "softmax"), inputs=10), "not_compiled"),
        (lambda: net((8, "relu"), (4, "softmax"), inputs=10, loss="categorical_crossentropy"), "one_hot"),
        (lambda: net((8, "relu"), (4, "softmax"), inputs=10, loss="mse"), "loss"),
        (lambda: net((8, "relu"), (4, "softmax"), inputs=9, loss=CODES), "inputs"),
    ],
    "images": [
        ((784 + 1) * 32 + 33 * 10, "right"),
        (784 * 32 + 32 * 10, "no_bias"),
        (29 * 32 + 330, "one_side"),
        (785 * 32, "first_layer"),
    ],
    "complexity": [(4, "right"), (8, "best"), (16, "train"), (2, "other")],
    "fits": [
        ("UOF", "right"),
        ("uof", "right"),
        ("UFF", "by_heart"),
        ("FOF", "too_simple"),
        ("UOO", "small_gap"),
    ],
    "early_stopping": [(5, "right"), (3, "best"), (4, "at_once"), (7, "ran_on"), (6, "later")],
    "dropout": [(3 / 0.6, "right"), (3, "unchanged"), (3 * 0.6, "smaller"), (3 / 0.4, "by_rate")],
    "weights": [
        (0.1 * (4 + 1 + 9), "right"),
        (0.1 * (2 + 1 + 3), "l1"),
        (0.1 * 14 / 2, "half"),
        (0.1 * 14**0.5, "root"),
        (14, "no_factor"),
        (0.1 * (14 + 25), "bias"),
    ],
    "saving": [(4, "right"), (6, "every"), (5, "equal"), (1, "last")],
    "functional": [
        (lambda: around(4, 3), "right"),
        (lambda: around(5, 3), "inputs"),
        (lambda: net((3, "relu"), (1, None), inputs=4), "no_way_around"),
        (lambda: around(4, 2), "nodes"),
    ],
    "business": [
        (12 * 80 - 30 * 20 - 3 * 50, "right"),
        (12 * 80 - 30 * 20, "no_missed"),
        (12 * 80, "hits_only"),
        (12 * 80 + 30 * 20 + 3 * 50, "added"),
        (-210, "sign"),
    ],
    "nodes": [(21, "right"), (300 // 13, "no_bias"), (300 // 12, "only_inputs"), (22, "over")],
    "which_activation": [
        (told("relu", "linear", "sigmoid", "softmax"), "right"),
        (told("tanh", "linear", "Sigmoid", "softmax"), "right"),
        (told("relu", "relu", "sigmoid", "softmax"), "number"),
        (told("relu", "linear", "softmax", "softmax"), "two"),
        (told("relu", "linear", "sigmoid", "sigmoid"), "several"),
        (told("sigmoid", "linear", "sigmoid", "softmax"), "hidden"),
        (told("relu", ..., "sigmoid", "softmax"), "empty"),
        ({"hidden": "relu"}, "kind"),
        ("relu", "kind"),
    ],
    "where_argmax": [
        (lambda p: np.where(p.flatten() >= 0.5, 1, 0), "right"),
        (lambda p: [int(one >= 0.5) for one in p[:, 0]], "right"),
        (lambda p: (p >= 0.5).astype(int), "column"),
        (lambda p: np.where(p.flatten() > 0.5, 1, 0), "strict"),
        (lambda p: p.argmax(axis=1), "argmax"),
        (lambda p: p.nonsense, "kind"),
        ([0, 1, 1], "kind"),
    ],
    "resampling": [(5, "right"), (90 / 10, "ratio"), (100 / (2 * 90), "frequent"), (100 / 10, "no_classes")],
    "run": [("BACD", "right"), ("ABCD", "unlocked"), ("BCAD", "peeked"), ("BADC", "unjudged")],
    "model_file": [
        ({"pickle", "joblib"}, "right"),
        ({"pickle", "joblib", "hanpan"}, "hanpan"),
        ({"pickle", "joblib", "csv"}, "csv"),
        ({"pickle"}, "missing"),
    ],
    "registry": [("old", "right"), ("New", "new"), ("both", "other")],
    "serve": [
        ({"rows": [{"age": 50, "bmi": 30}]}, "right"),
        ('{"rows": [{"age": 50, "bmi": 30}]}', "right"),
        ({"age": 50, "bmi": 30}, "bare"),
        ({"rows": {"age": 50, "bmi": 30}}, "no_list"),
        ({"age": [50], "bmi": [30]}, "by_column"),
        ({"rows": [{"age": "50", "bmi": "30"}]}, "texts"),
        ([{"age": 50, "bmi": 30}], "other"),
        ("rows", "kind"),
    ],
    "watch": [
        (0.1 * np.log(1.2) - 0.1 * np.log(0.8), "right"),
        (0.6 * np.log(1.2) + 0.4 * np.log(0.8), "one_sided"),
        (0.1 * np.log10(1.2) - 0.1 * np.log10(0.8), "log10"),
        (0.2, "differences"),
    ],
}
CASES = [(name, given, why) for name, answers in ANSWERS.items() for given, why in answers]
# Answers that are functions themselves, not models to be built here.
FUNCTIONS = {"where_argmax"}


@pytest.mark.parametrize(("name", "given", "why"), CASES, ids=[f"{name}-{why}" for name, _, why in CASES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_are_told_apart(
    name: str, given: Any, why: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANPAN_LANG", language)
    answer = given() if callable(given) and name not in FUNCTIONS else given
    said = check(name, answer)
    assert (said.why, said.right) == (why, why == "right")
    words = catalogue(language).get(f"course.{name}.mistake.{why}")
    assert words is None or said.told == words
    assert said.told in str(said)


@pytest.mark.parametrize("answer", [..., None])
def test_an_open_exercise_is_no_mistake(answer: Any) -> None:
    assert check("metrics", answer).why == "empty"


def test_every_exercise_and_every_mistake_is_tried() -> None:
    assert set(ANSWERS) == set(EXERCISES) == {name for lessons in DAYS.values() for name in lessons}
    tried = {(name, why) for name, _, why in CASES}
    assert {(name, why) for name, asked in EXERCISES.items() for why in ("right", *asked.mistakes)} <= tried


def test_an_exercise_that_is_not_there() -> None:
    with pytest.raises(UsageError) as refused:
        check("metric", 1)
    assert "metrics" in refused.value.message("en")


def test_html_is_safe() -> None:
    assert "<b>x" not in check("metrics", "<b>x")._repr_html_()


@pytest.mark.parametrize("name", [name for lessons in DAYS.values() for name in lessons])
def test_a_lesson_has_every_step_and_its_words(name: str) -> None:
    """Idea, code, check, the person's table, an exercise that can be answered: and each word is used."""
    lesson = read_lesson(name)
    kinds = [cell.kind for cell in lesson.cells]
    assert kinds[0] == "idea"
    assert kinds[-2:] == ["exercise", "answer"]
    assert {"snippet", "check", "yours"} <= set(kinds)
    assert f'course.check("{name}", ' in lesson.code_of("exercise")
    assert "assert " in lesson.code_of("check")
    asked = {"title", "hint", "right", *(f"mistake.{why}" for why in EXERCISES[name].mistakes)}
    asked |= {kind for kind in kinds if kind != "answer"}
    words = {key.removeprefix(f"course.{name}.") for key in catalogue("en") if key.startswith(f"course.{name}.")}
    assert words == asked
