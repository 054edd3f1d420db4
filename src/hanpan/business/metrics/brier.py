"""Brier score: the mean squared distance of the probabilities from what came true."""

import numpy as np

from hanpan.business.metrics.base import Metric


def squared_distance(y: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Half the squared distance (n,) of each row's probabilities from the truth: for two classes (p - y)².

    Examples
    --------
    >>> squared_distance(np.array([1, 0]), np.array([[.2, .8], [1., 0.]])).round(3).tolist()
    [0.04, 0.0]
    """
    apart = output.copy()
    apart[np.arange(len(y)), y] -= 1.0
    return np.asarray((apart**2).sum(axis=1) / 2)


def mean_squared_distance(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float:
    """Mean of the squared distances: 0 is sure and right, 1 sure and wrong."""
    return float(np.mean(squared_distance(y, output)))


BRIER = Metric(
    name="brier",
    tasks=("binary", "multiclass"),
    greater_is_better=False,
    optimum=0.0,
    needs="probability",
    function=mean_squared_distance,
    reference="Brier (1950), Verification of forecasts expressed in terms of probability.",
)
