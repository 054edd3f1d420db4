"""Columns of every type that pandas and Arrow know, as one of a few plain ones.

These are ``str``, whole numbers and floats (nullable ones too), ``bool`` and ``boolean``, ``datetime64`` with and
without a zone, ``timedelta64``, and ordered categories. A column whose cells are no plain values (lists, objects, bytes
that are no text, complex numbers) stays ``object``: it may be there as long as nobody uses it.
"""

from __future__ import annotations

import datetime as dt
import decimal
import math
import numbers
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from hanpan.data.labels import label_texts
from hanpan.data.types.plain_arrow import EXACT, plain_table
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

    from hanpan.data.raw import Note

UNPACKED = (pd.ArrowDtype, pd.SparseDtype)
NUMBERS = ("integer", "floating", "mixed-integer-float", "decimal")
LONGEST = 2**63  # whole numbers from there on do not fit 64 bits
TIMES = ("datetime", "datetime64", "date")


class Nested(NamedTuple):
    """A cell of a column that is not read: what its type is called."""

    kind: str


def plain_frame(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Note]]:
    """A frame of plain columns, and what is to be said about those that hold several types."""
    notes: list[Note] = []
    names, made = list(frame.columns), {}
    for j, dtype in enumerate(frame.dtypes):
        if not _is_plain(dtype):
            made[j] = _plain(frame.iloc[:, j], str(names[j]), notes)
    if not made:
        return frame, notes
    columns = {j: made.get(j, frame.iloc[:, j]) for j in range(len(names))}
    return pd.DataFrame(columns, index=frame.index).set_axis(names, axis=1), notes


def require_plain(frame: pd.DataFrame) -> None:
    """Refuse columns whose cells are no plain values.

    Raises
    ------
    DataError
        One holds lists, objects, bytes that are no text, or complex numbers.
    """
    for j, dtype in enumerate(frame.dtypes):
        if dtype.kind in "Oc" and not isinstance(dtype, pd.CategoricalDtype | pd.StringDtype):
            cell = frame.iloc[:, j].dropna().iloc[0]
            if isinstance(cell, complex):
                raise DataError("complex_numbers", column=frame.columns[j])
            kind = cell.kind if isinstance(cell, Nested) else type(cell).__name__
            raise DataError("nested_column", column=frame.columns[j], kind=kind)


def _is_plain(dtype: Any) -> bool:
    if isinstance(dtype, pd.StringDtype):
        return str(dtype) == "str"
    if isinstance(dtype, pd.CategoricalDtype):
        return bool(dtype.ordered)
    if isinstance(dtype, np.dtype):
        return dtype.kind in "biumMc" or (dtype.kind == "f" and dtype.itemsize in (4, 8))
    return isinstance(dtype, pd.DatetimeTZDtype) or (dtype.kind in "biuf" and not isinstance(dtype, UNPACKED))


def _plain(series: pd.Series, name: str, notes: list[Note]) -> pd.Series:
    """The column as a plain one."""
    dtype: Any = series.dtype
    if _is_plain(dtype):
        return series
    if isinstance(dtype, pd.StringDtype):
        return series.astype("str")
    if isinstance(dtype, pd.CategoricalDtype):
        return _plain(_members(series), name, notes)
    if isinstance(dtype, pd.ArrowDtype):
        return _plain(_from_arrow(series), name, notes)
    if isinstance(dtype, pd.SparseDtype):
        return _plain(pd.Series(np.asarray(series.array), index=series.index), name, notes)
    if pd.api.types.is_object_dtype(dtype):
        return _from_objects(series, name, notes)
    return series.astype("float64") if dtype.kind == "f" else label_texts(series)


def _from_arrow(series: pd.Series) -> pd.Series:
    import pyarrow as pa

    table = plain_table(pa.table([pa.chunked_array(pa.array(series.array))], names=["x"]))
    return arrow_frame(table).iloc[:, 0].set_axis(series.index)


def _members(series: pd.Series) -> pd.Series:
    """Categories at their rows; whole numbers stay whole where cells are missing."""
    members = pd.Series(series.cat.categories)
    codes = series.cat.codes.to_numpy()
    if (codes < 0).any() and members.dtype.kind in "iub":
        members = members.convert_dtypes()
    return members.reindex(codes).set_axis(series.index)


