"""How learning goes, in five steps that can be read and watched: plain NumPy, a network small enough to follow.

1. initial weights, 2. forward propagation, 3. the error, 4. back propagation: which way each weight lowers the error,
and an adjustment that way, 5. again, until the updates are used up or the error hardly changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd

Optimizer = Literal["gradient_descent", "adam"]
Why = Literal["updates_used_up", "settled", "diverged"]
STEPS = ("initial_weights", "forward", "error", "backward", "repeat")
_HUGE = 1e12


@dataclass(frozen=True)
class Update:
    """The network after some updates: its weights, what it predicts with them, and how wrong that is.

    Attributes
    ----------
    number
        Updates so far; 0 is the start.
    weights
        One (p, q) array per layer, with the constants (bias) as the last row.
    predictions
        (n,) numbers, or probabilities.
    error
        Mean squared error, or mean binary cross-entropy.
    gradient
        How the error changes with each weight, in the form of ``weights``.
    """

    number: int
    weights: tuple[np.ndarray, ...]
    predictions: np.ndarray
    error: float
    gradient: tuple[np.ndarray, ...]


@dataclass(frozen=True, repr=False)
class Walk(AsTable):
    """All updates, and why they ended: text ``walk.why.<why>``."""

    updates: list[Update]
    why: Why

    @property
    def errors(self) -> list[float]:
        """The falling (or rising) error."""
        return [update.error for update in self.updates]

    @property
    def path(self) -> np.ndarray:
        """All weights after each update, (updates + 1, number of weights): the path they take."""
        return np.array([np.concatenate([part.ravel() for part in update.weights]) for update in self.updates])

    def to_frame(self) -> pd.DataFrame:
        """One row per update: error and weights (w1 ... , w0 for a single node)."""
        import pandas as pd

        count = self.path.shape[1]
        alone = len(self.updates[0].weights) == 1
        names = [f"w{number + 1}" for number in range(count - alone)] + ["w0"] * alone
        frame = pd.DataFrame(self.path, columns=names)
        frame.insert(0, "error", self.errors)
        return frame

    def headline(self) -> str:
        """How far it went, and why it ended."""
        why = text(f"walk.why.{self.why}", self.language)
        return text("record.walk", self.language, updates=len(self.updates) - 1, why=why)


def walk_through(
    x: np.ndarray,
    y: np.ndarray,
    *,
    weights: Sequence[np.ndarray] | np.ndarray | None = None,
    hidden: int = 0,
    learning_rate: float = 0.005,
    updates: int = 30,
    optimizer: Optimizer = "gradient_descent",
) -> Walk:
    """Train a tiny network on a few rows and keep every step.

    Parameters
    ----------
    x, y
        (n,) or (n, p) inputs, and (n,) numbers to predict. If y is True and False, the last node is logistic: it
        answers with a probability, and the error is binary cross-entropy.
    weights
        Starting weights, one (p + 1, q) array per layer, constants last; or (p + 1,) numbers for a single node.
        Drawn with a fixed seed if not given.
    hidden
        Nodes of one hidden layer (relu); 0 for none: a line.
    learning_rate, updates, optimizer
        Size of a step, most steps, and ``gradient_descent`` or ``adam``.

    Returns
    -------
    Walk
        The start and every update. Ends early when the error changes by less than a millionth, or grows beyond all
        numbers.

    References
    ----------
    Rumelhart, Hinton, Williams (1986), Learning representations by back-propagating errors. Kingma, Ba (2015), Adam.

    Examples
    --------
    >>> walk = walk_through([10, 11, 15], [20, 10, 8], weights=[1.0, 3.0], updates=1)
    >>> [round(error, 3) for error in walk.errors], walk.path[1].round(3).tolist()
    ([55.0, 46.353], [0.587, 2.977])
    """
    inputs = np.asarray(x, float).reshape(len(x), -1)
    wanted = np.asarray(y).reshape(-1)
    wanted = wanted if wanted.dtype == bool else wanted.astype(float)
    now = _start(weights, inputs.shape[1], hidden)
    _check(inputs, wanted, now)
    told = [_look(0, now, inputs, wanted)]
    mover = _Adam(learning_rate) if optimizer == "adam" else _Descent(learning_rate)
    for number in range(1, updates + 1):
        now = mover.move(now, told[-1].gradient)
        told.append(_look(number, now, inputs, wanted))
        if not np.isfinite(told[-1].error) or told[-1].error > _HUGE:
            return Walk(told, "diverged")
        if abs(told[-2].error - told[-1].error) <= 1e-6 * max(told[-2].error, 1e-12):
            return Walk(told, "settled")
    return Walk(told, "updates_used_up")


def error_surface(x: np.ndarray, y: np.ndarray, slopes: np.ndarray, constants: np.ndarray) -> np.ndarray:
    """The error of a single node over its two weights, (len(constants), len(slopes)): the land the weights walk on.

    Examples
    --------
    >>> error_surface(np.array([10, 11, 15]), np.array([20, 10, 8]), np.array([0.0, 1.0]), np.array([3.0])).round(1)
    array([[121.,  55.]])
    """
    wanted = np.asarray(y)
    last = _last(wanted)
    return np.array([[last(slope * np.asarray(x) + constant, wanted)[1] for slope in slopes] for constant in constants])


def _look(number: int, weights: tuple[np.ndarray, ...], x: np.ndarray, y: np.ndarray) -> Update:
    """Forward propagation, the error, and back propagation of its slope."""
    with np.errstate(over="ignore", invalid="ignore"):
        values = [_with_constant(x)]  # forward: each layer's weighted sums, relu in between
        for layer in weights[:-1]:
            values.append(_with_constant(np.maximum(values[-1] @ layer, 0)))
        predictions, error, slope = _last(y)((values[-1] @ weights[-1])[:, 0], y)
        blame = slope[:, None] / len(y)  # backward: how the error changes with each sum
        gradient: list[np.ndarray] = []
        for layer, value in zip(reversed(weights), reversed(values), strict=True):
            gradient.insert(0, value.T @ blame)
            blame = (blame @ layer.T * (value > 0))[:, :-1]
    return Update(number, weights, predictions, error, tuple(gradient))


def _last(y: np.ndarray) -> Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, float, np.ndarray]]:
    """What the last node makes of its sums: predictions (n,), the mean error, and each row's slope (n,)."""
    return _logistic if y.dtype == bool else _linear


