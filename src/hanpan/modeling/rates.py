"""Which learning rate: what a scan from tiny to huge rates suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd

_SMOOTHING = 0.5  # share of the past in the smoothed loss
_WILD = 1.5  # losses so many times the first one are a blow-up
_LOST = 0.9  # ... and those after which so much of what was learnt is lost again
_SAFE = 10.0  # so many times below the blow-up


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningRates(AsTable):
    """A scan of learning rates.

    Attributes
    ----------
    rates, losses, smoothed
        Rates from low to high, the loss after an update with each, and the smoothed loss; up to the blow-up.
    blow_up
        Where the loss grows wild or what was learnt is lost again; None where that never happens.
    steepest
        Where the smoothed loss falls fastest.
    recommended
        The steepest place, or a tenth of the blow-up where that is lower.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    smoothed: tuple[float, ...]
    blow_up: float | None
    steepest: float
    recommended: float

    def to_frame(self) -> pd.DataFrame:
        """One row per rate."""
        import pandas as pd

        return pd.DataFrame({"learning_rate": self.rates, "loss": self.losses, "smoothed": self.smoothed})

    def headline(self) -> str:
        """The rate to take, and where it goes wrong."""
        told = text("record.rates", self.language, recommended=f"{self.recommended:.2g}")
        if self.blow_up is None:
            return told
        return f"{told} {text('rates.blow_up', self.language, blow_up=f'{self.blow_up:.2g}')}"


def read_scan(rates: Sequence[float], losses: Sequence[float]) -> LearningRates:
    """What a scan suggests.

    References
    ----------
    Smith (2017), Cyclical learning rates for training neural networks (the range test); Smith, Topin (2018),
    Super-convergence.

    Examples
    --------
    >>> rates = np.geomspace(1e-4, 10, 60)
    >>> losses = [1 if rate < 1e-3 else 0.3 if rate < 1 else 99 for rate in rates]
    >>> found = read_scan(rates, losses)
    >>> round(found.blow_up, 1), 1e-3 < found.recommended <= 0.12
    (1.2, True)
    """
    values = np.asarray(losses, float)
    end = _blow_up(values)
    kept = max(end, 2)
    limit = _WILD * values[0]
    smoothed = _smoothed(np.nan_to_num(values[:kept], nan=limit, posinf=limit))
    lowest = max(int(np.argmin(smoothed)), 1)
    slopes = np.gradient(smoothed[: lowest + 1])
    steepest = float(rates[int(np.argmin(slopes))])
    blow_up = float(rates[end]) if end < len(values) else None
    recommended = steepest if blow_up is None else min(steepest, blow_up / _SAFE)
    return LearningRates(
        rates=tuple(map(float, rates[:kept])), losses=tuple(map(float, values[:kept])),
        smoothed=tuple(map(float, smoothed)), blow_up=blow_up, steepest=steepest, recommended=recommended,
    )  # fmt: skip


def _blow_up(values: np.ndarray) -> int:
    """Position of the first loss that is wild, or that loses again what was learnt; one after the last if none."""
    known = np.where(np.isfinite(values), values, np.inf)
    best = np.minimum.accumulate(known)
    learnt = best < 0.9 * known[0]
    lost = learnt & (known > best + _LOST * (known[0] - best))
    wild = np.flatnonzero(lost | (known > _WILD * known[0]))
    return int(wild[0]) if len(wild) else len(values)


def _smoothed(values: np.ndarray) -> np.ndarray:
    """Exponentially weighted mean of the values so far, without the pull of its start."""
    mean, found = 0.0, []
    for count, value in enumerate(values, 1):
        mean = _SMOOTHING * mean + (1 - _SMOOTHING) * value
        found.append(mean / (1 - _SMOOTHING**count))
    return np.array(found)
