"""The points behind the pictures: ROC, precision against recall, calibration, residuals."""

from __future__ import annotations

import numpy as np

_POINTS = 200
_MOST_RESIDUALS = 800


def roc_points(positive: np.ndarray, score: np.ndarray) -> dict[str, list[float]]:
    """False and true positive rate at falling cut-offs (``threshold``, from 1 on); at most 200 points.

    Parameters
    ----------
    positive
        (n,) true for rows of the positive class.
    score
        (n,) probability of it.
    """
    hits, false = _falling(positive, score)
    rates = {"false_positive_rate": np.r_[0, false / false[-1]], "true_positive_rate": np.r_[0, hits / hits[-1]]}
    return _thin({**rates, "threshold": np.r_[1.0, np.unique(score)[::-1]]})


def precision_recall_points(positive: np.ndarray, score: np.ndarray) -> dict[str, list[float]]:
    """Recall and precision at falling cut-offs; at most 200 points."""
    hits, false = _falling(positive, score)
    return _thin({"recall": hits / hits[-1], "precision": hits / (hits + false)})


def calibration_bins(y: np.ndarray, output: np.ndarray, bins: int = 10) -> list[dict[str, float]]:
    """Predicted probability against what came true, in ten bins of equal width.

    Two classes: the positive one's probability. More: the probability of the likeliest class, and whether it was right.
    """
    if output.shape[1] == 2:
        said, came = output[:, 1], y == 1
    else:
        said, came = output.max(axis=1), output.argmax(axis=1) == y
    where = np.clip((said * bins).astype(int), 0, bins - 1)
    return [
        {"predicted": float(said[at].mean()), "observed": float(came[at].mean()), "count": float(at.sum())}
        for at in (where == number for number in range(bins))
        if at.any()
    ]


def residual_points(y: np.ndarray, output: np.ndarray) -> dict[str, list[float]]:
    """Predicted value and residual (y - ŷ) of at most 800 rows drawn evenly, and a histogram of all residuals."""
    residual = y - output
    step = max(1, -(-len(y) // _MOST_RESIDUALS))
    counts, edges = np.histogram(residual, bins=min(30, max(5, int(np.sqrt(len(y))))), range=_reach(residual))
    return {
        "predicted": output[::step].tolist(),
        "residual": residual[::step].tolist(),
        "actual": y[::step].tolist(),
        "edges": edges.tolist(),
        "counts": counts.astype(float).tolist(),
    }


def _reach(values: np.ndarray) -> tuple[float, float]:
    """From the smallest to the largest value; some room where they differ by no more than rounding."""
    low, high = float(values.min()), float(values.max())
    size = max(abs(low), abs(high))
    return (low, high) if high - low > 1e-9 * size else (low - (0.5 * size or 0.5), high + (0.5 * size or 0.5))


def _falling(positive: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """True and false positives counted down the score, one point for each distinct score."""
    order = np.argsort(-score, kind="stable")
    last = np.r_[np.flatnonzero(np.diff(score[order])), len(score) - 1]
    hits = np.cumsum(positive[order])[last].astype(float)
    return hits, last + 1 - hits


def _thin(points: dict[str, np.ndarray]) -> dict[str, list[float]]:
    length = len(next(iter(points.values())))
    keep = np.unique(np.linspace(0, length - 1, min(length, _POINTS)).round().astype(int))
    return {name: values[keep].tolist() for name, values in points.items()}
