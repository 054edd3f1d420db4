"""Tables that are in memory already: pandas, polars, arrow and whatever else narwhals knows; dicts of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable, raw_table
from hanpan.data.readers.source import Source
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
        return given
    if isinstance(given, Mapping):
        given = _from_mapping(given)
    if isinstance(given, pd.DataFrame):
        return _from_pandas(given, source.name)
    try:
        lazy = nw.from_native(given)
        table = lazy.collect() if isinstance(lazy, nw.LazyFrame) else lazy
        return from_arrow(table.to_arrow(), source=source.name, form="frame")
    except TypeError as error:
        raise DataError("not_a_frame", kind=type(given).__name__) from error


def from_arrow(table: pa.Table, *, source: str, form: str, names: Sequence[str] = (), **told: Any) -> RawTable:
    """Arrow columns as pandas columns; nested cells are refused, extension and dictionary types unpacked.

    ``names`` stand in for those of the table; ``told`` is what else ``raw_table`` takes.

    Raises
    ------
    DataError
        A column holds lists, structs or maps.
    """
    import pyarrow as pa

    names = list(names or table.column_names)
    for name, field in zip(names, table.schema, strict=True):
        if pa.types.is_nested(field.type):
            raise DataError("nested_column", column=name, kind=str(field.type))
    frame = table.rename_columns([f"c{i}" for i in range(len(names))]).to_pandas(ignore_metadata=True)
    return raw_table(frame.set_axis(names, axis=1), source=source, form=form, **told)


def _from_mapping(columns: Mapping[str, Any]) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.DataFrame(dict(columns))
    except ValueError as error:
        raise DataError("not_a_frame", kind=type(columns).__name__) from error


def _from_pandas(frame: pd.DataFrame, name: str) -> RawTable:
    import pandas as pd

    notes: list[Note] = []
    plain = isinstance(frame.index, pd.RangeIndex) or frame.index.name is None
    if not plain:
        notes.append(("index_ignored", {"name": str(frame.index.name)}))
    labels: list[Any] = list(frame.columns)
    names = [" ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in labels]
    return raw_table(frame.set_axis(names, axis=1), source=name, form="frame", notes=notes)
