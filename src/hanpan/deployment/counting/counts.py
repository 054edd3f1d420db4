"""Counts: what is kept of rows when they are summed up. Two counts over the same bins add up to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from hanpan.data.conforming.conform import ConformNotes
from hanpan.deployment.counting.bins import Bins
from hanpan.preparation.columns import Columns

NOTED = ("missing", "unread", "unseen", "outside")
Noted = Mapping[str, Mapping[str, int]]  # kind -> column -> cells


@dataclass(frozen=True, kw_only=True)
class ColumnCounts:
    """One column of some rows.

    Attributes
    ----------
    bins, sums
        (b,) rows in each bin, and the sum of their values.
    missing, unread, unseen, outside
        Cells that were missing (those that were no value of their kind, ``unread``, included), had a category that
        training never met, or a number beyond its range.
    """

    bins: list[float]
    sums: list[float]
    missing: int = 0
    unread: int = 0
    unseen: int = 0
    outside: int = 0

    def __add__(self, other: ColumnCounts) -> ColumnCounts:
        noted = {kind: getattr(self, kind) + getattr(other, kind) for kind in NOTED}
        bins = [one + two for one, two in zip(self.bins, other.bins, strict=True)]
        return ColumnCounts(bins=bins, sums=[a + b for a, b in zip(self.sums, other.sums, strict=True)], **noted)

    @property
    def known(self) -> float:
        """Cells that had a value."""
        return float(sum(self.bins))

    @property
    def mean(self) -> float | None:
        """Mean of the values; None without any."""
        return float(sum(self.sums) / self.known) if self.known else None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Some rows summed up: how many, their columns, and what the model answered, each by name."""

    rows: int = 0
    columns: dict[str, ColumnCounts] = field(default_factory=dict)
    outputs: dict[str, ColumnCounts] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            rows=self.rows + other.rows,
            columns=_added(self.columns, other.columns),
            outputs=_added(self.outputs, other.outputs),
        )

    @classmethod
    def total(cls, several: Iterable[Counts]) -> Counts:
        """All of them together."""
        return sum(several, cls())


def counted(bins: Sequence[Bins], columns: Columns, noted: Noted) -> dict[str, ColumnCounts]:
    """The columns of some rows.

    Parameters
    ----------
    noted
        What was noticed in their cells.
    """
    made = {}
    for one in bins:
        counts, sums = one.count(columns)
        told = {kind: int(noted.get(kind, {}).get(one.name, 0)) for kind in NOTED}
        made[one.name] = ColumnCounts(bins=counts.tolist(), sums=sums.tolist(), **told)
    return made


def noted_in(notes: ConformNotes) -> Noted:
    """What was noticed in a table, as ``counted`` takes it."""
    return {kind: getattr(notes, kind) for kind in NOTED}


def same_shape(counts: ColumnCounts, bins: Bins) -> bool:
    """Whether counts were made over these bins."""
    numbers = [*counts.bins, *counts.sums]
    return len(counts.bins) == len(counts.sums) == bins.size and bool(np.isfinite(numbers).all())


def _added(one: dict[str, ColumnCounts], two: dict[str, ColumnCounts]) -> dict[str, ColumnCounts]:
    joined = dict(one)
    for name, counts in two.items():
        joined[name] = joined[name] + counts if name in joined else counts
    return joined
