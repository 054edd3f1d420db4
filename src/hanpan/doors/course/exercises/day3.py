"""Exercises of day 3: images, fit, saving."""

from __future__ import annotations

import numpy as np

from hanpan.doors.course.exercises.exercise import Exercise
from hanpan.doors.course.exercises.looks import Made, made_of


def _kinds(model: Made) -> set[str]:
    return {layer.kind for layer in model.layers}


DAY_3 = {
    "images": Exercise(
        wants="number",
        right=25_450,
        mistakes={"no_bias": 25_408, "one_side": (28 + 1) * 32 + 330, "first_layer": 25_120},
    ),
    "complexity": Exercise(wants="number", right=4, mistakes={"best": 8, "train": 16}),
    "fits": Exercise(
        wants="words",
        right="uof",
        mistakes={
            "by_heart": lambda seen: seen[1:2] != "o",
            "too_simple": lambda seen: seen[:1] != "u",
            "small_gap": lambda seen: seen[2:] != "f",
        },
    ),
    "early_stopping": Exercise(wants="number", right=5, mistakes={"best": 3, "at_once": 4, "ran_on": 7, "later": 6}),
    "dropout": Exercise(wants="number", right=5, mistakes={"unchanged": 3, "smaller": 1.8, "by_rate": 7.5}),
    "weights": Exercise(
        wants="number",
        right=1.4,
        mistakes={"l1": 0.6, "half": 0.7, "root": 0.1 * np.sqrt(14), "no_factor": 14, "bias": 3.9},
    ),
    "saving": Exercise(wants="number", right=4, mistakes={"every": 6, "equal": 5, "last": 1}),
    "functional": Exercise(
        wants="model",
        look=made_of,
        right=lambda seen: seen.inputs == (4,) and seen.parameters == 23 and "Concatenate" in _kinds(seen),
        mistakes={
            "inputs": lambda seen: seen.inputs != (4,),
            "no_way_around": lambda seen: "Concatenate" not in _kinds(seen),
            "nodes": lambda seen: seen.parameters != 23,
        },
    ),
}
