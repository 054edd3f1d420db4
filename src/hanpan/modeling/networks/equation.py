"""Dense(1) without activation is linear regression: its equation, from the weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def coefficients(model: Any) -> tuple[np.ndarray, float]:
    """Coefficients (p,) and constant of a Keras model that is one Dense(1) with no or sigmoid activation."""
    kernel, bias = (np.asarray(variable.value) for variable in model.layers[-1].weights)
    return kernel[:, 0].astype(float), float(bias[0])


def equation(model: Any, columns: Sequence[str], target: str = "y") -> str:
    """The equation of a single node, as text.

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    >>> model.set_weights([np.array([[2.0], [-0.5]]), np.array([3.0])])
    >>> equation(model, ["rm", "lstat"], "medv")
    'medv = 3 + 2·rm - 0.5·lstat'
    """
    weights, constant = coefficients(model)
    terms = "".join(
        f" {'-' if weight < 0 else '+'} {abs(weight):.4g}·{name}" for weight, name in zip(weights, columns, strict=True)
    )
    return f"{target} = {constant:.4g}{terms}"
