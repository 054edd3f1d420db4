"""Records of values with their 95 % limits; ``limits`` computes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A value with its 95 % limits, and the rows it was counted on; all None where there are none."""

    value: float | None
    low: float | None
    high: float | None
    rows: int


@dataclass(frozen=True, kw_only=True)
class Difference:
    """By how much the mean of one group is above that of another; ``p`` one-sided (there is no such excess)."""

    value: float
    low: float
    high: float
    p: float