def _from_objects(series: pd.Series, name: str, notes: list[Note]) -> pd.Series:
    """Objects by what they hold; text where they are of several types."""
    present = series.dropna()
    held = pd.api.types.infer_dtype(present, skipna=False) if len(present) else "empty"
    if held in ("string", "empty"):
        return series.where(series.notna(), None).astype("str")
    if held in NUMBERS or (held == "mixed" and all(isinstance(cell, numbers.Real) for cell in present)):
        return _from_numbers(series, present)
    if held == "boolean":
        return series.where(series.notna(), None).astype("boolean")
    if held in TIMES or all(isinstance(cell, dt.date) for cell in present):
        return _from_times(series, present, name, notes)
    if held in ("timedelta", "timedelta64"):
        return _spread(series, np.array([pd.Timedelta(cell) for cell in present], dtype="timedelta64[us]"))
    if held == "bytes":
        return _from_bytes(series, present)
    if held == "complex" or present.map(pd.api.types.is_list_like).any():
        return series
    if len({type(cell) for cell in present}) > 1:
        notes.append(("mixed_types", {"column": name}))
    return label_texts(series.where(series.notna(), None))


def _from_numbers(series: pd.Series, present: pd.Series) -> pd.Series:
    """Numbers; as text where a float64 would change whole ones."""
    exact: list[Any] = [cell for cell in present if isinstance(cell, int | np.integer | decimal.Decimal)]
    largest: Any = max((abs(cell) for cell in exact if math.isfinite(cell)), default=0)
    if all(isinstance(cell, int | np.integer) for cell in present) and largest < LONGEST:
        return series.where(series.notna(), None).astype("Int64")
    if largest > EXACT:
        return label_texts(series.where(series.notna(), None))
    return series.where(series.notna(), np.nan).astype("float64")


def _from_times(series: pd.Series, present: pd.Series, name: str, notes: list[Note]) -> pd.Series:
    """Days and times; those of one zone keep it, of several the clock that each cell shows."""
    stamps = [pd.Timestamp(cell) for cell in present]
    zones = {str(stamp.tz) for stamp in stamps}
    if len(zones) == 1 and stamps[0].tz is not None:
        return pd.Series(series.map(pd.Timestamp, na_action="ignore"), dtype=pd.DatetimeTZDtype("us", stamps[0].tz))
    if len(zones) > 1:
        notes.append(("zones_mixed", {"column": name}))
    walls = [stamp.tz_localize(None).to_datetime64() for stamp in stamps]
    return _spread(series, np.array(walls, dtype="datetime64[us]"))


def _spread(series: pd.Series, values: np.ndarray) -> pd.Series:
    """Values of the cells that hold something, at their rows."""
    made = np.full(len(series), np.array("NaT", dtype=values.dtype))
    made[series.notna().to_numpy()] = values
    return pd.Series(made, index=series.index)


def _from_bytes(series: pd.Series, present: pd.Series) -> pd.Series:
    try:
        words = present.map(lambda cell: cell.decode("utf-8"))
    except UnicodeDecodeError:
        return series
    return words.reindex(series.index).astype("str")


def arrow_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as pandas columns, by their positions; whole numbers stay whole where cells are missing."""
    import pyarrow as pa

    kept = [j for j, kind in enumerate(table.schema.types) if not pa.types.is_nested(kind)]
    made = table.select(kept).rename_columns([str(j) for j in kept]).to_pandas(ignore_metadata=True)
    columns: dict[int, Any] = {}
    for j, kind in enumerate(table.schema.types):
        if pa.types.is_nested(kind):
            columns[j] = pd.Series([Nested(str(kind))] * table.num_rows, dtype=object)
        elif pa.types.is_integer(kind) and table.column(j).null_count:
            wide = pa.uint64() if kind == pa.uint64() else pa.int64()
            told = pd.UInt64Dtype() if kind == pa.uint64() else pd.Int64Dtype()
            columns[j] = table.column(j).cast(wide).to_pandas(types_mapper={wide: told}.get)
        else:
            columns[j] = made[str(j)]
    return pd.DataFrame(columns, index=pd.RangeIndex(table.num_rows))
