"""How weights move along a gradient: the optimizers of Keras, with its usual settings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hanpan.modeling.networks.room.setup import Setup

_MOMENTUM, _RHO, _FIRST, _SECOND, _TINY = 0.9, 0.9, 0.9, 0.999, 1e-7


@dataclass(frozen=True)
class Pace:
    """What an optimizer remembers: running means of gradients and of their squares, and of how many steps."""

    first: np.ndarray
    second: np.ndarray
    count: int = 0

    @classmethod
    def standing(cls, size: int) -> Pace:
        """Before the first step."""
        return cls(np.zeros(size), np.zeros(size))


def move(weights: np.ndarray, gradient: np.ndarray, pace: Pace, setup: Setup) -> tuple[np.ndarray, Pace]:
    """One step, all weights in one row.

    References
    ----------
    Polyak (1964), momentum; Tieleman & Hinton (2012), RMSprop; Kingma & Ba (2015), Adam.

    Examples
    --------
    >>> now, _ = move(np.array([1.0]), np.array([2.0]), Pace.standing(1), Setup(optimizer="sgd", learning_rate=0.1))
    >>> now.tolist()
    [0.8]
    """
    rate, first, second, count = setup.learning_rate, pace.first, pace.second, pace.count + 1
    with np.errstate(over="ignore", invalid="ignore"):
        if setup.optimizer == "momentum":
            first = _MOMENTUM * first - rate * gradient
            step = first
        elif setup.optimizer == "rmsprop":
            second = _RHO * second + (1 - _RHO) * gradient**2
            step = -rate * gradient / np.sqrt(second + _TINY)
        elif setup.optimizer == "adam":
            first = _FIRST * first + (1 - _FIRST) * gradient
            second = _SECOND * second + (1 - _SECOND) * gradient**2
            straight = np.sqrt(1 - _SECOND**count) / (1 - _FIRST**count)
            step = -rate * straight * first / (np.sqrt(second) + _TINY)
        else:
            step = -rate * gradient
        return weights + step, Pace(first, second, count)
