"""Activation functions compared on the same rows: what is ahead, and whether by more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student_t

from hanpan.modeling.networks.plain.activations import ACTIVATION_NAMES

USUAL = "relu"
FEWEST = 3  # with fewer functions there is nothing to compare


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
class Activations:
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


def judged(
    scores: Mapping[str, Mapping[int, Sequence[float]]],
    hidden: Sequence[int],
    sizes: tuple[int, int],
    greater_is_better: bool,
) -> Activations | None:
    """The comparison; None where relu or too many others are absent.

    Parameters
    ----------
    scores
        Of each function in each fold (by number), those of its starts. Only folds that all functions of the first
        fold have count.

    Examples
    --------
    >>> scores = {"relu": {0: [2.0, 2.2]}, "tanh": {0: [1.0, 1.1]}, "elu": {0: [2.1, 2.3]}}
    >>> found = judged(scores, [16], (90, 30), False)
    >>> found.best, round(found.ahead, 2), found.clear
    ('tanh', 1.05, True)
    """
    known = {name: scores[name] for name in ACTIVATION_NAMES if name in scores and 0 in scores[name]}
    known = {name: told for name, told in known.items() if all(np.isfinite(starts).all() for starts in told.values())}
    if USUAL not in known or len(known) < FEWEST:
        return None
    folds = sorted(set.intersection(*(set(told) for told in known.values())))
    rows = tuple(_row(name, [told[fold] for fold in folds]) for name, told in known.items())
    sign = 1.0 if greater_is_better else -1.0
    best = max(rows, key=lambda row: sign * row.mean)
    usual = next(row for row in rows if row.name == USUAL)
    error = float(np.sqrt(sum(row.spread**2 / len(row.scores) for row in (best, usual))))
    freedom = sum(len(row.scores) - len(folds) for row in (best, usual))
    return Activations(
        rows=rows,
        hidden=tuple(hidden),
        fit_rows=sizes[0],
        valid_rows=sizes[1],
        best=best.name,
        ahead=sign * (best.mean - usual.mean),
        noise=_chance(len(rows), freedom) * error,
        everywhere=all(sign * (one - other) > 0 for one, other in zip(best.folds, usual.folds, strict=True)),
    )


def _chance(functions: int, freedom: int) -> float:
    """How many standard errors the best of so many functions may be ahead by chance, one time in twenty."""
    return float(student_t.ppf(1 - 0.05 / (functions - 1), max(1, freedom)))


def _row(name: str, folds: Sequence[Sequence[float]]) -> ActivationRow:
    scores = np.concatenate([np.asarray(starts, float) for starts in folds])
    means = [float(np.mean(starts)) for starts in folds]
    within = [np.var(starts, ddof=1) for starts in folds if len(starts) > 1]
    spread = float(np.sqrt(np.mean(within))) if within else 0.0
    return ActivationRow(
        name=name, scores=tuple(scores.tolist()), folds=tuple(means), mean=float(scores.mean()), spread=spread
    )
