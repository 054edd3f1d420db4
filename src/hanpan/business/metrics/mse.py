"""MSE: the mean squared error."""

import numpy as np

from hanpan.business.metrics.base import Metric


def mean_squared_error(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float:
    """Mean of (y - ŷ)².

    Examples
    --------
    >>> mean_squared_error(np.array([6., 5, 12, 2]), np.array([4., 6, 9, 2]), np.array([]))
    3.5
    """
    return float(np.mean((y - output) ** 2))


MSE = Metric(
    name="mse",
    tasks=("regression",),
    greater_is_better=False,
    optimum=0.0,
    needs="value",
    function=mean_squared_error,
    reference="Gauss (1809), Theoria motus corporum coelestium.",
)
