"""Activation functions compared on the same rows: what is ahead, and whether by more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student_t

ORDER = ("relu", "sigmoid", "tanh", "leaky_relu", "elu", "maxout", "selu", "gelu", "silu", "mish")
USUAL = "relu"
FEWEST = 3  # with fewer functions there is nothing to compare


@dataclass(frozen=True, kw_only=True)
class ActivationRow:
    """One function: scores of its starts, their mean and spread (standard deviation)."""

    name: str
    scores: tuple[float, ...]
    mean: float
    spread: float


@dataclass(frozen=True, kw_only=True)
class Activations:
    """All functions tried.

    Attributes
    ----------
    rows
        In the order of ``ORDER``.
    hidden, fit_rows, valid_rows
        Hidden layers of the network; how many rows it learnt from and was scored on.
    best
        The function with the best mean.
    ahead, noise
        How much better its mean is than that of relu, and how much better the best of so many functions may look by
        the chance of the starts alone: the standard error of the difference times Student's t, with the chance of
        error shared among the functions (Bonferroni), because the best of many is flattered by having been picked.
    """

    rows: tuple[ActivationRow, ...]
    hidden: tuple[int, ...]
    fit_rows: int
    valid_rows: int
    best: str
    ahead: float
    noise: float

    @property
    def clear(self) -> bool:
        """Whether the best is ahead of relu by more than the spread of starts explains."""
        return self.ahead > self.noise


def judged(
    scores: Mapping[str, Sequence[float]], hidden: Sequence[int], sizes: tuple[int, int], greater_is_better: bool
) -> Activations | None:
    """The comparison; None where relu or too many others are absent.

    Examples
    --------
    >>> found = judged({"relu": [2.0, 2.2], "tanh": [1.0, 1.1], "elu": [2.1, 2.3]}, [16], (90, 30), False)
    >>> found.best, round(found.ahead, 2), found.clear
    ('tanh', 1.05, True)
    """
    known = {name: scores[name] for name in ORDER if name in scores and np.isfinite(scores[name]).all()}
    if USUAL not in known or len(known) < FEWEST:
        return None
    rows = tuple(_row(name, values) for name, values in known.items())
    sign = 1.0 if greater_is_better else -1.0
    best = max(rows, key=lambda row: sign * row.mean)
    usual = next(row for row in rows if row.name == USUAL)
    error = float(np.sqrt(sum(row.spread**2 / len(row.scores) for row in (best, usual))))
    return Activations(
        rows=rows, hidden=tuple(hidden), fit_rows=sizes[0], valid_rows=sizes[1], best=best.name,
        ahead=sign * (best.mean - usual.mean), noise=_chance(len(rows), len(usual.scores)) * error,
    )  # fmt: skip


def _chance(functions: int, starts: int) -> float:
    """How many standard errors the best of so many functions may be ahead by chance, one time in twenty."""
    return float(student_t.ppf(1 - 0.05 / (functions - 1), max(1, 2 * (starts - 1))))


def _row(name: str, scores: Sequence[float]) -> ActivationRow:
    spread = float(np.std(scores, ddof=1)) if len(scores) > 1 else 0.0
    return ActivationRow(name=name, scores=tuple(map(float, scores)), mean=float(np.mean(scores)), spread=spread)
