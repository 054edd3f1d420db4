"""MedAE: the median absolute error, in the unit of y; a few huge errors do not move it."""

import numpy as np

from hanpan.business.metrics.base import Metric


def median_absolute_error(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float:
    """Median of |y - ŷ|.

    Examples
    --------
    >>> median_absolute_error(np.array([6., 5, 12, 2]), np.array([4., 6, 9, 2]), np.array([]))
    1.5
    """
    return float(np.median(np.abs(y - output)))


MEDAE = Metric(
    name="medae",
    tasks=("regression",),
    greater_is_better=False,
    optimum=0.0,
    needs="value",
    function=median_absolute_error,
    reference="Hampel (1974), The influence curve and its role in robust estimation.",
    linear=True,
)
