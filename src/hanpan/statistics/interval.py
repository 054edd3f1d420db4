"""Interval: a value, and between which limits it may well lie in all rows to come."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True)
class Interval:
    """A value between its limits.

    Parameters
    ----------
    value, low, high
        In the unit of the value.
    level
        In how many of all tables such limits hold the truth, as a share.
    method
        Whose limits these are, in one word: ``wilson``, ``student``, ``bootstrap`` ...
    """

    value: float
    low: float
    high: float
    level: float = LEVEL
    method: str = ""

    @property
    def limits(self) -> tuple[float, float]:
        """Low and high."""
        return self.low, self.high

    @property
    def ends(self) -> dict[str, float]:
        """Low and high by name, as records of evidence keep them."""
        return {"low": self.low, "high": self.high}


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
