"""The learning rates that were tried for a network of the board."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.showing import AsRows
from hanpan.modeling.curves.rates import LearningRates


@dataclass(frozen=True, kw_only=True)
class RatesTried(AsRows):
    """``found``: the trainings; ``used``: the rate of the network of the board; ``hidden``: its layers."""

    found: LearningRates
    used: float | None
    hidden: list[int]
