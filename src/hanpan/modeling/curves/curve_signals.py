"""What can be measured on the curves of a training: plain numbers, each against the loss reached and its noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

_TINY = 1e-12
_SHARE = 10  # of the epochs, a tenth is one look at a curve
_LEAST, _SHORT = 3, 12  # epochs of a look, but for curves of fewer epochs than this: there one epoch is a look
_AHEAD = 12  # quarters that are still to come when four times as many epochs are trained
_PACE = (0.3, 0.7, 0.95)  # of one quarter's fall to that of the one before: the least, and the most that is believed


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
    """Numbers of one training. The judged loss is that of validation, or of train where there is no other.

    A look at a curve is its mean over a tenth of the epochs (three at least, but one where there are few). Unless said
    otherwise, numbers are shares of the loss reached: of the last look at the judged loss, or at train for what is told
    of train.

    Attributes
    ----------
    epochs, best_epoch
        Epochs with a loss; the epoch (1-based) of the lowest judged loss.
    validated
        Whether there was a validation loss.
    broken
        The first epoch (1-based) whose loss is no finite number; None where there is none.
    start, best, end
        Judged losses: of the first epoch, the lowest, and the last look.
    learnt, own
        What the lowest look takes away from the baseline (of the first epoch's loss, where that is not known), as a
        share of it; what the lowest look at the train loss does.
    missing, short
        Of the way from the baseline to the best known loss, what is missing (None where that is not known); how far the
        lowest look lies above that loss.
    moved
        How far the train loss ever was from its first value, as a share of that.
    falling
        Share of epochs in the latter half whose train loss is below that of the epoch before.
    fall, promise
        What the last quarter of the epochs brought; what four times the epochs would still bring if the loss goes on
        slowing down as it did. 0 where it does not fall beyond its noise.
    rise
        From the lowest look at the judged loss to the last.
    clear
        The rise in standard errors of a look.
    learning
        What the train loss fell after the lowest look at the judged loss.
    gap, apart
        How far train lies below validation where the weights are from: in the last look, or at the best epoch where
        that is kept; the same as a share of the baseline (of the first epoch's loss, where that is not known).
    noise, shake
        Standard deviation of what the judged and the train loss have besides a smooth course.
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
    validated: bool = False
    broken: int | None = None
    start: float | None = None
    best: float | None = None
    end: float | None = None
    learnt: float = 0.0
    own: float = 0.0
    missing: float | None = None
    short: float = 0.0
    moved: float = 0.0
    falling: float = 0.0
    fall: float = 0.0
    promise: float = 0.0
    rise: float = 0.0
    clear: float = 0.0
    learning: float = 0.0
    gap: float = 0.0
    apart: float = 0.0
    noise: float = 0.0
    shake: float = 0.0
    depth: float = 0.0
    below: float = 0.0
    ahead: float = 0.0
    right_lost: float | None = None
    right_gap: float | None = None


Losses = Sequence[float | None]


def measure(
    train: Losses, validation: Losses = (), right: tuple[Losses, Losses] = ((), ()), facts: Facts | None = None
) -> Signals:
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
    (3, 0.6)
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
        epochs=known,
        best_epoch=best + 1,
        broken=broken,
        start=float(judged[0]),
        best=float(judged[best]),
        end=look(judged, 1.0),
        **_way(t, judged, facts),
        **_course(t, judged),
        **(_against(t, v, facts) if len(v) else {}),
        **_right(shares[0], shares[1], best),
        validated=bool(len(v)),
    )


def look(curve: np.ndarray, place: float) -> float:
    """Mean of a tenth of a curve's epochs about a place (0: its beginning, 1: its end)."""
    width = _width(curve)
    first = min(max(round(place * (len(curve) - 1)) - width // 2, 0), len(curve) - width)
    return float(curve[first : first + width].mean())


def looks(curve: np.ndarray) -> np.ndarray:
    """All looks at a curve, from its beginning to its end."""
    return np.convolve(curve, np.ones(_width(curve)) / _width(curve), "valid")


def _width(curve: np.ndarray) -> int:
    return max(_LEAST, len(curve) // _SHARE) if len(curve) >= _SHORT else 1


def _numbers(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _way(t: np.ndarray, judged: np.ndarray, facts: Facts) -> dict[str, Any]:
    """How far the lowest looks have come from the baseline, and to the best known loss."""
    low, own = float(looks(judged).min()), float(looks(t).min())
    known = facts.baseline is not None and facts.baseline > 0
    base = float(facts.baseline or 0.0) if known else max(float(abs(judged[0])), _TINY)
    told = {"learnt": 1 - low / base, "own": 1 - own / base}
    if not known or facts.best_known is None or facts.best_known >= base:
        return told
    return {**told, **_short_of(low, base, facts.best_known)}


def _short_of(low: float, base: float, best: float) -> dict[str, Any]:
    return {"missing": (low - best) / (base - best), "short": 1 - best / max(low, _TINY)}


def against(signals: Signals, facts: Facts, known: float) -> tuple[Signals, Facts]:
    """The same training beside the loss that another model reaches, where that is below the baseline."""
    base = facts.baseline
    if base is None or known >= base or not signals.epochs:
        return signals, facts
    low = base * (1 - signals.learnt)
    return replace(signals, **_short_of(low, base, known)), replace(facts, best_known=known)


def _course(t: np.ndarray, judged: np.ndarray) -> dict[str, float]:
    reached, train = (max(abs(look(curve, 1.0)), _TINY) for curve in (judged, t))
    steps, noise, lowest = np.diff(t[len(t) // 2 :]), _noise(judged), float(looks(judged).min())
    error = noise / float(np.sqrt(_width(judged)))
    fall, promise = _falling(judged, error)
    rise = look(judged, 1.0) - lowest
    return {
        "moved": float(np.abs(t - t[0]).max() / max(abs(t[0]), _TINY)),
        "falling": float(np.mean(steps < 0)) if len(steps) else 0.0,
        "fall": fall / reached,
        "promise": promise / reached,
        "rise": rise / max(abs(lowest), _TINY),
        "clear": float(rise / max(np.sqrt(2) * error, _TINY * reached)),
        "learning": (float(looks(t)[int(np.argmin(looks(judged)))]) - look(t, 1.0)) / train,
        "noise": noise / reached,
        "shake": _noise(t) / train,
        "depth": _depth(judged) / reached,
    }


def _falling(curve: np.ndarray, error: float) -> tuple[float, float]:
    """What the last quarter brought, and what four times the epochs would: each quarter a share of the one before."""
    before, after = look(curve, 0.5) - look(curve, 0.75), look(curve, 0.75) - look(curve, 1.0)
    if after <= 2 * np.sqrt(2) * error:
        return 0.0, 0.0
    most = _PACE[2] if after > 4 * np.sqrt(2) * error else _PACE[1]  # of a fall that may be noise less is believed
    pace = float(np.clip(after / before, _PACE[0], most)) if before > 0 else most
    return after, after * pace * (1 - pace**_AHEAD) / (1 - pace)


def _noise(curve: np.ndarray) -> float:
    """Standard deviation of the noise on a smooth curve, from its second differences (Gasser et al., 1986).

    Of the latter half, because the first epochs are steep; a few wild epochs count as three times the usual. What falls
    at every epoch is crooked, not noisy.
    """
    late = curve[min(len(curve) // 2, max(len(curve) - 4, 0)) :]
    if len(late) < 4 or np.all(np.diff(late) < 0):
        return 0.0
    bends = np.abs(np.diff(late, 2))
    return float(np.sqrt(np.mean(np.minimum(bends, 3 * np.median(bends)) ** 2) / 6))


def _depth(curve: np.ndarray) -> float:
    """How far the best epoch lies below those before it and those after it, whichever come nearer."""
    best = int(np.argmin(curve))
    before, after = curve[max(0, best - 3) : best], curve[best + 1 : best + 4]
    if len(before) < 2 or len(after) < 2:
        return 0.0
    return float(min(np.median(before), np.median(after)) - curve[best])


def _against(t: np.ndarray, v: np.ndarray, facts: Facts) -> dict[str, float]:
    """Validation beside train."""
    late_t, late_v = t[len(t) // 2 :], v[len(v) // 2 :]
    place = float(np.argmin(v)) / max(len(v) - 1, 1) if facts.kept else 1.0
    train, validation = look(t, place), look(v, place)
    return {
        "gap": 1 - train / max(abs(validation), _TINY),
        "apart": (validation - train) / max(facts.baseline or float(abs(v[0])), _TINY),
        "below": float(np.mean(late_v < late_t)),
        "ahead": float(np.median((late_t - late_v) / np.maximum(np.abs(late_t), _TINY))),
    }


def _right(train: np.ndarray, validation: np.ndarray, best: int) -> dict[str, float]:
    if len(validation) <= best or len(train) != len(validation):
        return {}
    last = look(validation, 1.0)
    near = validation[max(0, best - 2) : best + 3]
    return {"right_lost": float(np.median(near)) - last, "right_gap": look(train, 1.0) - last}
