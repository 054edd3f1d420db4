"""Near-copies of other columns, left out by their variance inflation factor."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.preparation.notes import Note, Value
from hanpan.preparation.steps.base import DroppingStep

_RIDGE = 1e-8  # keeps exact copies invertible: their VIF comes out near 1e8
_SHOWN_AS_INFINITE = 1e6
_DOWNDATES = 32


class Independent(DroppingStep):
    """Columns are left out one at a time, the largest VIF first, until none is above the limit.

    VIF_j = 1 / (1 - R²_j), R²_j from regressing column j on the others: the diagonal of the inverse correlation matrix.
    Of columns with the same VIF (copies) the last is left out.

    Parameters
    ----------
    columns
        Table columns it is there for.
    limit
        Largest VIF that may stay.

    References
    ----------
    Marquardt (1970), Generalized inverses, ridge regression, biased linear estimation, and nonlinear estimation.

    Examples
    --------
    >>> step = Independent().fit({"m2": [50.0, 84.0, 60.0, 99.0], "pyeong": [15.1, 25.4, 18.2, 30.0]})
    >>> step.names
    ('m2',)
    """

    name: ClassVar[str] = "independent"

    def __init__(self, columns: tuple[str, ...] = (), limit: float = 10.0) -> None:
        super().__init__(columns)
        self._limit = limit

    def _choose(self, x: np.ndarray, y: np.ndarray | None) -> np.ndarray:
        correlation = correlations(x)
        kept, dropped = list(range(x.shape[1])), []
        while found := _round(correlation[np.ix_(kept, kept)], self._limit):
            for position, factor in found:
                column = kept.pop(position)
                dropped.append((column, factor))
        self.notes = tuple(self._note(correlation, kept, column, factor) for column, factor in dropped)
        return np.array(kept, dtype=np.int64)

    def _note(self, correlation: np.ndarray, kept: list[int], column: int, factor: float) -> Note:
        """Why a column went: its VIF, and the column that stays and is most like it."""
        twin = max(kept, key=lambda i: abs(correlation[column, i]))
        values: dict[str, Value] = {
            "vif": "∞" if factor > _SHOWN_AS_INFINITE else round(factor, 1),
            "limit": self._limit,
            "twin": self.inputs[twin],
            "correlation": round(float(correlation[column, twin]), 3),
        }
        return Note(code="collinear", column=self.inputs[column], values=values)


def inflation(x: np.ndarray) -> np.ndarray:
    """Variance inflation factor of each column of x (n, p): (p,), at least 1; about 1e8 for exact sums and copies.

    Examples
    --------
    >>> inflation(np.array([[1.0, 1.0], [2.0, -1.0], [3.0, -1.0], [4.0, 1.0]])).round(3).tolist()
    [1.0, 1.0]
    """
    return np.maximum(np.diag(_inverse(correlations(x))), 1.0)


def correlations(x: np.ndarray) -> np.ndarray:
    """Correlation matrix (p, p) of the columns of x (n, p); a constant column has none (0)."""
    centred = x - x.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    unit = centred / np.where(length > 0, length, 1.0)
    return np.asarray(unit.T @ unit)


def _inverse(correlation: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.inv(correlation + _RIDGE * np.eye(len(correlation))))


def _round(correlation: np.ndarray, limit: float) -> list[tuple[int, float]]:
    """Up to 32 removals: (position among those left, VIF). Each updates the inverse instead of inverting anew."""
    found: list[tuple[int, float]] = []
    inverse = _inverse(correlation)
    while len(found) < _DOWNDATES and len(inverse) > 1:
        factors = np.diag(inverse)
        worst = float(factors.max())
        if worst <= limit:
            break
        last = int(np.flatnonzero(factors >= worst * 0.999)[-1])
        found.append((last, worst))
        rest = np.delete(np.arange(len(inverse)), last)
        inverse = inverse[np.ix_(rest, rest)] - np.outer(inverse[rest, last], inverse[last, rest]) / worst
    return found
