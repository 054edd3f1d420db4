"""Segments where the model errs most: found on out-of-fold answers, confirmed on rows nobody looked at."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.evaluation.explanation.slices import Slice
from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A part of the rows, and how much the model errs there.

    Attributes
    ----------
    slices
        One or two conditions that hold together.
    rows, error, elsewhere
        On out-of-fold answers: rows of the segment, mean error in it and in all other rows.
    judged
        Its rows among those kept apart; 0 where there are too few to tell.
    judged_error, judged_elsewhere, low, high, p
        There: mean errors, 95 % limits of their difference, one-sided p corrected after Holm; None without rows.
    confirmed
        Whether the excess is there too, beyond chance.
    """

    slices: list[Slice]
    rows: int
    error: float
    elsewhere: float
    judged: int = 0
    judged_error: float | None = None
    judged_elsewhere: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    confirmed: bool = False

    @property
    def shown(self) -> tuple[float, float]:
        """Mean error inside and elsewhere: on the rows kept apart where there are enough, else out of fold."""
        if self.judged_error is None or self.judged_elsewhere is None:
            return self.error, self.elsewhere
        return self.judged_error, self.judged_elsewhere

    @property
    def name(self) -> str:
        """Its conditions."""
        return " & ".join(one.name for one in self.slices)


@dataclass(frozen=True, kw_only=True)
class Segments(AsRows):
    """``measure``: ``wrong`` (share of wrong decisions) or ``size`` (mean absolute error); ``tried``: how many."""

    measure: str
    tried: int
    error: float
    found: list[Segment]
