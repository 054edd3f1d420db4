"""Ranking: what acting on the first of a sorted list finds and earns, for those who cannot act on everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hanpan.evaluation.case import Case
from hanpan.modeling.fitted.gains import acted_on, expected_gains

if TYPE_CHECKING:
    import pandas as pd

_STEPS = 20


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The rows judged, sorted by what acting on them is expected to earn, else by their probability.

    Attributes
    ----------
    by
        ``value`` or ``probability``.
    rows, positives
        How many rows there are, and how many of the class that is looked for.
    counts
        So many rows from the top, at each twentieth.
    found
        How many of the class looked for are among them.
    earned
        What acting on them earned over doing nothing, together; empty where the card says nothing of money.
    """

    by: str
    rows: int
    positives: int
    counts: list[int]
    found: list[int]
    earned: list[float] = field(default_factory=list)

    def lift(self, place: int) -> float:
        """How many times as many as among all rows are of the class, up to a point of ``counts``."""
        return (self.found[place] / self.counts[place]) / (self.positives / self.rows)

    def captured(self, place: int) -> float:
        """The share of all of the class that is among the rows up to a point of ``counts``."""
        return self.found[place] / self.positives

    def at(self, share: float) -> tuple[float, float]:
        """What is found and earned by acting on this share of the rows, between the points by a straight line."""
        x = [0, *self.counts]
        found = float(np.interp(share * self.rows, x, [0, *self.found]))
        earned = float(np.interp(share * self.rows, x, [0.0, *self.earned])) if self.earned else 0.0
        return found, earned

    @property
    def best(self) -> int | None:
        """The point of ``counts`` that earned most; None without money."""
        return int(np.argmax(self.earned)) if self.earned else None

    def to_frame(self) -> pd.DataFrame:
        """One row per point: rows from the top, found, lift, share captured, earned."""
        import pandas as pd

        places = range(len(self.counts))
        told = {
            "rows": self.counts,
            "found": self.found,
            "lift": [self.lift(place) for place in places],
            "captured": [self.captured(place) for place in places],
        }
        return pd.DataFrame(told | ({"earned": self.earned} if self.earned else {}))


def ranking_of(case: Case) -> Ranking | None:
    """The ranking of the rows judged; None of what is no question of two classes, or where one of them is absent.

    References
    ----------
    Berry, Linoff (2011), Data mining techniques: cumulative gains and lift charts.
    """
    if case.problem.task != "binary" or len(np.unique(case.y)) < 2:
        return None
    gains = expected_gains(case.problem, case.decision, case.output, case.stakes.amount)
    sought = acted_on(case.problem)
    keys = case.output[:, sought] if gains is None else np.nan_to_num(gains, nan=-np.inf)
    order = np.argsort(-keys, kind="stable")
    counts = np.unique(np.ceil(np.linspace(0, len(order), _STEPS + 1)[1:]).astype(int))
    found = np.cumsum(case.y[order] == sought)[counts - 1]
    return Ranking(
        by="probability" if gains is None else "value",
        rows=len(order),
        positives=int((case.y == sought).sum()),
        counts=counts.tolist(),
        found=found.tolist(),
        earned=[] if gains is None else np.cumsum(_earned(case, sought)[order])[counts - 1].tolist(),
    )


def _earned(case: Case, sought: int) -> np.ndarray:
    """What acting on each row earned over doing nothing (n,)."""
    worth = case.problem.value
    if worth is None:
        return np.zeros(len(case.y))
    acted, left = (np.full(len(case.y), code) for code in (sought, 1 - sought))
    amount = case.stakes.amount
    return np.asarray(worth.earned(case.y, acted, amount) - worth.earned(case.y, left, amount))
