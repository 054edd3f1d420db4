"""What can be measured on the curves of a training: plain numbers, each a share of what there was to learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_TINY = 1e-12
_WINDOW = 5  # epochs over which a curve is smoothed


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a training besides its curves; None where it is not.

    Attributes
    ----------
    baseline
        Loss of answering every row alike.
    best_known
        Loss that another model reaches on such rows.
    planned, patience
        Most epochs; epochs without improvement after which training ends.
    kept
        Whether the weights of the best epoch are brought back.
    inference
        Whether train and validation losses are measured alike: after the epoch, without dropout and penalties.
    dropout, penalty
        Whether the network has dropout or noise, which act in training only; whether penalties for weights are part of
        its loss.
    adaptive
        Whether the optimizer adapts its steps, as Adam does.
    finite_data
        Whether all cells learnt from are finite numbers.
    tried
        Learning rates with which the loss grew beyond all numbers before this one.
    """

    baseline: float | None = None
    best_known: float | None = None
    learning_rate: float | None = None
    fit_rows: int | None = None
    validation_rows: int | None = None
    planned: int | None = None
    patience: int | None = None
    kept: bool | None = None
    inference: bool = False
    dropout: bool = False
    penalty: bool = False
    adaptive: bool = False
    finite_data: bool | None = None
    tried: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Signals:
    """Numbers of one training. Differences of losses are shares of the baseline (of the first loss, if it is unknown).

    Attributes
    ----------
    epochs, best_epoch
        Epochs with a loss; the epoch (1-based) of the lowest validation loss (train loss, where there is no other).
    broken
        The first epoch (1-based) whose loss is no finite number; None where there is none.
    start, best, end
        Losses: of the first epoch, the best, and the mean of the last three.
    learnt
        What the train loss at its lowest takes away from the baseline (None where that is not known).
    missing
        Of the way from the baseline to the best known loss, what is missing (None where that is not known).
    moved
        How far the train loss ever was from its first value, as a share of that.
    falling
        Share of epochs in the latter half whose train loss is below that of the epoch before.
    slope
        How far the judged loss falls in its last fifth, as a share of its whole way down.
    rise
        From the smoothed lowest validation loss to the smoothed end.
    fall_after, gap
        How far the train loss falls after the best epoch; how far it ends below the validation loss.
    noise, shake
        Standard deviation of what validation and train loss have besides a smooth course.
    depth
        The best epoch below its neighbours.
    below, ahead
        Share of epochs with validation below train, in the latter half; by how much, as a share of the train loss.
    right_lost, right_gap
        Share answered right: at the best epoch less at the end; of train less of validation at the end (None where
        they are not known).
    """

    epochs: int
    best_epoch: int
    broken: int | None = None
    start: float | None = None
    best: float | None = None
    end: float | None = None
    learnt: float | None = None
    missing: float | None = None
    moved: float = 0.0
    falling: float = 0.0
    slope: float = 0.0
    rise: float = 0.0
    fall_after: float = 0.0
    gap: float = 0.0
    noise: float = 0.0
    shake: float = 0.0
    depth: float = 0.0
    below: float = 0.0
    ahead: float = 0.0
    right_lost: float | None = None
    right_gap: float | None = None


Losses = Sequence[float | None]


def measure(train: Losses, validation: Losses = (), right: tuple[Losses, Losses] = ((), ()),
            facts: Facts | None = None) -> Signals:  # fmt: skip
    """Measure the curves of one training.

    Parameters
    ----------
    train, validation
        (epochs,) losses; ``validation`` may be empty. None and infinite values are losses that are no number.
    right
        (epochs,) shares answered right of train and validation, where they are known.
    facts
        What else is known.

    Examples
    --------
    >>> signals = measure([0.7, 0.5, 0.4, 0.3, 0.2, 0.1], [0.7, 0.5, 0.45, 0.5, 0.6, 0.7])
    >>> signals.best_epoch, round(signals.rise, 1)
    (3, 0.1)
    """
    facts = facts or Facts()
    t, v = _numbers(train), _numbers(validation)
    bad = ~np.isfinite(t) | (~np.isfinite(v) if len(v) else False)
    known = int(np.argmax(bad)) if bad.any() else len(t)
    broken = known + 1 if known < len(t) else None
    t, v = t[:known], v[:known]
    judged = v if len(v) else t
    if not known:
        return Signals(epochs=0, best_epoch=0, broken=broken)
    best = int(np.argmin(judged))
    shares = [_numbers(share)[:known] for share in right]
    return Signals(
        epochs=known, best_epoch=best + 1, broken=broken, start=float(judged[0]), best=float(judged[best]),
        end=float(judged[-3:].mean()),
        **_learnt(t, judged, facts), **_course(t, v, facts), **_right(shares[0], shares[1], best),
    )  # fmt: skip


