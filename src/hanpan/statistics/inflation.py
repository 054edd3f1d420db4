"""The variance inflation factor: how far each column is already told by the others."""

from __future__ import annotations

import numpy as np

from hanpan.statistics.arrays import Floats

RIDGE = 1e-8  # keeps exact copies invertible: their factor comes out near 5e7
ENDLESS = 1e6  # a factor above this is that of a copy or an exact sum


def inflation(x: Floats) -> Floats:
    """Variance inflation factor of each column of x (n, p): (p,), at least 1; about 5e7 for exact sums and copies.

    References
    ----------
    Marquardt (1970), Generalized inverses, ridge regression, biased linear estimation, and nonlinear estimation.

    Examples
    --------
    >>> inflation(np.array([[1.0, 1.0], [2.0, -1.0], [3.0, -1.0], [4.0, 1.0]])).round(3).tolist()
    [1.0, 1.0]
    """
    return np.maximum(np.diag(inverse_of(correlations(x))), 1.0)


def correlations(x: Floats) -> Floats:
    """Correlation matrix (p, p) of the columns of x (n, p); a constant column has none (0)."""
    unit = of_length_one(x)
    return np.asarray(unit.T @ unit)


def of_length_one(x: Floats) -> Floats:
    """The columns of x (n, p) less their means, of length 1; a constant one of length 0."""
    centred = x - x.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    return np.asarray(centred / np.where(length > 0, length, 1.0))


def inverse_of(correlation: Floats) -> Floats:
    """The inverse of a correlation matrix (p, p), whose diagonal the factors are.

    Examples
    --------
    >>> np.diag(inverse_of(np.array([[1.0, 0.9], [0.9, 1.0]]))).round(2).tolist()
    [5.26, 5.26]
    """
    return np.asarray(np.linalg.inv(correlation + RIDGE * np.eye(len(correlation))))
