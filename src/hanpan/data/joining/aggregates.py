"""Aggregates: many rows of one unit as one number, ``column:how``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from hanpan.business.card import JoinedTable
from hanpan.data.names import nearest, same_name
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

ROWS = "*"  # "*:count" counts the rows of a unit
COUNTS = ("count", "nunique")
OF_NUMBERS = ("mean", "median", "sum", "std")
OF_ORDERED = ("min", "max")
HOWS = (*OF_NUMBERS, *OF_ORDERED, *COUNTS, "first", "last")


class Aggregate(NamedTuple):
    """One new column: how the cells of a unit become one."""

    column: str
    how: str

    @property
    def name(self) -> str:
        """Name of the new column."""
        return f"{'rows' if self.column == ROWS else self.column}_{self.how}"


def read_aggregates(asked: JoinedTable, columns: pd.DataFrame) -> list[Aggregate]:
    """The aggregates of one table as the card writes them.

    Raises
    ------
    DataError
        Not ``column:how``, an unknown way, or a column that is not there; the nearest are offered.
    """
    made = []
    for told in asked.aggregates:
        column, colon, how = told.rpartition(":")
        if not colon or how not in HOWS:
            raise DataError("join_aggregate", path=asked.path, told=told, names=", ".join(HOWS))
        if column == ROWS and how != "count":
            raise DataError("join_aggregate", path=asked.path, told=told, names="*:count")
        if column != ROWS and same_name(column) not in columns:
            names = nearest(column, columns.columns)
            raise DataError("join_column_absent", path=asked.path, column=column, names=names)
        made.append(Aggregate(same_name(column), how))
    return made


def aggregated(
    columns: pd.DataFrame, codes: npt.NDArray[np.intp], n_units: int, wanted: list[Aggregate]
) -> tuple[pd.DataFrame, set[str]]:
    """One row per unit (k,), in order of the codes; and which of the new columns are counts.

    Parameters
    ----------
    columns
        Cells (n, p) as read.
    codes
        (n,) unit of each row, -1 for rows without a key.

    Raises
    ------
    DataError
        A mean, sum ... of a column that holds no numbers.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> calls = pd.DataFrame({"minutes": pd.Series(["3", "5", "", "1"], dtype="str").replace("", None)})
    >>> wanted = [Aggregate("minutes", "mean"), Aggregate("*", "count")]
    >>> aggregated(calls, np.array([0, 0, 1, 1]), 2, wanted)[0].to_dict("list")
    {'minutes_mean': [4.0, 1.0], 'rows_count': [2.0, 2.0]}
    """
    import pandas as pd

    from hanpan.data.columns.inference import infer_column  # pandas comes with it, which a card alone does not need

    known = codes >= 0
    made: dict[str, pd.Series] = {}
    for one in wanted:
        if one.column == ROWS:
            made[one.name] = pd.Series(np.bincount(codes[known], minlength=n_units).astype(float))
            continue
        typed = infer_column(one.column, columns[one.column])
        _require_kind(one, typed.column.kind)
        grouped = typed.series[known].groupby(codes[known]).agg(one.how).reindex(range(n_units))
        made[one.name] = grouped.astype(float) if one.how in COUNTS else grouped
    counts = {one.name for one in wanted if one.how in COUNTS}
    return pd.DataFrame(made), counts


def _require_kind(one: Aggregate, kind: str) -> None:
    fits = {**dict.fromkeys(OF_NUMBERS, ("number",)), **dict.fromkeys(OF_ORDERED, ("number", "date"))}
    if one.how in fits and kind not in fits[one.how]:
        raise DataError("join_kind", column=one.column, how=one.how, kind=kind)
