"""Exercises of day 2: what hidden layers do, and classes."""

from __future__ import annotations

import numpy as np

from hanpan.doors.course.exercises.exercise import Exercise
from hanpan.doors.course.exercises.looks import Made, made_of

_LN = np.log
_OF_CODES = "sparse_categorical_crossentropy"


def _ends(model: Made, nodes: int, activation: str) -> bool:
    return (model.layers[-1].nodes, model.layers[-1].activation) == (nodes, activation)


DAY_2 = {
    "features": Exercise(
        wants="numbers", right=[1.5, 0], mistakes={"no_relu": [1.5, -2.5], "no_constant": [1, 0], "added": [5.5, 5.5]}
    ),
    "groups": Exercise(wants="number", right=18, mistakes={"everything": 28, "left_out": 14}),
    "playground": Exercise(
        wants="words",
        right=lambda seen: seen in ("clouds", frozenset({"clouds"})),
        mistakes={
            "circle": lambda seen: "circle" in seen,
            "xor": lambda seen: "xor" in seen,
            "spiral": lambda seen: "spiral" in seen,
        },
    ),
    "two_classes": Exercise(
        wants="model",
        look=made_of,
        right=lambda seen: (
            seen.inputs == (30,)
            and len(seen.layers) == 1
            and _ends(seen, 1, "sigmoid")
            and seen.loss == "binary_crossentropy"
        ),
        mistakes={
            "softmax": lambda seen: _ends(seen, 1, "softmax"),
            "two_nodes": lambda seen: seen.layers[-1].nodes != 1,
            "no_sigmoid": lambda seen: seen.layers[-1].activation != "sigmoid",
            "not_compiled": lambda seen: not seen.loss,
            "loss": lambda seen: seen.loss != "binary_crossentropy",
            "inputs": lambda seen: seen.inputs != (30,),
            "layers": lambda seen: len(seen.layers) != 1,
        },
    ),
    "losses": Exercise(
        wants="number",
        right=-(_LN(0.8) + _LN(0.6)) / 2,
        mistakes={
            "always_p": -(_LN(0.8) + _LN(0.4)) / 2,
            "sum": -(_LN(0.8) + _LN(0.6)),
            "log10": -(np.log10(0.8) + np.log10(0.6)) / 2,
            "squares": (0.04 + 0.16) / 2,
        },
    ),
    "cut": Exercise(wants="number", right=1 / 3, mistakes={"precision": 1, "accuracy": 5 / 7, "missed": 2 / 3}),
    "more_classes": Exercise(
        wants="model",
        look=made_of,
        right=lambda seen: seen.inputs == (10,) and _ends(seen, 4, "softmax") and seen.loss == _OF_CODES,
        mistakes={
            "nodes": lambda seen: seen.layers[-1].nodes != 4,
            "sigmoid": lambda seen: seen.layers[-1].activation == "sigmoid",
            "no_softmax": lambda seen: seen.layers[-1].activation != "softmax",
            "not_compiled": lambda seen: not seen.loss,
            "one_hot": lambda seen: seen.loss == "categorical_crossentropy",
            "loss": lambda seen: seen.loss != _OF_CODES,
            "inputs": lambda seen: seen.inputs != (10,),
        },
    ),
}
