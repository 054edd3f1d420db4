"""How far probabilities are from what comes true, in one number with its interval."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Calibrated(AsRows):
    """Expected calibration error, and what it would be by chance alone.

    Attributes
    ----------
    error, low, high
        Mean distance between the probability said and the share that came true, over bins of equally many rows.
    chance
        What 95 % of tables of this size stay below when every probability is exactly right.
    over
        Mean probability less the share that came true: above 0 the model promises too much.
    rows
        Rows judged on; at most 20 000, drawn by a fixed seed.
    """

    error: float
    low: float
    high: float
    chance: float
    over: float
    rows: int

    @property
    def beyond_chance(self) -> bool:
        """Whether the probabilities are off by more than chance explains."""
        return self.error > self.chance
