"""RMSE: the root of the mean squared error, in the unit of y."""

import numpy as np

from hanpan.business.metrics.base import Metric


def root_mean_squared_error(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float:
    """Root of the mean of (y - ŷ)².

    Examples
    --------
    >>> round(root_mean_squared_error(np.array([6., 5, 12, 2]), np.array([4., 6, 9, 2]), np.array([])), 4)
    1.8708
    """
    return float(np.sqrt(np.mean((y - output) ** 2)))


RMSE = Metric(
    name="rmse",
    tasks=("regression",),
    greater_is_better=False,
    optimum=0.0,
    needs="value",
    function=root_mean_squared_error,
    reference="Gauss (1809), Theoria motus corporum coelestium.",
    linear=True,
)
