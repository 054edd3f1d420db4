"""Log loss (cross-entropy): the mean of -log of the probability given to the true class."""

import numpy as np

from hanpan.business.metrics.base import Metric

SMALLEST = 1e-15  # finite where a model was sure and wrong


def surprise(y: np.ndarray, output: np.ndarray) -> np.ndarray:
    """-log p(true class) of each row (n,), natural logarithm, p kept at or above 1e-15 and rows summing to 1.

    Examples
    --------
    >>> surprise(np.array([1, 0]), np.array([[.1, .9], [1., 0.]])).round(3).tolist()
    [0.105, 0.0]
    """
    total = output.sum(axis=1)
    true = output[np.arange(len(y)), y] / np.where(total > 0, total, 1.0)
    return np.asarray(-np.log(np.clip(true, SMALLEST, 1.0)) + 0.0)  # + 0: no -0


def cross_entropy(y: np.ndarray, output: np.ndarray, _: np.ndarray) -> float:
    """Mean of the surprise at the true classes."""
    return float(np.mean(surprise(y, output)))


LOG_LOSS = Metric(
    name="log_loss",
    tasks=("binary", "multiclass"),
    greater_is_better=False,
    optimum=0.0,
    needs="probability",
    function=cross_entropy,
    reference="Good (1952), Rational decisions.",
)
