"""R²: the share of the variance of y that is explained."""

import numpy as np

from hanpan.business.metrics.base import Metric


def r_squared(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float | None:
    """1 - sum of squared errors / sum of squared distances from the mean; None when y does not vary."""
    spread = float(np.sum((y - y.mean()) ** 2))
    return None if spread == 0 else 1.0 - float(np.sum((y - output) ** 2)) / spread


R2 = Metric(
    name="r2",
    tasks=("regression",),
    greater_is_better=True,
    optimum=1.0,
    needs="value",
    function=r_squared,
    reference="Wright (1921), Correlation and causation.",
)
