"""Columns that came with a type: numbers, dates, yes/no, categories; whatever else is text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from hanpan.data.cells import distinct_cells
from hanpan.data.columns import kinds
from hanpan.data.columns.corrections import Wish
from hanpan.data.columns.surroundings import Surroundings
from hanpan.data.columns.text_columns import infer_text
from hanpan.data.columns.typed import Typed, date_column, number_column, word_column, yes_or_no
from hanpan.data.labels import dtype_of, label_texts
from hanpan.data.names import sounds_like_id
from hanpan.data.parsers.moments.dressing import offset_minutes, offset_text
from hanpan.data.parsers.moments.zones import LOCAL
from hanpan.data.raw import Note
from hanpan.data.schema import Column
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
    dtype, told = dtype_of(series), _on_the_clock(series, name)
    series, gone = without_words(untimed(series), wish.missing or ())
    form = _form(series)
    if form == "ordered" and wish.kind is None:
        order = tuple(str(each).strip() for each in series.cat.categories)
        typed = word_column(name, distinct_cells(label_texts(series)), "ordered", reason="typed", order=order)
    elif form == "number" and wish.kind in (None, "number"):
        typed = _numbers(name, series, wish)
    elif form == "date" and wish.kind in (None, "date"):
        typed = _dates(name, series, told.zone, wish)
    elif form == "boolean" and wish.kind is None:
        typed = word_column(name, distinct_cells(label_texts(series)), "category", reason="booleans")
    else:
        typed = infer_text(name, label_texts(series), wish, around)
    column = replace(typed.column, dtype=dtype, missing_words={**typed.column.missing_words, **gone})
    return replace(typed, column=column, notes=[*typed.notes, *told.notes])


class _Zone(NamedTuple):
    """The zone of a column's times, and what is to be said about them."""

    zone: str = ""
    notes: tuple[Note, ...] = ()


def _on_the_clock(series: pd.Series, name: str) -> _Zone:
    if series.dtype.kind == "m":
        return _Zone(notes=(("spans_in_seconds", {"column": name}),))
    if not isinstance(series.dtype, pd.DatetimeTZDtype):
        return _Zone()
    wall, utc = series.dt.tz_localize(None), series.dt.tz_convert("UTC").dt.tz_localize(None)
    ahead = ((wall - utc).dropna().dt.total_seconds() // 60).unique()
    zone = offset_text(int(ahead[0])) if len(ahead) == 1 else LOCAL
    return _Zone(zone, (("wall_clock", {"column": name, "zones": str(series.dt.tz), "share": 1.0}),))


def untimed(series: pd.Series) -> pd.Series:
    """Times with a zone as the clock on the wall said them, spans as seconds; every other column as it is."""
    if isinstance(series.dtype, pd.DatetimeTZDtype):
        wall: pd.Series = series.dt.tz_localize(None)
        return wall
    return series.dt.total_seconds() if series.dtype.kind == "m" else series


def without_words(series: pd.Series, words: Collection[str]) -> tuple[pd.Series, dict[str, int]]:
    """A typed column less what the person calls missing (``-999``), and how often each word was met.

    Examples
    --------
    >>> without_words(pd.Series([1.5, -999.0]), ["-999", "NA"])[1]
    {'-999': 1}
    """
    if not words:
        return series, {}
    texts = label_texts(series)
    found: dict[str, Any] = {word: (texts == word).to_numpy(dtype=bool, na_value=False) for word in words}
    if series.dtype.kind in "iuf":
        values = series.to_numpy(dtype=np.float64, na_value=np.nan)
        found |= {word: values == number for word in words if (number := as_float(word)) is not None}
    counts = {word: int(which.sum()) for word, which in found.items() if which.any()}
    gone = np.logical_or.reduce(list(found.values()))
    return (series.mask(gone) if counts else series), counts


def as_float(word: str) -> float | None:
    """A word as an ordinary number; None where it is none."""
    try:
        return float(word)
    except ValueError:
        return None


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
        "column": name,
        "count": int(ends.sum()),
        "share": float(ends.mean()),
        "beside": beside.column.name,
        "examples": ", ".join(f"“{day}”" for day in days[:3]),
    }
    return replace(typed, beside=(beside,), notes=[("open_ends", told)])


def _form(series: pd.Series) -> str:
    dtype = series.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return "ordered"
    if dtype.kind == "b":
        return "boolean"
    if dtype.kind == "M":
        return "date"
    return "number" if dtype.kind == "f" or (dtype.kind in "iu" and not _is_beyond(series)) else "text"


def _is_beyond(series: pd.Series) -> bool:
    """Whether whole numbers are larger than a float64 can tell apart."""
    return any(abs(int(each)) > EXACT for each in (series.min(), series.max()) if pd.notna(each))


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
