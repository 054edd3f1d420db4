"""A new table made to fit a known schema, for prediction: nothing is refused that can be answered, all is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hanpan.data.cells import Cells, arrow_of, distinct_cells
from hanpan.data.labels import label_texts
from hanpan.data.names import alike, first_names, same_name
from hanpan.data.parsers import dates, numbers
from hanpan.data.parsers.words import missing_words
from hanpan.data.raw import RawTable
from hanpan.data.schema import Column, Schema
from hanpan.data.typed import MOST_CATEGORIES
from hanpan.foundation.errors import DataError

SHOWN = 3
MOST_NAMES = 20


@dataclass(frozen=True, kw_only=True)
class ConformNotes:
    """What was noticed, by column.

    Attributes
    ----------
    extra
        Columns of the table that the schema does not know; ignored.
    absent
        Columns that only serve training (ids, groups, the target) and are not there.
    unread
        Cells that are no value of their column's kind and were taken as missing; ``examples`` shows some.
    unseen
        Cells with a category that training never met; kept.
    outside
        Numbers below the smallest or above the largest of training; kept.
    missing
        Missing cells, those of ``unread`` included.
    """

    rows: int
    extra: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)


def conform(raw: RawTable | pd.DataFrame, schema: Schema, *, target: str | None) -> tuple[pd.DataFrame, ConformNotes]:
    """The columns of a schema, in its order and types, from a table that has them in any order.

    Parameters
    ----------
    raw
        Text cells as read from a file, or a frame with types.
    target
        Name of the target; it comes along where the table has it.

    Raises
    ------
    DataError
        A feature is absent; all absent ones are named, with the nearest names of the table.

    Examples
    --------
    >>> from hanpan.data.schema import Column
    >>> schema = Schema(columns=(Column(name="age", kind="number", reader="unit", unit="세", low=9, high=91),))
    >>> frame, notes = conform(pd.DataFrame({"age": ["75세", "?", "young"]}), schema, target=None)
    >>> frame["age"].tolist(), notes.unread
    ([75.0, nan, nan], {'age': 1})
    """
    frame = raw.frame if isinstance(raw, RawTable) else raw
    found = {same_name(str(name)): position for position, name in reversed(list(enumerate(frame.columns)))}
    _require_features(schema, found, target)
    notes: dict[str, dict[str, Any]] = {name: {} for name in ("unread", "examples", "unseen", "outside", "missing")}
    columns = {
        column.name: _column(frame.iloc[:, found[column.name]], column, notes)
        for column in schema
        if column.name in found
    }
    known = set(schema.names)
    ready = pd.DataFrame(columns, index=pd.RangeIndex(len(frame)), copy=False)
    return ready, ConformNotes(
        rows=len(frame),
        extra=tuple(name for name in found if name not in known),
        absent=tuple(name for name in schema.names if name not in found),
        **notes,
    )


def _require_features(schema: Schema, found: Mapping[str, int], target: str | None) -> None:
    absent = [column.name for column in schema.features if column.name not in found and column.name != target]
    if not absent:
        return
    if schema.image is not None and len(absent) >= len(schema.pixels):
        raise DataError("images_expected", width=schema.image.width, height=schema.image.height)
    there = sorted(found, key=lambda name: found[name])
    told = [_with_alike(name, there) for name in absent[:10]]
    raise DataError(
        "features_absent", columns=first_names(told), count=len(absent), names=first_names(there, MOST_NAMES)
    )


def _with_alike(name: str, found: Iterable[str]) -> str:
    """A name, and the one that may have been meant behind it."""
    close = alike(name, found)
    return f"{name} ({close[0]}?)" if close else name


def _column(series: pd.Series, column: Column, notes: dict[str, dict[str, Any]]) -> pd.Series:
    if column.kind == "number":
        made = _numbers(series, column, notes)
    elif column.kind == "date":
        made = _dates(series, column, notes)
    else:
        made = _words(series, column, notes)
    missing = int(made.isna().sum())
    if missing:
        notes["missing"][column.name] = missing
    return made.reset_index(drop=True)


def _numbers(series: pd.Series, column: Column, notes: dict[str, dict[str, Any]]) -> pd.Series:
    if series.dtype.kind in "iufb" and series.dtype != bool:
        values = series.to_numpy(dtype=np.float64, na_value=np.nan).copy()
        infinite = np.isinf(values)
        if infinite.any():
            _count(notes, column.name, int(infinite.sum()), [str(value) for value in values[infinite][:SHOWN]])
            values[infinite] = np.nan
    elif (plain := _plain(series)) is not None:
        values = plain
    else:
        cells = _present(series, column)
        read = numbers.read_as(cells.words, column.reader, column.unit)
        read[np.isinf(read)] = np.nan
        _count_unread(notes, column.name, cells, np.isnan(read))
        values = cells.spread(read, np.nan)
    if column.low is not None and column.high is not None:
        outside = int(((values < column.low) | (values > column.high)).sum())
        if outside:
            notes["outside"][column.name] = outside
    return pd.Series(values)


def _plain(series: pd.Series) -> npt.NDArray[np.float64] | None:
    """The short way for text that holds nothing but ordinary numbers."""
    if not isinstance(series.dtype, pd.StringDtype):
        return None
    try:
        values = pc.cast(arrow_of(series), pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None
    return None if np.isinf(values).any() else np.array(values, dtype=np.float64)


def _dates(series: pd.Series, column: Column, notes: dict[str, dict[str, Any]]) -> pd.Series:
    if series.dtype.kind == "M":
        plain = series.dt.tz_convert("UTC").dt.tz_localize(None) if series.dt.tz is not None else series
        return pd.Series(plain.to_numpy(dtype="datetime64[us]"))
    cells = _present(series, column)
    read = dates.read_as(cells.words, column.reader or dates.ISO)
    if np.isnat(read).any():
        read = np.where(np.isnat(read), dates.read_as(cells.words, dates.ISO), read)
    _count_unread(notes, column.name, cells, np.isnat(read))
    return pd.Series(cells.spread(read, np.datetime64("NaT")).astype("datetime64[us]"))


def _words(series: pd.Series, column: Column, notes: dict[str, dict[str, Any]]) -> pd.Series:
    cells = distinct_cells(label_texts(series))
    gone = missing_words(cells.words, among_numbers=False)
    if column.categories:  # a known category is no missing word, whatever it says
        gone &= ~_among(cells.words, column.categories)
    cells = cells.without(gone)
    if column.kind in ("category", "ordered") and 0 < column.n_distinct <= MOST_CATEGORIES:
        unseen = int(cells.counts[~_among(cells.words, column.categories)].sum())
        if unseen:
            notes["unseen"][column.name] = unseen
    return cells.series()


def _among(words: pa.Array, known: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    return numbers.as_mask(pc.is_in(words, value_set=pa.array(known, type=words.type)))


def _present(series: pd.Series, column: Column) -> Cells:
    cells = distinct_cells(label_texts(series))
    own = pa.array(list(column.missing_words), type=cells.words.type)
    gone = missing_words(cells.words, among_numbers=True) | numbers.as_mask(pc.is_in(cells.words, value_set=own))
    return cells.without(gone)


def _count_unread(notes: dict[str, dict[str, Any]], name: str, cells: Cells, odd: npt.NDArray[np.bool_]) -> None:
    if odd.any():
        examples = cells.words.filter(pa.array(odd))[:SHOWN].to_pylist()
        _count(notes, name, int(cells.counts[odd].sum()), examples)


def _count(notes: dict[str, dict[str, Any]], name: str, count: int, examples: list[str]) -> None:
    notes["unread"][name] = count
    notes["examples"][name] = examples
