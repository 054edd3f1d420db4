"""Fairness over protected columns: whether the model errs alike in every group.

Which measure matters is a question of values, not of statistics: all are told, none is called the right one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.showing import AsRows
from hanpan.statistics.interval import Estimate


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One group and its measures, by name."""

    group: str
    rows: int
    measures: dict[str, Estimate]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The groups farthest apart in a measure; ``p`` is that of no difference among all groups, corrected after Holm."""

    measure: str
    least: str
    least_value: float
    most: str
    most_value: float
    p: float | None
    beyond_chance: bool


@dataclass(frozen=True, kw_only=True)
class Fairness:
    """A protected column: whether the model was given it (``used``), its groups, and where they differ."""

    column: str
    used: bool
    groups: list[GroupRow]
    gaps: list[Gap] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Protected(AsRows):
    """Each protected column of the card, judged."""

    columns: list[Fairness]
