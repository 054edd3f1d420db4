"""A greedy ensemble of out-of-fold outputs: a weighted mean of at most five members.

References
----------
Caruana, Niculescu-Mizil, Crew, Ksikes (2004), Ensemble selection from libraries of models.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from hanpan.business.metrics import Metric

_STEPS = 16
_MOST_ROWS = 8_000


@dataclass(frozen=True, kw_only=True)
class Blend:
    """Weights by candidate key (summing to 1), and honest scores: each fold is judged by weights chosen without it.

    ``single_scores`` are the scores of the rival way, judged as honestly: on each fold, the one candidate that was best
    on the other folds. A board's best score is flattered by having been picked; this one is not.
    """

    weights: dict[str, float]
    fold_scores: list[float]
    single_scores: list[float]
    outputs: np.ndarray = field(repr=False)

    @property
    def score(self) -> float:
        """Mean over folds."""
        return float(np.nanmean(self.fold_scores))

    @property
    def single_score(self) -> float:
        """Mean over folds of picking one candidate."""
        return float(np.nanmean(self.single_scores))


def blend(
    outputs: dict[str, np.ndarray],
    y: np.ndarray,
    judge: Metric,
    folds: list[np.ndarray],
    most_members: int = 5,
) -> Blend | None:
    """Choose members greedily.

    Parameters
    ----------
    outputs
        Out-of-fold outputs by candidate key, best candidate first, (n,) or (n, C); NaN rows in none of the folds.
    y
        (n,) values or codes.
    judge
        The metric.
    folds
        Validation rows of each fold (of one repeat).
    most_members
        At most so many different candidates.

    Returns
    -------
    Blend or None
        None when fewer than two candidates share rows, or one member is best alone.
    """
    covered = np.flatnonzero(_covered(list(outputs.values())))
    if len(outputs) < 2 or len(covered) < 10:
        return None
    known = {key: values[covered] for key, values in outputs.items()}
    y = y[covered]
    parts = _parts(folds, covered)
    honest = np.full_like(next(iter(known.values())), np.nan)
    single: list[float | None] = []
    for part in parts:
        others = np.setdiff1d(np.arange(len(y)), part)
        elsewhere = {key: values[others] for key, values in known.items()}
        weights = _greedy(elsewhere, y[others], judge, most_members)
        honest[part] = _mix(weights, known)[part]
        single.append(judge(y[part], known[_best(elsewhere, y[others], judge)][part]))
    weights = _greedy(known, y, judge, most_members)
    if len(weights) < 2:
        return None
    full = np.full_like(next(iter(outputs.values())), np.nan)
    full[covered] = honest
    scores = [judge(y[part], honest[part]) for part in parts]
    return Blend(weights=weights, fold_scores=_floats(scores), single_scores=_floats(single), outputs=full)


def _floats(scores: list[float | None]) -> list[float]:
    return [float("nan") if score is None else float(score) for score in scores]


def _best(outputs: dict[str, np.ndarray], y: np.ndarray, judge: Metric) -> str:
    sign = 1.0 if judge.greater_is_better else -1.0
    return max(outputs, key=lambda key: _gain(judge(y, outputs[key]), sign))


def _covered(outputs: list[np.ndarray]) -> np.ndarray:
    whole = [np.isfinite(values.reshape(len(values), -1)).all(axis=1) for values in outputs]
    return np.asarray(np.logical_and.reduce(whole))


def _parts(folds: list[np.ndarray], covered: np.ndarray) -> list[np.ndarray]:
    """Folds as positions in the covered rows; a single validation split is halved."""
    where = [np.flatnonzero(np.isin(covered, fold)) for fold in folds]
    where = [part for part in where if len(part)]
    if len(where) == 1:
        return [where[0][::2], where[0][1::2]]
    return where


def _greedy(outputs: dict[str, np.ndarray], y: np.ndarray, judge: Metric, most_members: int) -> dict[str, float]:
    step = max(1, len(y) // _MOST_ROWS)
    outputs, y = {key: values[::step] for key, values in outputs.items()}, y[::step]
    sign = 1.0 if judge.greater_is_better else -1.0
    taken: Counter[str] = Counter()
    total = np.zeros_like(next(iter(outputs.values())))
    best: tuple[float, Counter[str]] = (-np.inf, Counter())
    for count in range(1, _STEPS + 1):
        allowed = outputs if len(taken) < most_members else dict.fromkeys(taken)
        scored = {key: _gain(judge(y, (total + outputs[key]) / count), sign) for key in allowed}
        chosen = max(scored, key=lambda key: scored[key])
        taken[chosen] += 1
        total = total + outputs[chosen]
        if scored[chosen] > best[0] + 1e-12:
            best = (scored[chosen], taken.copy())
    counts = _without_whispers(best[1] or taken)
    return {key: number / counts.total() for key, number in counts.items()}


def _without_whispers(counts: Counter[str]) -> Counter[str]:
    """Members of a tenth or less cost a fit and a prediction each and say next to nothing."""
    loud = Counter({key: number for key, number in counts.items() if number > 0.1 * counts.total()})
    return loud or counts


def _mix(weights: dict[str, float], outputs: dict[str, np.ndarray]) -> np.ndarray:
    return np.asarray(sum(weight * outputs[key] for key, weight in weights.items()))


def _gain(value: float | None, sign: float) -> float:
    return -np.inf if value is None or not np.isfinite(value) else sign * float(value)
