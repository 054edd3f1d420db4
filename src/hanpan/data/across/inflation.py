"""How far each number is already told by the others: the variance inflation factor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hanpan.data.across.record import Inflated
from hanpan.data.schema import Column
from hanpan.data.values import Values, sample_rows
from hanpan.statistics.arrays import Floats
from hanpan.statistics.inflation import ENDLESS, inverse_of

MOST_ROWS = 20_000
MOST_COLUMNS = 60


def inflation(values: Values, columns: Sequence[Column]) -> list[Inflated]:
    """VIF of the first 60 number features, the largest first; missing cells as the median.

    Without end: the column follows exactly from others.

    References
    ----------
    Marquardt, D. W. (1970), Technometrics 12, 591-612.
    """
    rows = sample_rows(np.arange(len(values.frame)), MOST_ROWS, "inflation")
    named = [
        (column.name, values.numbers(column.name)[rows])
        for column in columns
        if column.kind == "number" and values.is_numeric(column.name)
    ][:MOST_COLUMNS]
    told = [(name, whole) for name, cells in named if (whole := _scaled(cells)) is not None]
    if len(told) < 2 or len(rows) <= len(told) + 1:
        return []
    names = [name for name, _ in told]
    correlation = np.atleast_2d(np.corrcoef(np.vstack([cells for _, cells in told])))
    factors = np.diag(inverse_of(correlation))
    found = []
    for k, name in enumerate(names):
        others = np.abs(correlation[k]) - (np.arange(len(names)) == k) * 2
        twin = int(others.argmax())
        vif = float(factors[k]) if factors[k] <= ENDLESS else None
        found.append(Inflated(name=name, vif=vif, twin=names[twin], r=float(correlation[k, twin])))
    return sorted(found, key=lambda one: -(one.vif or np.inf))


def _scaled(cells: Floats) -> Floats | None:
    """Gaps filled by the median, mean 0, largest size 1; None for a column that hardly varies."""
    known = cells[np.isfinite(cells)]
    if len(known) < 3 or not np.ptp(known):
        return None
    filled = np.where(np.isfinite(cells), cells, np.median(known))
    moved = filled / np.abs(filled).max()
    moved = moved - moved.mean()
    return moved if moved.std() > 1e-12 else None
