"""Tables that are in memory already: pandas, polars, arrow and whatever else narwhals knows; dicts of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers.source import Source
from hanpan.data.types.plain_arrow import plain_table
from hanpan.data.types.plain_types import arrow_frame
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def accepts(source: Source) -> bool:
    """Everything that is no path."""
    return not source.is_text


def read(source: Source, options: ReadOptions) -> RawTable:
    """The table's columns with their types; the caller's object is never changed.

    Raises
    ------
    DataError
        The object is no table.
    """
    import narwhals as nw
    import pandas as pd

    given: Any = source.given
    if isinstance(given, RawTable):
        return replace(given, frame=given.frame.copy(deep=False))  # whoever decides what columns are takes them away
    if isinstance(given, Mapping):
        given = _from_mapping(given)
    if isinstance(given, pd.DataFrame):
        return _from_pandas(given, source.name)
    try:
        lazy = nw.from_native(given)
    except TypeError as error:
        raise DataError("not_a_frame", kind=type(given).__name__) from error
    return _from_other(lazy.collect() if isinstance(lazy, nw.LazyFrame) else lazy, source.name)


def from_arrow(table: pa.Table, *, source: str, form: str, names: Sequence[str] = (), **told: Any) -> RawTable:
    """Arrow columns as pandas columns; ``names`` stand in for the table's, ``told`` is what ``raw_table`` takes."""
    names = list(names or table.column_names)
    frame = arrow_frame(plain_table(table))
    return raw_table(frame.set_axis(names, axis=1), source=source, form=form, **told)


def _from_other(table: Any, name: str) -> RawTable:
    """A table of any other library, by way of Arrow; Python's objects and numbers wider than 64 bits one by one."""
    import narwhals as nw
    import pandas as pd

    odd = [column for column, kind in table.schema.items() if isinstance(kind, nw.Object | nw.Int128 | nw.UInt128)]
    names = table.columns
    arrow = table.drop(odd).to_arrow()
    frame = arrow_frame(plain_table(arrow)).set_axis(arrow.column_names, axis=1)
    for column in odd:
        frame[column] = pd.Series(table[column].to_list(), dtype=object)
    return raw_table(frame[names], source=name, form="frame")


def _from_mapping(columns: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    refused = DataError("not_a_frame", kind=type(columns).__name__)
    try:
        if len({len(cells) for cells in columns.values()}) > 1:
            raise refused
        lists = {name: pd.Series(cells, dtype=object) for name, cells in columns.items() if isinstance(cells, list)}
        return pd.DataFrame({**columns, **lists})  # a whole number beside a gap would become a float otherwise
    except (ValueError, TypeError) as error:
        raise refused from error


def _from_pandas(frame: pd.DataFrame, name: str) -> RawTable:
    import pandas as pd

    notes: list[Note] = []
    plain = isinstance(frame.index, pd.RangeIndex) or frame.index.name is None
    if not plain:
        notes.append(("index_ignored", {"name": str(frame.index.name)}))
    labels: list[Any] = list(frame.columns)
    names = [" ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in labels]
    return raw_table(frame.set_axis(names, axis=1), source=name, form="frame", notes=notes)
