"""Rows that repeat the names, as files have them that were put together from several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from hanpan.data.raw import Note

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 5


def without_repeated(table: pa.Table, names: Sequence[str]) -> tuple[pa.Table, npt.NDArray[np.intp], list[Note]]:
    """The rows of text less those that say the names again, where these were (from 0), and the note that tells it.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table, _, notes = without_repeated(pa.table({"f0": ["1", "a", "2"], "f1": ["x", "b", "y"]}), ["a", "b"])
    >>> table.num_rows, notes
    (2, [('names_repeated', {'count': 1, 'rows': '2'})])
    """
    import pyarrow as pa

    found = _repeated(table, names)
    if not found.any():
        return table, np.array([], dtype=np.intp), []
    rows = np.flatnonzero(found)
    shown = ", ".join(str(row + 1) for row in rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
    return table.filter(pa.array(~found)), rows, [("names_repeated", {"count": len(rows), "rows": shown})]


def _repeated(table: pa.Table, names: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which rows (n,) hold every name of two columns or more, and nothing else."""
    import pyarrow as pa
    import pyarrow.compute as pc

    told = [j for j, name in enumerate(names) if name]
    found = np.full(table.num_rows, len(told) > 1)
    for j in told:
        column = table.column(j)
        if not found.any() or not (pa.types.is_large_string(column.type) or pa.types.is_string(column.type)):
            return np.zeros(table.num_rows, dtype=bool)
        found &= pc.fill_null(pc.equal(column, names[j]), False).to_numpy(zero_copy_only=False)
    return found
