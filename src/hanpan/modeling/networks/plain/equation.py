"""Dense(1) without activation is linear regression: its equation, from the weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hanpan.foundation.errors import NetworkError


def coefficients(model: Any) -> tuple[np.ndarray, float]:
    """Coefficients (p,) and constant of a single node: what its activation, none or sigmoid, is applied to.

    Parameters
    ----------
    model
        A Keras model that is one ``Dense(1)``, or a fitted network without hidden layers (then in the target's unit).

    Raises
    ------
    NetworkError
        It has other layers, more nodes, or is not fitted.
    """
    record = getattr(model, "record_", None)
    weights, constant = _of_node(model if record is None else model.model_, type(model).__name__)
    if record is None or record.answer != "value":
        return weights, constant
    return weights * record.target_scale, constant * record.target_scale + record.target_mean


def _of_node(network: Any, kind: str) -> tuple[np.ndarray, float]:
    layers = [layer for layer in getattr(network, "layers", ()) if layer.weights]
    if len(layers) != 1 or type(layers[0]).__name__ != "Dense" or layers[0].units != 1:
        raise NetworkError("network_no_equation", kind=kind)
    kernel, *bias = (np.asarray(variable.value) for variable in layers[0].weights)
    return kernel[:, 0].astype(float), float(bias[0][0]) if bias else 0.0


def single_node(network: Any, columns: Sequence[str], target: str) -> str:
    """The equation of a fitted network that is a single linear node, in the target's own unit; "" for any other."""
    if network.record_.answer != "value":
        return ""
    try:
        return equation(network, columns, target)
    except NetworkError:
        return ""


def equation(model: Any, columns: Sequence[str], target: str = "y") -> str:
    """The equation of a single node, as text; of which models, see ``coefficients``.

    Raises
    ------
    NetworkError
        It is no single node, or its inputs are not as many as the columns.

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    >>> model.set_weights([np.array([[2.0], [-0.5]]), np.array([3.0])])
    >>> equation(model, ["rm", "lstat"], "medv")
    'medv = 3 + 2·rm - 0.5·lstat'
    """
    weights, constant = coefficients(model)
    if len(weights) != len(columns):
        raise NetworkError("network_equation_columns", found=len(weights), given=len(columns))
    return written(weights, constant, columns, target)


def written(weights: Sequence[float] | np.ndarray, constant: float, columns: Sequence[str], target: str = "y") -> str:
    """An equation from its coefficients, as text.

    Examples
    --------
    >>> written([-0.95], 34.55384, ["lstat"], "medv")
    'medv = 34.55 - 0.95·lstat'
    """
    terms = "".join(
        f" {'-' if weight < 0 else '+'} {abs(weight):.4g}·{name}" for weight, name in zip(weights, columns, strict=True)
    )
    return f"{target} = {constant:.4g}{terms}"


def own_units(
    weights: np.ndarray, constant: float, x: tuple[np.ndarray, np.ndarray], y: tuple[float, float] = (0.0, 1.0)
) -> tuple[np.ndarray, float]:
    """Coefficients on standardised columns, as coefficients on the columns themselves.

    Parameters
    ----------
    weights, constant
        (p,) and a number, on (x - centre) / spread, for (y - centre) / spread.
    x, y
        Centre and spread: of the columns, (p,) each; of the target.

    Examples
    --------
    >>> own_units(np.array([2.0]), 0.5, (np.array([10.0]), np.array([4.0])), (100.0, 20.0))
    (array([10.]), 10.0)
    """
    slopes = weights * y[1] / x[1]
    return slopes, float(y[0] + y[1] * constant - slopes @ x[0])
