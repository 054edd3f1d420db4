"""Columns that came with a type: numbers, dates, yes/no, categories; whatever else is text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hanpan.data import kinds
from hanpan.data.cells import distinct_cells
from hanpan.data.checks.id_like import sounds_like_id
from hanpan.data.corrections import NOTHING, Wish
from hanpan.data.labels import label_texts
from hanpan.data.raw import Note
from hanpan.data.text_columns import infer_text
from hanpan.data.typed import Typed, date_column, number_column, word_column
from hanpan.foundation.errors import DataError

EXACT = 2**53  # whole numbers beyond do not fit a float64 exactly


def infer_typed(name: str, series: pd.Series, wish: Wish = NOTHING) -> Typed:
    """One typed column. Wishes other than its own kind go through its cells as text.

    Raises
    ------
    DataError
        Infinite or complex numbers; a wish that no cell fulfils.
    """
    series, notes = plain_series(series, name)
    form = _form(series)
    if form == "ordered" and wish.kind is None:
        order = tuple(str(each).strip() for each in series.cat.categories)
        typed = word_column(name, distinct_cells(label_texts(series)), "ordered", reason="typed", order=order)
    elif form == "number" and wish.kind in (None, "number"):
        typed = _numbers(name, series, wish)
    elif form == "date" and wish.kind in (None, "date"):
        values = series.to_numpy(dtype="datetime64[us]")
        typed = date_column(name, values, reason=_reason(wish, "typed"))
    elif form == "boolean" and wish.kind is None:
        typed = word_column(name, distinct_cells(label_texts(series)), "category", reason="booleans")
    else:
        typed = infer_text(name, label_texts(series), wish)
    typed.notes.extend(notes)
    return typed


def plain_series(series: pd.Series, name: str) -> tuple[pd.Series, list[Note]]:
    """Object columns by what they hold, times with a zone as UTC, spans as seconds."""
    notes: list[Note] = []
    if series.dtype == object:
        series, notes = _from_objects(series, name)
    if isinstance(series.dtype, pd.CategoricalDtype) and not series.cat.ordered:
        series = series.astype(series.cat.categories.dtype)
    if isinstance(series.dtype, pd.DatetimeTZDtype):
        return series.dt.tz_convert("UTC").dt.tz_localize(None), [*notes, ("times_in_utc", {"column": name})]
    if series.dtype.kind == "m":
        return series.dt.total_seconds(), [*notes, ("spans_in_seconds", {"column": name})]
    if series.dtype.kind == "c":
        raise DataError("complex_numbers", column=name)
    return series, notes


def _from_objects(series: pd.Series, name: str) -> tuple[pd.Series, list[Note]]:
    held = pd.api.types.infer_dtype(series, skipna=True)
    if held in ("integer", "floating", "mixed-integer-float", "decimal"):
        return series.astype("float64"), []
    if held in ("datetime", "datetime64", "date"):
        return pd.to_datetime(series, errors="raise"), []
    if held == "boolean":
        return series.astype("boolean"), []
    if series.map(pd.api.types.is_list_like).any():
        raise DataError("nested_column", column=name, kind="list")
    if held in ("string", "empty"):
        return series.astype("str"), []
    return label_texts(series), [("mixed_types", {"column": name})]


def _form(series: pd.Series) -> str:
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return "ordered"
    if dtype.kind == "b":
        return "boolean"
    if dtype.kind == "M":
        return "date"
    whole_beyond = dtype.kind in "iu" and len(series) and series.abs().max(skipna=True) > EXACT
    return "number" if dtype.kind in "iuf" and not whole_beyond else "text"


def _numbers(name: str, series: pd.Series, wish: Wish) -> Typed:
    values: Any = series.to_numpy(dtype=np.float64, na_value=np.nan)
    infinite = np.flatnonzero(np.isinf(values))
    if len(infinite):
        rows = ", ".join(str(row + 1) for row in infinite[:5])
        raise DataError("infinite_cells", column=name, count=len(infinite), rows=rows)
    typed = number_column(name, values.copy(), reader="plain", reason=_reason(wish, "typed"))
    column = typed.column
    unique = kinds.is_unique(column.n_distinct, len(values) - column.missing)
    if wish.kind is None and column.whole and unique and sounds_like_id(name):
        return word_column(name, distinct_cells(label_texts(series)), "id", reason="id_name")
    return typed


def _reason(wish: Wish, otherwise: str) -> str:
    return "given" if wish.kind else otherwise
