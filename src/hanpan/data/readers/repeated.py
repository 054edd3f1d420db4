"""Rows that repeat the names, as files have them that were put together from several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.raw import Note

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 5


def without_repeated(table: pa.Table, names: Sequence[str]) -> tuple[pa.Table, list[Note]]:
    """The rows of text less those that say the names again, and the note that tells which they were.

    Examples
    --------
    >>> import pyarrow as pa
    >>> table, notes = without_repeated(pa.table({"f0": ["1", "a", "2"], "f1": ["x", "b", "y"]}), ["a", "b"])
    >>> table.num_rows, notes
    (2, [('names_repeated', {'count': 1, 'rows': '2'})])
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    told = [j for j, name in enumerate(names) if name]
    if len(told) < 2:
        return table, []
    found = np.ones(table.num_rows, dtype=bool)
    for j in told:
        column = table.column(j)
        if not pa.types.is_large_string(column.type) and not pa.types.is_string(column.type):
            return table, []
        found &= pc.fill_null(pc.equal(column, names[j]), False).to_numpy(zero_copy_only=False)
        if not found.any():
            return table, []
    rows = np.flatnonzero(found)
    shown = ", ".join(str(row + 1) for row in rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
    return table.filter(pa.array(~found)), [("names_repeated", {"count": len(rows), "rows": shown})]
