"""Probabilities of a fit that learnt balanced classes, brought back to the true shares of the classes.

A fit that was told that all classes are equally common answers so. What it answers is therefore multiplied by one
number per class and made to sum to 1, such that out of fold the mean probability of each class is its share of the
rows: calibration, cut-off and money then mean what they say. The numbers are chosen on the outputs of all folds, like
the rounds of a booster, because not every learner follows its weights (the leaves of a full-grown forest are pure
whatever its rows weigh), so that the ratio of the shares alone would correct what never happened.

References
----------
Saerens, Latinne, Decaestecker (2002), Adjusting the outputs of a classifier to new a priori probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

_STEPS, _CLOSE = 100, 1e-5


def correction(y: np.ndarray, output: np.ndarray) -> list[float]:
    """(C,) numbers by which probabilities (n, C) are multiplied so that their mean is the share of each class in y.

    Classes that are nowhere in y, or never answered, are taken for as rare as the rarest. The largest number is 1.

    Examples
    --------
    >>> y = np.array([0, 0, 0, 1])
    >>> output = np.array([[0.6, 0.4], [0.5, 0.5], [0.5, 0.5], [0.3, 0.7]])
    >>> brought_back(output, correction(y, output)).mean(axis=0).round(3).tolist()
    [0.75, 0.25]
    """
    shares = np.bincount(y.astype(int), minlength=output.shape[1]) / len(y)
    factors = np.ones(output.shape[1])
    known = (shares > 0) & (output.mean(axis=0) > 0)
    for _ in range(_STEPS):
        means = brought_back(output, factors).mean(axis=0)
        if np.abs(means - shares)[known].max() < _CLOSE:
            break
        factors[known] *= shares[known] / np.clip(means[known], 1e-12, None)
        factors[~known] = factors[known].min()
        factors = np.clip(factors / factors.max(), 1e-9, None)
    return [float(factor) for factor in factors]


def brought_back(output: np.ndarray, factors: Sequence[float] | np.ndarray) -> np.ndarray:
    """Probabilities (n, C) times one number per class, summing to 1; without numbers as they are."""
    if not len(factors):
        return output
    raised = output * np.asarray(factors)
    return np.asarray(raised / np.clip(raised.sum(axis=1, keepdims=True), 1e-300, None))
