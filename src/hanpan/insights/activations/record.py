"""Activation functions compared on the same rows: what is ahead, and whether by more than chance."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class ActivationRow:
    """One function.

    Attributes
    ----------
    scores, folds
        Of its starts, those of one fold after those of another; the mean of each fold.
    mean, spread
        Of all starts; their standard deviation within a fold.
    """

    name: str
    scores: tuple[float, ...]
    folds: tuple[float, ...]
    mean: float
    spread: float


@dataclass(frozen=True, kw_only=True)
class Activations(AsRows):
    """All functions tried.

    Attributes
    ----------
    rows
        In the order of ``ACTIVATION_NAMES``.
    hidden, fit_rows, valid_rows
        Hidden layers of the network; how many rows it learnt from and was scored on, in the first fold.
    best
        The function with the best mean.
    ahead, noise
        How much better its mean is than that of relu, and how much better the best of so many functions may look by
        the chance of the starts alone: the standard error of the difference times Student's t, with the chance of
        error shared among the functions (Bonferroni), because the best of many is flattered by having been picked.
    everywhere
        Whether it is ahead of relu in each fold.
    """

    rows: tuple[ActivationRow, ...]
    hidden: tuple[int, ...]
    fit_rows: int
    valid_rows: int
    best: str
    ahead: float
    noise: float
    everywhere: bool = True

    @property
    def clear(self) -> bool:
        """Whether the best is ahead of relu in each fold, and by more than the spread of starts explains."""
        return self.ahead > self.noise and self.everywhere
