"""Exercises of what learners ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hanpan.doors.course.exercises.exercise import Exercise
from hanpan.doors.course.exercises.looks import given

_LINEAR = ("linear", "none", "")
_HIDDEN = ("relu", "leaky_relu", "elu", "selu", "gelu", "silu", "swish", "mish", "tanh", "maxout")


def _by_task(answer: Mapping[str, Any]) -> dict[str, str]:
    """Activations by where they stand, all four of them."""
    found = {name: str(activation).strip().lower() for name, activation in answer.items()}
    return {name: found[name] for name in ("hidden", "a number", "two classes", "several classes")}


QUESTIONS = {
    "business": Exercise(
        wants="number", right=210, mistakes={"no_missed": 360, "hits_only": 960, "added": 960 + 600 + 150}
    ),
    "nodes": Exercise(wants="number", right=21, mistakes={"no_bias": 23, "only_inputs": 25, "over": 22}),
    "which_activation": Exercise(
        wants="words",
        look=_by_task,
        right=lambda seen: (
            seen["hidden"] in _HIDDEN
            and seen["a number"] in _LINEAR
            and (seen["two classes"], seen["several classes"]) == ("sigmoid", "softmax")
        ),
        mistakes={
            "number": lambda seen: seen["a number"] not in _LINEAR,
            "two": lambda seen: seen["two classes"] != "sigmoid",
            "several": lambda seen: seen["several classes"] != "softmax",
            "hidden": lambda seen: seen["hidden"] not in _HIDDEN,
        },
    ),
    "where_argmax": Exercise(
        wants="function",
        look=given([[0.2], [0.5], [0.9]]),
        right=np.array([[0, 1, 1]]),
        mistakes={
            "column": lambda seen: seen.shape == (1, 3, 1),
            "strict": np.array([[0, 0, 1]]),
            "argmax": np.array([[0, 0, 0]]),
        },
    ),
    "resampling": Exercise(wants="number", right=5, mistakes={"ratio": 9, "frequent": 100 / 180, "no_classes": 10}),
}
