"""MAE: the mean absolute error, in the unit of y."""

import numpy as np

from hanpan.business.metrics.base import Metric


def mean_absolute_error(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float:
    """Mean of |y - ŷ|.

    Examples
    --------
    >>> mean_absolute_error(np.array([6., 5, 12, 2]), np.array([4., 6, 9, 2]), np.array([]))
    1.5
    """
    return float(np.mean(np.abs(y - output)))


MAE = Metric(
    name="mae",
    tasks=("regression",),
    greater_is_better=False,
    optimum=0.0,
    needs="value",
    function=mean_absolute_error,
    reference="Laplace (1774), Mémoire sur la probabilité des causes par les événements.",
    linear=True,
)
