"""Reading a size curve, which tells whether more rows would help.

References
----------
Viering, Loog (2023), The shape of learning curves: a review. IEEE TPAMI 45(6).
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from hanpan.insights.sizes.record import Reading, SizeCurve
from hanpan.modeling.board.board import Curve

SHARES = (0.125, 0.5, 0.25, 1.0)  # in the order of asking: each doubling tells something
LEAST = 3  # points that make a curve


@dataclass(frozen=True, kw_only=True)
class SizePoint:
    """Scores of a Candidate on a ``share`` of the fit rows, ``rows`` on average."""

    share: float
    rows: int
    score: float | None
    score_std: float | None = None
    train_score: float | None = None
    fold_scores: list[float | None] = field(default_factory=list)


def size_curve(algorithm: str, model: str, points: Sequence[SizePoint], *, greater_is_better: bool) -> SizeCurve | None:
    """The curve from its points.

    Returns
    -------
    SizeCurve or None
        None where fewer than three points, or not the last doubling, came about.
    """
    known = sorted((point for point in points if point.score is not None), key=lambda point: point.rows)
    shares = [point.share for point in known]
    if len(known) < LEAST or not {0.5, 1.0} <= set(shares):
        return None
    half, whole = known[shares.index(0.5)], known[shares.index(1.0)]
    gain, noise = _gain(half.fold_scores, whole.fold_scores, greater_is_better)
    best = max(range(len(known)), key=lambda place: (known[place].score or 0.0) * (1 if greater_is_better else -1))
    curve = Curve(
        kind="size",
        algorithm=algorithm,
        model=model,
        parameter="",
        x=[f"{point.rows:,}" for point in known],
        train=[point.train_score for point in known],
        validation=[point.score for point in known],
        validation_std=[point.score_std for point in known],
        best=best,
    )
    return SizeCurve(curve=curve, gain=gain, noise=noise, reading=read_gain(gain, noise))


def _gain(half: list[float | None], whole: list[float | None], greater_is_better: bool) -> tuple[float, float]:
    """What the last doubling brought, and its standard error: the same folds are compared, so differences count."""
    sign = 1 if greater_is_better else -1
    gains = [(b - a) * sign for a, b in zip(half, whole, strict=True) if a is not None and b is not None]
    gain = statistics.fmean(gains)
    return gain, statistics.stdev(gains) / math.sqrt(len(gains)) if len(gains) > 1 else abs(gain)


def read_gain(gain: float, noise: float) -> Reading:
    """Whether a gain stands out of its noise.

    Examples
    --------
    >>> read_gain(.02, .005), read_gain(.004, .005), read_gain(.008, .005)
    ('helps', 'flat', 'unclear')
    """
    if gain > 2 * noise:
        return "helps"
    return "flat" if gain < noise else "unclear"
