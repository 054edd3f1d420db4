"""Exact numbers about all rows of a large table, column by column, and sketches where exact ones are too dear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from hanpan.data.conforming.conform import conform
from hanpan.data.hashing import cell_hashes
from hanpan.data.large.sketches import Distinct, Quantiles
from hanpan.data.profiling.profile import ColumnProfile, Profile
from hanpan.data.raw import RawTable
from hanpan.data.schema import Column, Schema
from hanpan.foundation.findings import Finding

_MOST_WORDS = 50_000  # different words whose rows are counted; of more only the commonest of the sample are told
_BINS = 40
_FEW = 30


@dataclass
class NumberCount:
    """Numbers of one column: how many, their moments (Chan, Golub, LeVeque 1979), their ends, and sketches."""

    rows: int = 0
    present: int = 0
    mean: float = 0.0
    squares: float = 0.0
    low: float = np.inf
    high: float = -np.inf
    zeros: int = 0
    quantiles: Quantiles = field(default_factory=Quantiles)
    distinct: Distinct = field(default_factory=Distinct)

    def add(self, column: pd.Series) -> None:
        """Look at some cells."""
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        known = values[np.isfinite(values)]
        self.rows += len(values)
        self.distinct.add(cell_hashes(pd.Series(known)))
        if not len(known):
            return
        both, mean = self.present + len(known), float(known.mean())
        apart = mean - self.mean
        self.squares += float(((known - mean) ** 2).sum()) + apart**2 * self.present * len(known) / both
        self.mean += apart * len(known) / both
        self.present, self.zeros = both, self.zeros + int((known == 0).sum())
        self.low, self.high = min(self.low, float(known.min())), max(self.high, float(known.max()))
        self.quantiles.add(known)

    def told(self, column: ColumnProfile) -> ColumnProfile:
        """The profile of the column in the sample, with the numbers of all rows."""
        if not self.present:
            return replace(column, missing=self.rows)
        q25, median, q75 = self.quantiles.at([0.25, 0.5, 0.75])
        std = float(np.sqrt(self.squares / (self.present - 1))) if self.present > 1 else None
        ends: dict[str, float | str | None] = {"min": self.low, "max": self.high, "zeros": float(self.zeros)}
        summary = {"mean": self.mean, "std": std, "q25": q25, "median": median, "q75": q75, **ends}
        edges = np.linspace(self.low, self.high, _BINS + 1)
        spread = (np.diff(edges) > 0).all()
        histogram = {"edges": edges.tolist(), "counts": self.quantiles.counts(edges)} if spread else column.histogram
        missing = self.rows - self.present
        return replace(column, missing=missing, n_distinct=self.distinct.count, summary=summary, histogram=histogram)


@dataclass
class WordCount:
    """Words of one column: how often each occurs, as long as there are not too many."""

    rows: int = 0
    missing: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    distinct: Distinct = field(default_factory=Distinct)
    whole: bool = True

    def add(self, column: pd.Series) -> None:
        """Look at some cells."""
        self.rows, self.missing = self.rows + len(column), self.missing + int(column.isna().sum())
        self.distinct.add(np.unique(cell_hashes(column.dropna())))
        if self.whole:
            self.counts.update({str(word): int(count) for word, count in column.value_counts().items()})
            self.whole = len(self.counts) <= _MOST_WORDS

    def told(self, column: ColumnProfile) -> ColumnProfile:
        """The profile of the column in the sample, with the numbers of all rows."""
        if not self.whole:
            return replace(column, missing=self.missing, n_distinct=self.distinct.count)
        shown = dict(self.counts.most_common(_FEW))
        other = self.rows - self.missing - sum(shown.values())
        return replace(column, missing=self.missing, n_distinct=len(self.counts), counts=shown, other=other)


@dataclass
class DateCount:
    """Dates of one column: the first, the last, how many are missing."""

    rows: int = 0
    missing: int = 0
    first: Any = None
    last: Any = None
    distinct: Distinct = field(default_factory=Distinct)

    def add(self, column: pd.Series) -> None:
        """Look at some cells."""
        known = column.dropna()
        self.rows, self.missing = self.rows + len(column), self.missing + len(column) - len(known)
        self.distinct.add(cell_hashes(known))
        if len(known):
            self.first = min(filter(None, (self.first, known.min())))
            self.last = max(filter(None, (self.last, known.max())))

    def told(self, column: ColumnProfile) -> ColumnProfile:
        """The profile of the column in the sample, with the numbers of all rows."""
        if self.first is None:
            return replace(column, missing=self.missing)
        ends: dict[str, float | str | None] = {"earliest": self.first.isoformat(), "latest": self.last.isoformat()}
        return replace(column, missing=self.missing, n_distinct=self.distinct.count, summary=ends)


class Counted:
    """All columns of a typed table, whose rows are looked at batch by batch."""

    def __init__(self, schema: Schema) -> None:
        self.rows = 0
        self._columns = {column.name: _counter(column) for column in schema}

    def add(self, frame: pd.DataFrame) -> None:
        """Look at some rows."""
        self.rows += len(frame)
        for name, counter in self._columns.items():
            if name in frame:
                counter.add(frame[name])

    def told(self, profile: Profile, sample: int) -> Profile:
        """The profile of a sample with the numbers of all rows in place of its own."""
        columns = [self._told(column) for column in profile.columns]
        numbers = [counter for counter in self._columns.values() if isinstance(counter, NumberCount)]
        evidence: dict[str, Any] = {
            "rows": self.rows,
            "sample": sample,
            "rank": round(max((counter.quantiles.error for counter in numbers), default=0.0), 4),
            "distinct": round(float(Distinct.error), 4),
        }
        found = [Finding(code="profiled_in_batches", severity="info", evidence=evidence), *profile.findings]
        missing = sum(column.missing for column in columns)
        return replace(profile, rows=self.rows, columns=columns, missing_cells=missing, findings=found)

    def _told(self, column: ColumnProfile) -> ColumnProfile:
        counter = self._columns.get(column.name)
        return column if counter is None or not counter.rows else counter.told(column)


def count_all(table: Iterable[RawTable], schema: Schema, target: str | None) -> Counted:
    """All rows of a large table, read once more and counted as the columns of a schema.

    Raises
    ------
    DataError
        Rows cannot be read.
    """
    counted = Counted(schema)
    for raw in table:
        counted.add(conform(raw, schema, target=target)[0])
    return counted


def _counter(column: Column) -> NumberCount | WordCount | DateCount:
    if column.kind == "number":
        return NumberCount()
    return DateCount() if column.kind == "date" else WordCount()
