"""Exercises of day 1: from a table to a first network."""

from __future__ import annotations

import numpy as np

from hanpan.doors.course.exercises.exercise import Exercise
from hanpan.doors.course.exercises.looks import Made, made_of

_SCALED = frozenset({"k_neighbors", "svm", "network"})
_TREES = frozenset({"decision_tree", "random_forest"})
_FOR_NUMBERS = ("mse", "mean_squared_error", "mae", "mean_absolute_error")
_FOR_CLASSES = ("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy")
_HIDDEN = (("Dense", 8, "relu"), ("Dense", 4, "relu"))
_A_NUMBER = ("Dense", 1, "linear")


def _loss_is(*names: str) -> object:
    return lambda seen: seen in names


def _hidden_of(model: Made) -> tuple[object, ...]:
    return tuple(tuple(layer) for layer in model.layers[:-1])


DAY_1 = {
    "process": Exercise(
        wants="words",
        right="befcda",
        mistakes={
            "data_first": lambda seen: seen[:1] == "e",
            "unprepared": lambda seen: -1 < seen.find("c") < seen.find("f"),
            "untested": lambda seen: -1 < seen.find("a") < seen.find("d"),
        },
    ),
    "board": Exercise(
        wants="words",
        right=_SCALED,
        mistakes={
            "trees": lambda seen: bool(seen & _TREES),
            "line": lambda seen: "linear_regression" in seen,
            "missing": lambda seen: seen < _SCALED,
        },
    ),
    "metrics": Exercise(wants="number", right=0.15, mistakes={"by_prediction": 1 / 6, "of_sums": 0.1, "mae": 7 / 3}),
    "learning": Exercise(
        wants="number",
        right=1 - 0.001 * 248 / 3,
        mistakes={"uphill": 1 + 0.001 * 248 / 3, "no_two": 1 - 0.001 * 124 / 3, "sum": 1 - 0.248, "constant": 2.995333},
    ),
    "dense": Exercise(wants="number", right=60, mistakes={"no_bias": 52, "no_output": 57, "nodes": 16}),
    "compile": Exercise(
        wants="words",
        right=_loss_is(*_FOR_NUMBERS),
        mistakes={
            "classes": _loss_is(*_FOR_CLASSES),
            "metric": _loss_is("accuracy", "r2", "rmse", "f1"),
            "optimizer": _loss_is("adam", "sgd", "rmsprop"),
        },
    ),
    "curves": Exercise(wants="number", right=4, mistakes={"from_zero": 3, "train": 7}),
    "hidden": Exercise(
        wants="model",
        look=made_of,
        right=lambda seen: seen.inputs == (6,) and _hidden_of(seen) == _HIDDEN and seen.layers[-1] == _A_NUMBER,
        mistakes={
            "inputs": lambda seen: seen.inputs != (6,),
            "layers": lambda seen: len(seen.layers) != 3,
            "output_nodes": lambda seen: seen.layers[-1].nodes != 1,
            "output_activation": lambda seen: seen.layers[-1].activation != "linear",
            "no_activation": lambda seen: "linear" in {layer.activation for layer in seen.layers[:-1]},
            "hidden_nodes": lambda seen: _hidden_of(seen) != _HIDDEN,
        },
    ),
    "activations": Exercise(
        wants="numbers",
        right=[-0.2, 0, 3],
        mistakes={"relu": [0, 0, 3], "steep": [-0.4, 0, 3], "elu": [np.exp(-2) - 1, 0, 3]},
    ),
    "regression": Exercise(
        wants="number", right=1 - 2.3 / 6.4, mistakes={"ratio": 2.3 / 6.4, "difference": 4.1, "turned": 1 - 6.4 / 2.3}
    ),
}
