"""Which learning rate: what short trainings with rates from tiny to huge suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd

_ALIKE = 1e-3  # of the loss before training: below it all losses are as good as none
_LOST = 2.0  # and from here on they are all as bad
_TIED = 0.01  # of the logarithm: such levels are one
_STEP = 0.5  # of the logarithm: at this distance a neighbour counts half as much
_WINDOW = 3  # epochs whose mean loss counts: a single one may be luck


@dataclass(frozen=True, kw_only=True, repr=False)
class LearningRates(AsTable):
    """Short trainings, one after another rate.

    Attributes
    ----------
    rates, losses
        Rates from low to high, and the lowest loss that each reached on rows it did not learn from; None where it
        reached no finite one.
    before
        The loss before training.
    recommended
        Where the loss is lowest, its neighbours counted in.
    blow_up
        The lowest rate above it from which on nothing is learnt: the loss never gets below that before training. None
        where there is none, or where nothing is learnt at any rate.
    epochs, rows
        Of each training.
    """

    rates: tuple[float, ...]
    losses: tuple[float | None, ...]
    before: float
    recommended: float
    blow_up: float | None
    epochs: int
    rows: int

    @property
    def learns(self) -> bool:
        """Whether anything is learnt with the recommended rate."""
        best = self.loss_of(self.recommended)
        return best is not None and best < self.before

    def loss_of(self, rate: float) -> float | None:
        """The loss that one of the rates reached."""
        return self.losses[self.rates.index(rate)]

    def to_frame(self) -> pd.DataFrame:
        """One row per rate."""
        import pandas as pd

        return pd.DataFrame({"learning_rate": self.rates, "loss": self.losses})

    def headline(self) -> str:
        """The rate to take, and where it goes wrong."""
        told = text("record.rates", self.language, recommended=f"{self.recommended:.2g}")
        if self.blow_up is None:
            return told
        return f"{told} {text('rates.blow_up', self.language, blow_up=f'{self.blow_up:.2g}')}"


def read_race(rates: Sequence[float], curves: np.ndarray, before: float, *, epochs: int, rows: int) -> LearningRates:
    """What such trainings suggest.

    Parameters
    ----------
    rates
        From low to high.
    curves
        (rates, networks, epochs) losses on rows not learnt from.
    before, epochs, rows
        As in ``LearningRates``.

    Notes
    -----
    Between neighbours much of a difference is chance, so the logarithm of each rate's loss is averaged with theirs
    (a rate three times as high or low counts half as much) before the lowest one is taken; the middle one where
    several are as low.

    Examples
    --------
    >>> curves = np.array([[[.9, .8, .8]], [[.5, .3, .2]], [[.4, .3, .3]], [[9, 9, 9]]])
    >>> found = read_race([.001, .01, .1, 1], curves, 1.0, epochs=3, rows=100)
    >>> found.recommended, found.blow_up
    (0.01, 1.0)
    """
    reached = _lowest(curves)
    level = _smoothed(rates, np.log(np.minimum(reached / before, _LOST) + _ALIKE))
    lowest = np.flatnonzero(level <= level.min() + _TIED)
    best = int(lowest[(len(lowest) - 1) // 2])
    learns = np.flatnonzero(reached[best:] < before)
    lost = best + int(learns[-1]) + 1 if len(learns) else len(reached)
    return LearningRates(
        rates=tuple(map(float, rates)),
        losses=tuple(float(one) if np.isfinite(one) else None for one in reached),
        before=before,
        recommended=float(rates[best]),
        blow_up=float(rates[lost]) if lost < len(reached) else None,
        epochs=epochs,
        rows=rows,
    )


def _smoothed(rates: Sequence[float], level: np.ndarray) -> np.ndarray:
    """(rates,) each level averaged with its neighbours'."""
    places = np.log10(rates)
    weights = 0.5 ** ((places[:, None] - places) / _STEP) ** 2
    found: np.ndarray = weights @ level / weights.sum(axis=1)
    return found


def _lowest(curves: np.ndarray) -> np.ndarray:
    """(rates,) the lowest loss over epochs, each with its neighbours, mean over networks."""
    known = np.where(np.isfinite(curves), curves, np.inf)
    width = min(_WINDOW, known.shape[2])
    windows = np.lib.stride_tricks.sliding_window_view(known, width, axis=2).mean(axis=3)
    found: np.ndarray = windows.min(axis=2).mean(axis=1)
    return found
