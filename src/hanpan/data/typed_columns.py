"""Columns that came with a type: numbers, dates, yes/no, categories; whatever else is text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hanpan.data import kinds
from hanpan.data.cells import distinct_cells
from hanpan.data.checks.id_like import sounds_like_id
from hanpan.data.corrections import Wish
from hanpan.data.labels import dtype_of, label_texts
from hanpan.data.parsers.dressing import offset_minutes, offset_text
from hanpan.data.parsers.zones import LOCAL
from hanpan.data.raw import Note
from hanpan.data.schema import Column
from hanpan.data.surroundings import Surroundings
from hanpan.data.text_columns import infer_text
from hanpan.data.typed import Typed, date_column, number_column, word_column, yes_or_no
from hanpan.foundation.errors import DataError

LAST_DAYS = np.array([f"{year}-12-31" for year in (2099, 2199, 2299, 2399)], dtype="datetime64[D]")
OPEN_FROM, OPEN_UNTIL = np.datetime64("2900-01-01"), np.datetime64("0001-12-31")
EXACT = 2**53  # whole numbers beyond do not fit a float64 exactly


def infer_typed(name: str, series: pd.Series, wish: Wish, around: Surroundings) -> Typed:
    """One typed column. Wishes other than its own kind go through its cells as text.

    Raises
    ------
    DataError
        Infinite or complex numbers; a wish that no cell fulfils.
    """
    dtype = dtype_of(series)
    series, notes = plain_series(series, name)
    series, zone, told = _on_its_clock(series, name)
    notes += told
    form = _form(series)
    if form == "ordered" and wish.kind is None:
        order = tuple(str(each).strip() for each in series.cat.categories)
        typed = word_column(name, distinct_cells(label_texts(series)), "ordered", reason="typed", order=order)
    elif form == "number" and wish.kind in (None, "number"):
        typed = _numbers(name, series, wish)
    elif form == "date" and wish.kind in (None, "date"):
        typed = _dates(name, series, zone, wish)
    elif form == "boolean" and wish.kind is None:
        typed = word_column(name, distinct_cells(label_texts(series)), "category", reason="booleans")
    else:
        typed = infer_text(name, label_texts(series), wish, around)
    typed.notes.extend(notes)
    return replace(typed, column=replace(typed.column, dtype=dtype))


def plain_series(series: pd.Series, name: str) -> tuple[pd.Series, list[Note]]:
    """Object columns by what they hold, spans as seconds."""
    notes: list[Note] = []
    if series.dtype == object:
        series, notes = _from_objects(series, name)
    if isinstance(series.dtype, pd.CategoricalDtype) and not series.cat.ordered:
        series = series.astype(series.cat.categories.dtype)
    if series.dtype.kind == "m":
        return series.dt.total_seconds(), [*notes, ("spans_in_seconds", {"column": name})]
    if series.dtype.kind == "c":
        raise DataError("complex_numbers", column=name)
    return series, notes


def _on_its_clock(series: pd.Series, name: str) -> tuple[pd.Series, str, list[Note]]:
    """Times with a zone as the clock on the wall said them, and the zone."""
    if not isinstance(series.dtype, pd.DatetimeTZDtype):
        return series, "", []
    wall, utc = series.dt.tz_localize(None), series.dt.tz_convert("UTC").dt.tz_localize(None)
    ahead = ((wall - utc).dropna().dt.total_seconds() // 60).unique()
    zone = offset_text(int(ahead[0])) if len(ahead) == 1 else LOCAL
    return wall, zone, [("wall_clock", {"column": name, "zones": str(series.dt.tz), "share": 1.0})]


def wall_clock(series: pd.Series, column: Column) -> pd.Series:
    """Typed times on the clock of a known column: a zone of their own is followed, where the column has one."""
    if series.dt.tz is not None:
        ahead = offset_minutes(column.zone) if column.zone not in ("", LOCAL) else None
        series = series if ahead is None else series.dt.tz_convert(timezone(timedelta(minutes=ahead)))
        series = series.dt.tz_localize(None)
    values = series.to_numpy(dtype="datetime64[us]")
    return pd.Series(np.where(_are_open(values), np.datetime64("NaT"), values).astype("datetime64[us]"))


def open_days(series: pd.Series, name: str) -> Typed:
    """The yes/no column of a typed date column whose ends may be open."""
    values = series.dt.tz_localize(None).to_numpy(dtype="datetime64[us]")
    return yes_or_no(name, np.where(np.isnat(values), -1, _are_open(values)).astype(np.int8))


def _are_open(values: npt.NDArray[np.datetime64]) -> npt.NDArray[np.bool_]:
    """Days no calendar of today reaches, and the last ones of a century: 9999-12-31, 2099-12-31, 0001-01-01."""
    return (values >= OPEN_FROM) | (values <= OPEN_UNTIL) | np.isin(values.astype("datetime64[D]"), LAST_DAYS)


def _dates(name: str, series: pd.Series, zone: str, wish: Wish) -> Typed:
    values = series.to_numpy(dtype="datetime64[us]")
    ends = _are_open(values)
    known = np.where(ends, np.datetime64("NaT"), values)
    typed = date_column(name, known, reason=_reason(wish, "typed"), zone=zone)
    if not ends.any() or np.isnat(known).all():
        return typed if not ends.any() else date_column(name, values, reason=_reason(wish, "typed"), zone=zone)
    beside = open_days(series, name)
    days = [str(day)[:10] for day in np.unique(values[ends])]
    told = {
        "column": name, "count": int(ends.sum()), "share": float(ends.mean()), "beside": beside.column.name,
        "examples": ", ".join(f"“{day}”" for day in days[:3]),
    }  # fmt: skip
    return replace(typed, beside=(beside,), notes=[("open_ends", told)])


def _from_objects(series: pd.Series, name: str) -> tuple[pd.Series, list[Note]]:
    held = pd.api.types.infer_dtype(series, skipna=True)
    if held == "integer":
        return _whole(series), []
    if held in ("floating", "mixed-integer-float", "decimal"):
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


def _whole(series: pd.Series) -> pd.Series:
    """Python's whole numbers, exact as far as 64 bits go."""
    try:
        return series.astype("Int64")
    except (OverflowError, TypeError, ValueError):
        return label_texts(series)


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
