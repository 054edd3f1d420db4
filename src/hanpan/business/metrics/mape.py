"""MAPE: the mean absolute error as a share of y, over rows where y is not zero."""

import numpy as np

from hanpan.business.metrics.base import Metric


def mean_absolute_percentage_error(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float | None:
    """Mean of |y - ŷ| / |y| over the rows with y ≠ 0; None when there are none.

    Dividing by a tiny stand-in for zero, as some libraries do, lets one row decide everything.

    Examples
    --------
    >>> round(mean_absolute_percentage_error(np.array([6., 5, 12, 2]), np.array([4., 6, 9, 2]), np.array([])), 4)
    0.1958
    """
    known = y != 0
    if not known.any():
        return None
    return float(np.mean(np.abs(y[known] - output[known]) / np.abs(y[known])))


MAPE = Metric(
    name="mape",
    tasks=("regression",),
    greater_is_better=False,
    optimum=0.0,
    needs="value",
    function=mean_absolute_percentage_error,
    reference="Hyndman, Koehler (2006), Another look at measures of forecast accuracy.",
    linear=True,
)
