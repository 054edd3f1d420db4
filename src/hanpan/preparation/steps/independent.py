"""Near-copies of other columns, left out by their variance inflation factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from hanpan.preparation.notes import Note, Value
from hanpan.preparation.steps.base import DroppingStep

_RIDGE = 1e-8  # keeps exact copies invertible: their VIF comes out near 1e8
_SHOWN_AS_INFINITE = 1e6
_DOWNDATES = 32
_MANY = 300  # columns, from which taking them out one at a time may last minutes


class Independent(DroppingStep):
    """Columns are left out one at a time, the largest VIF first, until none is above the limit.

    VIF_j = 1 / (1 - R²_j), R²_j from regressing column j on the others: the diagonal of the inverse correlation matrix.
    Of columns with the same VIF (copies) the last is left out. Columns made from an expendable source (topics of a
    text, parts of a date) never push out another column: instead the one of them that explains it most goes. Of 300
    columns and more, those that the columns before them explain beyond the limit are left out first.

    Parameters
    ----------
    columns
        Table columns it is there for.
    limit
        Largest VIF that may stay.
    expendable
        Table columns whose prepared columns go first.

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

    def __init__(self, columns: tuple[str, ...] = (), limit: float = 10.0, expendable: Sequence[str] = ()) -> None:
        super().__init__(columns)
        self._limit = limit
        self._expendable = tuple(f"{name}:" for name in expendable)

    def _choose(self, x: np.ndarray, y: np.ndarray | None) -> np.ndarray:
        correlation = correlations(x)
        spare = np.array([name.startswith(self._expendable) for name in self.inputs], dtype=bool)
        kept = np.flatnonzero(~spare).tolist()
        dropped = self._sift(correlation, kept) + self._thin(correlation, kept, spare)
        kept += np.flatnonzero(spare).tolist()
        dropped += self._sift(correlation, kept) + self._thin(correlation, kept, spare)
        self.notes = tuple(self._note(correlation, kept, *removal) for removal in dropped)
        return np.sort(np.array(kept, dtype=np.int64))

    def _sift(self, correlation: np.ndarray, kept: list[int]) -> list[_Removal]:
        """Of very many columns, take those out of ``kept`` that the ones before them explain."""
        if len(kept) < _MANY:
            return []
        own = _own_share(correlation[np.ix_(kept, kept)], 1.0 / self._limit)
        removed = [
            _Removal(column, column, 1.0 / max(share, _RIDGE))
            for column, share in zip(kept, own.tolist(), strict=True)
            if share < 1.0 / self._limit
        ]
        if len(removed) == len(kept):  # all are constant: one stays, as ever
            del removed[0]
        gone = {removal.column for removal in removed}
        kept[:] = [column for column in kept if column not in gone]
        return removed

    def _thin(self, correlation: np.ndarray, kept: list[int], spare: np.ndarray) -> list[_Removal]:
        """Take columns out of ``kept`` until no VIF is above the limit."""
        dropped: list[_Removal] = []
        while found := _round(correlation[np.ix_(kept, kept)], spare[kept], self._limit):
            for removal in found:
                dropped.append(_Removal(kept[removal.column], kept[removal.cause], removal.factor))
                del kept[removal.column]
        return dropped

    def _note(self, correlation: np.ndarray, kept: list[int], column: int, cause: int, factor: float) -> Note:
        """Why a column went: the VIF, and the column that stays and is most like it, or that it would explain."""
        twin = max(kept, key=lambda i: abs(correlation[column, i])) if cause == column else cause
        values: dict[str, Value] = {
            "vif": "∞" if factor > _SHOWN_AS_INFINITE else round(factor, 1),
            "limit": self._limit,
            "twin": self.inputs[twin],
            "correlation": round(float(correlation[column, twin]), 3),
        }
        code = "collinear" if cause == column else "collinear_spare"
        return Note(code=code, column=self.inputs[column], values=values)


class _Removal(NamedTuple):
    """A column taken out, the column whose VIF was above the limit (often itself), and that VIF."""

    column: int
    cause: int
    factor: float


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


def _own_share(correlation: np.ndarray, least: float) -> np.ndarray:
    """Of each column's variance (p,), what the columns before it do not explain; those with less than ``least`` of
    their own explain nothing any more. A Cholesky factor is built of the others, row by row.
    """
    own = np.diag(correlation).copy()
    factor = np.empty_like(correlation)
    size = 0
    for column in range(len(own)):
        if own[column] < least:
            continue
        row = (correlation[column] - factor[:size, column] @ factor[:size]) / np.sqrt(own[column])
        factor[size] = row
        size += 1
        own[column + 1 :] -= row[column + 1 :] ** 2
    return own


def _round(correlation: np.ndarray, spare: np.ndarray, limit: float) -> list[_Removal]:
    """Up to 32 removals, as positions among those left. Each updates the inverse instead of inverting anew."""
    found: list[_Removal] = []
    inverse = _inverse(correlation)
    while len(found) < _DOWNDATES and len(inverse) > 1:
        factors = np.diag(inverse)
        worst = float(factors.max())
        if worst <= limit:
            break
        cause = int(np.flatnonzero(factors >= worst * 0.999)[-1])  # the last of equals
        out = cause if spare[cause] or not spare.any() else _explains_most(inverse, spare, cause)
        found.append(_Removal(out, cause, worst))
        rest = np.delete(np.arange(len(inverse)), out)
        inverse = inverse[np.ix_(rest, rest)] - np.outer(inverse[rest, out], inverse[out, rest]) / inverse[out, out]
        spare = spare[rest]
    return found


def _explains_most(inverse: np.ndarray, spare: np.ndarray, cause: int) -> int:
    """The spare column with the largest partial correlation to a column."""
    partial = np.abs(inverse[cause]) / np.sqrt(np.diag(inverse))
    return int(np.where(spare, partial, -1.0).argmax())
