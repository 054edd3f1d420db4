"""Columns as a model may get them: the cells with their final type, what they are, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hanpan.data.cells import Cells
from hanpan.data.parsers.amounts.marks import NO_MARKS, Marks
from hanpan.data.raw import Note
from hanpan.data.schema import Column, Kind
from hanpan.statistics.arrays import are_whole

MOST_CATEGORIES = 1_000


@dataclass(frozen=True, kw_only=True)
class Typed:
    """One column after inference.

    ``spelling`` keeps numbers as they stood in the file, for class labels; ``marks`` is what its commas and points can
    be; ``beside`` are columns made from it.
    """

    column: Column
    series: pd.Series
    notes: list[Note] = field(default_factory=list)
    spelling: pd.Series | None = None
    marks: Marks = NO_MARKS
    beside: tuple[Typed, ...] = ()


def number_column(name: str, values: npt.NDArray[np.float64], **told: Any) -> Typed:
    """A column of numbers (n,), NaN missing; ``told`` are further fields of Column."""
    notes, spelling, marks = told.pop("notes", []), told.pop("spelling", None), told.pop("marks", NO_MARKS)
    present = values[~np.isnan(values)]
    stats: dict[str, Any] = {"missing": len(values) - len(present)}
    if len(present):
        stats |= {"low": float(present.min()), "high": float(present.max()), "n_distinct": len(pd.unique(present))}
        stats["whole"] = are_whole(present)
    column = Column(name=name, kind="number", **stats, **told)
    return Typed(column=column, series=pd.Series(values, name=name), notes=notes, spelling=spelling, marks=marks)


def date_column(name: str, values: npt.NDArray[np.datetime64], **told: Any) -> Typed:
    """A column of dates (n,), NaT missing."""
    notes = told.pop("notes", [])
    values = values.astype("datetime64[us]")
    present = values[~np.isnat(values)]
    stats: dict[str, Any] = {"missing": len(values) - len(present), "n_distinct": len(pd.unique(present))}
    if len(present):
        stats |= {"earliest": str(present.min()), "latest": str(present.max())}
    column = Column(name=name, kind="date", **stats, **told)
    return Typed(column=column, series=pd.Series(values, name=name), notes=notes)


def word_column(name: str, cells: Cells, kind: Kind, **told: Any) -> Typed:
    """A column of words: categories by falling frequency, or in their order."""
    notes, order = told.pop("notes", []), told.pop("order", ())
    frequent = np.argsort(-cells.counts, kind="stable")[:MOST_CATEGORIES]
    listed = tuple(order) or tuple(cells.words.take(frequent).to_pylist())
    categories = listed if kind in ("category", "ordered") else ()
    missing = int((cells.codes < 0).sum())
    column = Column(name=name, kind=kind, missing=missing, n_distinct=len(cells.words), categories=categories, **told)
    return Typed(column=column, series=cells.series().rename(name), notes=notes)


def open_name(name: str) -> str:
    """The name of the yes/no column that says whether an end is open."""
    return f"{name}_open"


def open_column(name: str, cells: Cells, ends: npt.NDArray[np.bool_]) -> Typed:
    """Whether the end in a date column (its distinct cells (k,), ``ends`` the open ones) is open: yes, no, missing."""
    return yes_or_no(name, cells.spread(ends.astype(np.int8), np.int8(-1)))


def yes_or_no(name: str, answers: npt.NDArray[np.int8]) -> Typed:
    """A column made from another: 1 yes, 0 no, -1 missing (n,)."""
    told = np.array(["no", "yes", None], dtype=object)[answers]  # -1 is the last
    words = pd.Series(told, name=open_name(name), dtype="str")
    counts = {"no": int((answers == 0).sum()), "yes": int((answers == 1).sum())}
    listed = tuple(sorted((word for word in counts if counts[word]), key=lambda word: -counts[word]))
    stats: dict[str, Any] = {"missing": int((answers < 0).sum()), "n_distinct": len(listed), "categories": listed}
    return Typed(
        column=Column(name=open_name(name), kind="category", source=name, reason="open_end", **stats), series=words
    )
