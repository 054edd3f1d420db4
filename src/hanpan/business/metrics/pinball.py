"""Pinball (quantile) loss: errors upwards and downwards weigh differently, as they do for the quantile of a value."""

from collections.abc import Callable

import numpy as np

from hanpan.business.metrics.base import Metric

QUANTILES = (10, 90)  # in per cent


def pinball(quantile: float) -> Callable[[np.ndarray, np.ndarray, np.ndarray], float]:
    """Mean of ``q (y - ŷ)`` where y is above the answer and ``(1 - q) (ŷ - y)`` where it is below.

    It is smallest where the share q of the true values lies below the answer.

    Examples
    --------
    >>> pinball(0.9)(np.array([10., 10.]), np.array([9., 11.]), np.array([]))
    0.5
    """

    def loss(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float:
        above = y - output
        return float(np.mean(np.maximum(quantile * above, (quantile - 1) * above)))

    return loss


PINBALL = tuple(
    Metric(
        name=f"pinball_{per_cent}",
        tasks=("regression",),
        greater_is_better=False,
        optimum=0.0,
        needs="value",
        function=pinball(per_cent / 100),
        reference="Koenker, Bassett (1978), Regression quantiles.",
        linear=True,
    )
    for per_cent in QUANTILES
)