def smooth(curve: np.ndarray, window: int = _WINDOW) -> np.ndarray:
    """Running median of a curve, (epochs,); windows are shorter at both ends."""
    half = window // 2
    return np.array([np.median(curve[max(0, i - half) : i + half + 1]) for i in range(len(curve))])


def _numbers(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _learnt(t: np.ndarray, judged: np.ndarray, facts: Facts) -> dict[str, Any]:
    base, low = facts.baseline, float(smooth(judged).min())
    if base is None or base <= 0:
        return {}
    reachable = None if facts.best_known is None else base - facts.best_known
    missing = None if reachable is None or reachable <= 0 else (low - (facts.best_known or 0.0)) / reachable
    return {"learnt": (base - float(smooth(t).min())) / base, "missing": missing}


def _course(t: np.ndarray, v: np.ndarray, facts: Facts) -> dict[str, float]:
    judged = v if len(v) else t
    unit = float(max(abs(facts.baseline or judged[0]), _TINY))
    way = float(max(judged[0] - judged.min(), 0.01 * unit))
    steps = np.diff(t[len(t) // 2 :])
    told = {
        "moved": float(np.abs(t - t[0]).max() / max(abs(t[0]), _TINY)),
        "falling": float(np.mean(steps < 0)) if len(steps) else 0.0,
        "slope": _slope(judged) / way,
        "noise": _noise(judged) / unit,
        "shake": _noise(t) / unit,
        "depth": _depth(judged) / unit,
    }
    return {**told, **_against(t, v, unit)} if len(v) else told


def _slope(curve: np.ndarray) -> float:
    """How far a curve falls in its last fifth, by a straight line through it."""
    last = curve[-max(3, len(curve) // 5) :]
    return float(-np.polyfit(np.arange(len(last)), last, 1)[0] * (len(last) - 1)) if len(last) > 1 else 0.0


def _noise(curve: np.ndarray) -> float:
    """Standard deviation of the noise on a smooth curve, from its second differences (Gasser et al., 1986)."""
    if len(curve) < 4:
        return 0.0
    bends = np.diff(curve[len(curve) // 4 :] if len(curve) >= 12 else curve, 2)
    return float(np.median(np.abs(bends)) / (0.6745 * np.sqrt(6)))


def _depth(curve: np.ndarray) -> float:
    """How far the best epoch lies below those before it and those after it, whichever come nearer."""
    best = int(np.argmin(curve))
    before, after = curve[max(0, best - 3) : best], curve[best + 1 : best + 4]
    if len(before) < 2 or len(after) < 2:
        return 0.0
    return float(min(np.median(before), np.median(after)) - curve[best])


def _against(t: np.ndarray, v: np.ndarray, unit: float) -> dict[str, float]:
    """Validation beside train."""
    level, late_t, late_v = smooth(v), t[len(t) // 2 :], v[len(v) // 2 :]
    return {
        "rise": float(level[-1] - level.min()) / unit,
        "fall_after": float(smooth(t)[int(np.argmin(v))] - t[-3:].mean()) / unit,
        "gap": float(v[-3:].mean() - t[-3:].mean()) / unit,
        "below": float(np.mean(late_v < late_t)),
        "ahead": float(np.median((late_t - late_v) / np.maximum(np.abs(late_t), _TINY))),
    }


def _right(train: np.ndarray, validation: np.ndarray, best: int) -> dict[str, float]:
    if len(validation) <= best or len(train) != len(validation):
        return {}
    last = float(validation[-3:].mean())
    return {"right_lost": float(smooth(validation)[best]) - last, "right_gap": float(train[-3:].mean()) - last}
