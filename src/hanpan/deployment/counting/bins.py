"""Bins: how the cells of a column, or the answers of a model, are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hanpan.data.schema import Column
from hanpan.preparation.columns import Columns, missing

BinKind = Literal["number", "category", "date", "text"]
_MOST_NUMBERS = 40  # bins of a number
_MOST_WORDS = 50  # words that are counted one by one
_MICRO_A_DAY = 86_400_000_000


@dataclass(frozen=True, kw_only=True)
class Bins:
    """How one column is counted.

    Attributes
    ----------
    name
        The column, or what the model says (``prediction``, ``probability_<label>``, ``confidence``).
    kind
        Numbers are counted between ``edges``, dates as days since 1970, texts by their length; a category by its words.
    edges
        (b - 1,) ascending; a value that lies on an edge is counted above it.
    words
        (b - 1,) words with a bin of their own; all others share the last one.
    """

    name: str
    kind: BinKind
    edges: tuple[float, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def ordered(self) -> bool:
        """Whether the bins lie on a line."""
        return self.kind != "category"

    @property
    def size(self) -> int:
        """Number of bins."""
        return len(self.words if self.kind == "category" else self.edges) + 1

    def count(self, columns: Columns) -> tuple[np.ndarray, np.ndarray]:
        """Rows in each bin (b,), and the sum of their values (b,; 0 for words); missing cells are in none."""
        if self.kind == "category":
            known = {word: place for place, word in enumerate(self.words)}
            places = columns.look_up(self.name, known, missing=-1, unseen=len(self.words))
            counts = np.bincount(places[places >= 0], minlength=self.size)
            return counts.astype(float), np.zeros(self.size)
        values = values_of(columns, self.name, self.kind)
        values = values[np.isfinite(values)]
        places = self.places(values)
        return (
            np.bincount(places, minlength=self.size).astype(float),
            np.bincount(places, weights=values, minlength=self.size),
        )

    def places(self, values: np.ndarray) -> np.ndarray:
        """The bin of each value (n,)."""
        return np.searchsorted(np.asarray(self.edges), values, side="right")


def bins_of(column: Column, columns: Columns) -> Bins | None:
    """Bins for a column of the training; None for one without any cell.

    Examples
    --------
    >>> age = Column(name="age", kind="number")
    >>> bins_of(age, Columns({"age": [1.0, 2, 2, 4]})).edges
    (1.5, 3.0)
    """
    kind = _kind(column)
    if kind == "category":
        return Bins(name=column.name, kind=kind, words=_words(columns, column.name))
    values = values_of(columns, column.name, kind)
    values = values[np.isfinite(values)]
    return Bins(name=column.name, kind=kind, edges=edges_of(values)) if len(values) else None


def edges_of(values: np.ndarray, also: Sequence[float] = ()) -> tuple[float, ...]:
    """Edges between about equally many values (n,): between all neighbours where few differ; and ``also`` some more."""
    distinct = np.unique(values)
    if len(distinct) <= _MOST_NUMBERS:
        edges = (distinct[1:] + distinct[:-1]) / 2
    else:
        edges = np.quantile(values, np.linspace(0, 1, _MOST_NUMBERS + 1)[1:-1])
        edges = edges[edges > distinct[0]]  # a bin below the smallest value would be empty
    return tuple(float(edge) for edge in np.unique([*edges.tolist(), *also]))


def values_of(columns: Columns, name: str, kind: BinKind) -> np.ndarray:
    """What is counted of a column (n,): its numbers, days since 1970, lengths of texts; NaN where missing."""
    if kind == "number":
        return columns.numbers((name,))[:, 0]
    if kind == "date":
        dates = columns.dates(name)
        days = dates.astype(np.int64) / _MICRO_A_DAY
        return np.where(np.isnat(dates), np.nan, days)
    return np.array([np.nan if missing(cell) else len(str(cell)) for cell in columns.cells(name)], dtype=float)


def _kind(column: Column) -> BinKind:
    if column.kind in ("category", "ordered"):
        return "category"
    return "number" if column.kind == "number" else "date" if column.kind == "date" else "text"


def _words(columns: Columns, name: str) -> tuple[str, ...]:
    codes, words = columns.levels(name)
    often = np.argsort(-np.bincount(codes[codes >= 0], minlength=len(words)), kind="stable")
    return tuple(words[place] for place in often[:_MOST_WORDS])
