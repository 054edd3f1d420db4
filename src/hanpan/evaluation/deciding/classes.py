"""Decisions between classes: the most likely one, the largest expected gain, or what paid best so far."""

from __future__ import annotations

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.value import Worth
from hanpan.evaluation.deciding.calibration import Calibration, fit_calibration

NEVER = 1.000001  # a cut-off that no probability reaches
_FEWEST = 30  # rows on either side of a searched cut-off


def by_costs(worth: Worth, calibration: Calibration | None = None) -> DecisionRule:
    """Decide for the largest expected gain, taking the probabilities as they are or as calibrated.

    With two classes this is one cut-off, found where both decisions are worth the same.

    References
    ----------
    Elkan (2001), The foundations of cost-sensitive learning.

    Examples
    --------
    >>> by_costs(Worth(gain=((0, -20), (-100, 80)))).threshold
    0.1
    """
    table = worth.table
    if len(table) == 2:
        # What deciding "positive" is worth more than "negative" for rows that are positive, and less for the others.
        more, less = table[1, 1] - table[1, 0], table[0, 0] - table[0, 1]
        if max(more, less) >= 0:  # else both wrong answers pay, and no cut-off says so
            wanted = less / (more + less) if min(more, less) > 0 else 0.0 if more > 0 else NEVER
            return DecisionRule(threshold=_raw(float(wanted), calibration))
    if calibration is None:
        return DecisionRule(gain=worth.gain)
    return DecisionRule(
        gain=worth.gain, scales=calibration.scales, offsets=calibration.offsets, lifts=calibration.lifts
    )


def calibrated(y: np.ndarray, output: np.ndarray, weight: np.ndarray | None) -> Calibration:
    """Put probabilities right on out-of-fold rows."""
    return fit_calibration(y, output, weight)


def searched(worth: Worth, y: np.ndarray, output: np.ndarray, amount: np.ndarray | None) -> DecisionRule:
    """Of two classes: the cut-off that earned most on these very rows."""
    score = output[:, 1]
    order = np.argsort(-score, kind="stable")
    ones, zeros = np.ones(len(y), dtype=int), np.zeros(len(y), dtype=int)
    gained = (worth.earned(y, ones, amount) - worth.earned(y, zeros, amount))[order]
    total = np.concatenate([[0.0], np.cumsum(gained)])
    falling = score[order]
    places = np.flatnonzero(np.concatenate([[True], falling[1:] < falling[:-1], [True]]))  # between different scores
    inner = places[((places >= _FEWEST) & (places <= len(y) - _FEWEST)) | (places == 0) | (places == len(y))]
    best = int(inner[total[inner].argmax()])
    if best == 0:
        return DecisionRule(threshold=NEVER)
    if best == len(y):
        return DecisionRule(threshold=0.0)
    return DecisionRule(threshold=float((falling[best - 1] + falling[best]) / 2))


def _raw(wanted: float, calibration: Calibration | None) -> float:
    """The uncalibrated probability at which the calibrated one reaches ``wanted``, by halving."""
    if calibration is None or wanted <= 0 or wanted > 1:
        return wanted
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        reached = calibration.apply(np.array([[1 - middle, middle]]))[0, 1] >= wanted
        low, high = (low, middle) if reached else (middle, high)
    return high