def _linear(sums: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    return sums, float(np.mean((sums - y) ** 2)), 2 * (sums - y)


def _logistic(sums: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    share = np.exp(-np.logaddexp(0, -sums))
    return share, float(np.mean(np.logaddexp(0, np.where(y, -sums, sums)))), share - y


@dataclass
class _Descent:
    """Against the slope, by the learning rate."""

    rate: float

    def move(self, weights: tuple[np.ndarray, ...], gradient: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
        return tuple(weight - self.rate * slope for weight, slope in zip(weights, gradient, strict=True))


@dataclass
class _Adam:
    """Against the mean slope of late, divided by its usual size: about one learning rate per update."""

    rate: float
    count: int = 0
    means: tuple[np.ndarray, ...] = ()
    squares: tuple[np.ndarray, ...] = ()

    def move(self, weights: tuple[np.ndarray, ...], gradient: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
        self.count += 1
        zeros = tuple(np.zeros_like(slope) for slope in gradient)
        pairs = zip(self.means or zeros, self.squares or zeros, gradient, strict=True)
        kept = [(0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2) for mean, square, slope in pairs]
        self.means, self.squares = tuple(mean for mean, _ in kept), tuple(square for _, square in kept)
        warm = 1 - 0.9**self.count, 1 - 0.999**self.count
        moves = [mean / warm[0] / (np.sqrt(square / warm[1]) + 1e-7) for mean, square in kept]
        return tuple(weight - self.rate * move for weight, move in zip(weights, moves, strict=True))


def _start(weights: Sequence[np.ndarray] | np.ndarray | None, p: int, hidden: int) -> tuple[np.ndarray, ...]:
    if weights is not None:
        alone = np.ndim(weights[0]) == 0
        parts = [np.asarray(weights, float)] if alone else [np.asarray(part, float) for part in weights]
        return tuple(part.reshape(len(part), -1) for part in parts)
    random = np.random.default_rng(0)
    sizes = [p, hidden, 1] if hidden else [p, 1]
    pairs = pairwise(sizes)
    return tuple(
        np.vstack([random.normal(size=(wide, out)) / np.sqrt(wide), np.zeros((1, out))]) for wide, out in pairs
    )


def _check(x: np.ndarray, y: np.ndarray, weights: tuple[np.ndarray, ...]) -> None:
    sizes = [x.shape[1] + 1, *(part.shape[1] + 1 for part in weights[:-1])]
    fits = [part.shape[0] for part in weights] == sizes and weights[-1].shape[1] == 1
    if not fits or len(x) != len(y) or not (np.isfinite(x).all() and np.isfinite(y).all()):
        shapes = ", ".join(str(part.shape) for part in weights)
        raise UsageError("walk_shapes", rows=len(x), targets=len(y), inputs=x.shape[1], shapes=shapes)


def _with_constant(x: np.ndarray) -> np.ndarray:
    return np.column_stack([x, np.ones(len(x))])
