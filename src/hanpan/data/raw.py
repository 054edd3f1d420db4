"""RawTable: a table as it was read, before anything was decided about its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.data.dataset import Reading
from hanpan.data.names import clean_names, same_name
from hanpan.data.types.plain_types import plain_frame
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

Note = tuple[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """Cells as they came.

    ``frame`` has a plain index. Text sources give columns of pandas ``str`` holding the cells letter by letter,
    missing only where a cell was empty; typed sources (Parquet, Excel, frames) keep their types, as far as these are
    plain (see ``plain_types``). ``files``: where each row is a file (an image), their names. ``lines``: where lines
    between the rows were passed over, the line of the file (row of the sheet) that each row stands in.
    """

    frame: pd.DataFrame
    reading: Reading
    files: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()

    def taken(self, places: np.ndarray) -> RawTable:
        """Rows at such places, rising; the reading says which they are.

        Examples
        --------
        >>> import pandas as pd
        >>> table = raw_table(pd.DataFrame({"x": [5, 6, 7, 8]}), source="t.csv", form="csv")
        >>> part = table.taken(np.array([0, 1, 3]))
        >>> part.frame["x"].tolist(), part.reading.part
        ([5, 6, 8], [(0, 2), (3, 4)])
        """
        rows, given = self.frame.iloc[places].reset_index(drop=True), self.reading
        note = ("rows_taken", {"rows": len(rows), "of": given.rows})
        cuts = np.flatnonzero(np.diff(places) != 1) + 1
        part = [(int(one[0]), int(one[-1]) + 1) for one in np.split(places, cuts)]
        return replace(
            self,
            frame=rows,
            files=tuple(self.files[place] for place in places) if self.files else (),
            lines=tuple(self.lines[place] for place in places) if self.lines else (),
            reading=replace(given, rows=len(rows), part=part, notes=[*given.notes, note]),
        )

    def refuse_data_as_names(self, wanted: str) -> None:
        """Say that the line of names looks like data, instead of that the table lacks a column.

        Raises
        ------
        DataError
            It is such a table, and does not have the column.
        """
        told = dict(self.reading.notes).get("header_like_data")
        if told is not None and same_name(wanted) not in self.frame.columns:
            raise DataError("data_as_names", column=wanted, source=self.reading.source, **told)

    def refuse_one_column(self, wanted: str) -> None:
        """Say what a text file looks like that was not cut into cells, instead of that it lacks a column.

        Raises
        ------
        DataError
            It is such a file, and does not have the column.
        """
        told = dict(self.reading.notes).get("one_column")
        if told is not None and same_name(wanted) not in self.frame.columns:
            raise DataError("one_column_read", column=wanted, source=self.reading.source, head=told["lines"])


def raw_table(
    frame: pd.DataFrame,
    *,
    source: str,
    form: str,
    decisions: Mapping[str, str] | None = None,
    notes: list[Note] | None = None,
) -> RawTable:
    """A RawTable with clean, unique names and columns of plain types.

    Raises
    ------
    DataError
        There are no columns, or no rows below the names.
    """
    if not frame.shape[1]:
        raise DataError("no_columns", source=source)
    names, renamed = clean_names([str(name) for name in frame.columns])
    if not len(frame):
        raise DataError("no_rows", source=source, names=", ".join(names[:10]))
    table, mixed = plain_frame(frame.reset_index(drop=True).set_axis(names, axis=1))
    told = [*(notes or []), *mixed]
    if renamed:
        told.append(("renamed", {"names": ", ".join(f"{old} → {new}" for old, new in list(renamed.items())[:10])}))
    reading = Reading(
        source=source, format=form, rows=len(frame), decisions=dict(decisions or {}), renamed=renamed, notes=told
    )
    return RawTable(frame=table, reading=reading)
