"""Rows between the others that are none: the names again, where files were put together, and sums of those above."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hanpan.data.raw import Note
from hanpan.data.readers.placing.looks import filled, is_total

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 5
SUM_COLUMNS = 2  # the word for a sum stands in one of the first
MAY_BE_SUM = r"(?i)계|균|tot|sum|aver|mean|合|总"


Rows = npt.NDArray[np.intp]


def only_rows(table: pa.Table, names: Sequence[str], typed: Collection[int]) -> tuple[pa.Table, Rows, list[Note]]:
    """The rows less those that say the names again or are sums of others, where these were (from 0), and the notes.

    ``typed``: the columns of numbers; a word for a sum in one of them is no value.
    """
    again, sums = _repeated(table, names), _sums(table, names, typed)
    notes = [(key, _told(found)) for key, found in (("names_repeated", again), ("sums_between", sums)) if found.any()]
    if not notes:
        return table, np.array([], dtype=np.intp), []
    import pyarrow as pa

    gone = again | sums
    return table.filter(pa.array(~gone)), np.flatnonzero(gone), notes


def _told(found: npt.NDArray[np.bool_]) -> dict[str, Any]:
    rows = np.flatnonzero(found)
    shown = ", ".join(str(row + 1) for row in rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
    return {"count": len(rows), "rows": shown}


def _sums(table: pa.Table, names: Sequence[str], typed: Collection[int]) -> npt.NDArray[np.bool_]:
    """Which rows (n,) begin with a word for a sum where a column has numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = np.zeros(table.num_rows, dtype=bool)
    for j in sorted(set(typed) & set(range(min(SUM_COLUMNS, len(names) - 1)))):
        column = table.column(j)
        if not (pa.types.is_large_string(column.type) or pa.types.is_string(column.type)):
            continue
        maybe = pc.fill_null(pc.match_substring_regex(column, MAY_BE_SUM), False).to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(maybe):
            before = [str(table.column(i)[int(row)].as_py() or "") for i in range(j)]
            found[row] = is_total(column[int(row)].as_py()) and not filled(before)
    return found


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
