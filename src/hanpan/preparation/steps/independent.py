"""Near-copies of other columns, left out by their variance inflation factor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from hanpan.preparation.notes import Note, Value
from hanpan.preparation.steps.base import DroppingStep
from hanpan.statistics.inflation import ENDLESS, RIDGE, inverse_of, of_length_one

_DOWNDATES = 32
_TOGETHER = 64  # columns compared at once with those before them
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
        unit = of_length_one(x)
        spare = np.array([name.startswith(self._expendable) for name in self.inputs], dtype=bool)
        kept, dropped = self._thinned(unit, np.flatnonzero(~spare), spare)
        if spare.any():
            kept, more = self._thinned(unit, np.append(kept, np.flatnonzero(spare)), spare)
            dropped += more
        likeness = unit[:, kept].T @ unit[:, [removal.column for removal in dropped]]
        pairs = zip(likeness.T, dropped, strict=True)
        self.notes = tuple(self._note(alike, kept, *removal) for alike, removal in pairs)
        return np.sort(kept)

    def _thinned(self, unit: np.ndarray, kept: np.ndarray, spare: np.ndarray) -> tuple[np.ndarray, list[_Removal]]:
        """The columns of which no VIF is above the limit, and what was taken out for it."""
        kept, dropped = _sifted(unit, kept, self._limit)
        places = list(range(len(kept)))
        correlation = unit[:, kept].T @ unit[:, kept]
        while found := _round(correlation[np.ix_(places, places)], spare[kept[places]], self._limit):
            for removal in found:
                column, cause = int(kept[places[removal.column]]), int(kept[places[removal.cause]])
                dropped.append(_Removal(column, cause, removal.factor))
                del places[removal.column]
        return kept[places], dropped

    def _note(self, likeness: np.ndarray, kept: np.ndarray, column: int, cause: int, factor: float) -> Note:
        """Why a column went: the VIF, and the column that stays and is most like it, or that it would explain."""
        twin = int(np.abs(likeness).argmax() if cause == column else np.flatnonzero(kept == cause)[0])
        values: dict[str, Value] = {
            "vif": "∞" if factor > ENDLESS else round(factor, 1),
            "limit": self._limit,
            "twin": self.inputs[int(kept[twin])],
            "correlation": round(float(likeness[twin]), 3),
        }
        code = "collinear" if cause == column else "collinear_spare"
        return Note(code=code, column=self.inputs[column], values=values)


class _Removal(NamedTuple):
    """A column taken out, the column whose VIF was above the limit (often itself), and that VIF."""

    column: int
    cause: int
    factor: float


def _sifted(unit: np.ndarray, kept: np.ndarray, limit: float) -> tuple[np.ndarray, list[_Removal]]:
    """Of very many columns, those that the ones before them do not explain, and the others."""
    if len(kept) < _MANY:
        return kept, []
    own = _own_share(unit[:, kept], 1.0 / limit)
    stays = own >= 1.0 / limit
    if not stays.any():  # all are constant: one stays, as ever
        stays[0] = True
    removed = [
        _Removal(column, column, 1.0 / max(share, RIDGE))
        for column, share in zip(kept[~stays].tolist(), own[~stays].tolist(), strict=True)
    ]
    return kept[stays], removed


def _own_share(unit: np.ndarray, least: float) -> np.ndarray:
    """Of each column's variance (p,), what the columns before it do not explain (Gram and Schmidt).

    Those with less than ``least`` of their own explain nothing any more, so that the others stay well apart.
    """
    if len(unit) > 2 * unit.shape[1]:
        unit = np.asarray(np.linalg.qr(unit, mode="r"))  # the same angles between the columns, in fewer rows
    own = np.empty(unit.shape[1])
    basis = np.empty((min(unit.shape), len(unit)))
    size = 0
    for first in range(0, unit.shape[1], _TOGETHER):
        block, before = unit[:, first : first + _TOGETHER].T, size
        block = block - (block @ basis[:size].T) @ basis[:size]  # of many columns at once: ten times as fast
        for place, column in enumerate(block, start=first):
            rest = column - (basis[before:size] @ column) @ basis[before:size]
            own[place] = rest @ rest
            if own[place] >= least and size < len(basis):
                basis[size] = rest / np.sqrt(own[place])
                size += 1
    return own


def _round(correlation: np.ndarray, spare: np.ndarray, limit: float) -> list[_Removal]:
    """Up to 32 removals, as positions among those left. Each updates the inverse instead of inverting anew."""
    found: list[_Removal] = []
    inverse = inverse_of(correlation)
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
