"""Probabilities put right: a scale and an offset for the logarithm of each class's probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

_SMALLEST = 1e-15
_LIFTED = (0.0, 0.01, 0.1)  # of the share of a class, added to its probability: the likeliest of these
_MOST_TRIED = 1_000  # rows on which that is found
_HELD = 2.0  # strength of the pull towards "nothing to put right", in rows
_FLATTEST = 0.05  # the smallest scale: order is never turned around
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class Calibration:
    """``q`` is proportional to ``exp(scale_k * log(p_k + lift_k) + offset_k)``."""

    scales: tuple[float, ...]
    offsets: tuple[float, ...]
    lifts: tuple[float, ...]

    def apply(self, output: np.ndarray) -> np.ndarray:
        """Probabilities (n, C) from probabilities (n, C)."""
        return _softmax(_logs(output, np.asarray(self.lifts)) * np.asarray(self.scales) + np.asarray(self.offsets))


def fit_calibration(y: np.ndarray, output: np.ndarray, weight: np.ndarray | None = None) -> Calibration:
    """The scales and offsets of the largest likelihood, held back where there are few rows of a class.

    For two classes this is beta calibration, which mends over- and under-confidence, skew and a wrong prior. Trees and
    neighbours say 0 and 1, whose logarithms would decide everything: a part of each class's share is added first, as
    much as makes the outcomes likeliest, none if that is best. The order of the probabilities stays.

    Parameters
    ----------
    y
        (n,) class codes.
    output
        (n, C) probabilities of models that have not seen the rows.
    weight
        (n,) weights of the rows.

    References
    ----------
    Kull, Silva Filho, Flach (2017), Beta calibration; Guo et al. (2017), On calibration of modern neural networks
    (vector scaling); Menon et al. (2021), Long-tail learning via logit adjustment.
    """
    step = max(1, len(y) // _MOST_ROWS)
    y, output = y[::step].astype(int), output[::step]
    weight = np.ones(len(y)) if weight is None else weight[::step]
    rows = _WeighedRows(y, output, weight / weight.mean() if weight.sum() > 0 else np.ones(len(y)))
    few = rows.some(_MOST_TRIED)
    lifted = min(_LIFTED, key=lambda part: _fitted(few, part)[0])
    return _fitted(rows, lifted)[1]


class _WeighedRows(NamedTuple):
    """Codes (n,), probabilities (n, C) and weights (n,) of mean 1."""

    y: np.ndarray
    output: np.ndarray
    weight: np.ndarray

    def some(self, most: int) -> _WeighedRows:
        """Evenly some of them."""
        step = max(1, len(self.y) // most)
        return _WeighedRows(self.y[::step], self.output[::step], self.weight[::step])


def _fitted(rows: _WeighedRows, lifted: float) -> tuple[float, Calibration]:
    """The loss per row, and the calibration after so much of each class's share is added."""
    from scipy.optimize import minimize

    y, weight, width = rows.y, rows.weight, rows.output.shape[1]
    truth = np.eye(width)[y]
    lifts = lifted * (weight @ truth) / len(y)
    told = _logs(rows.output, lifts)

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        scales, offsets = parameters[:width], parameters[width:]
        q = _softmax(told * scales + offsets)
        held = _HELD * np.concatenate([scales - 1, offsets])
        wrong = weight[:, None] * (q - truth)
        slope = np.concatenate([(wrong * told).sum(axis=0), wrong.sum(axis=0)]) + held
        surprise = -float(weight @ np.log(np.clip(q[np.arange(len(y)), y], _SMALLEST, 1)))
        return (surprise + float(held @ held) / (2 * _HELD)) / len(y), slope / len(y)

    start = np.concatenate([np.ones(width), np.zeros(width)])
    bounds = [(_FLATTEST, 20.0)] * width + [(-20.0, 20.0)] * width
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 100})
    best = found.x.tolist()
    return float(found.fun), Calibration(tuple(best[:width]), tuple(best[width:]), tuple(lifts.tolist()))


def _logs(output: np.ndarray, lifts: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(np.maximum(output + lifts, _SMALLEST)))


def _softmax(told: np.ndarray) -> np.ndarray:
    told = np.exp(told - told.max(axis=1, keepdims=True))
    return np.asarray(told / told.sum(axis=1, keepdims=True))
