"""Reading a size curve, which tells whether more rows would help.

References
----------
Viering, Loog (2023), The shape of learning curves: a review. IEEE TPAMI 45(6).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hanpan.foundation.showing import AsRows
from hanpan.modeling.board.board import Curve

Reading = Literal["helps", "flat", "unclear"]


@dataclass(frozen=True, kw_only=True)
class SizeCurve:
    """A curve over rows, and how it reads.

    ``gain``: what the last doubling of the rows brought, in the metric, positive for better; ``noise``: its standard
    error over folds. ``reading``: ``helps`` where the gain is beyond two of them, ``flat`` where it is
    within one, else ``unclear``.
    """

    curve: Curve
    gain: float
    noise: float
    reading: Reading


@dataclass(frozen=True, kw_only=True)
class SizeCurves(AsRows):
    """Those of the leaders of the board."""

    curves: list[SizeCurve]
