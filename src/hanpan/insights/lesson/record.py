"""One node learning on the person's own table: the five steps with its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class LessonAttempt:
    """The falling (or rising) error with some learning rate.

    ``name``: ``right``, ``low``, ``high``, or ``raw`` for the right rate on x as it is.
    """

    name: str
    rate: float
    errors: tuple[float, ...]
    why: str
    grows: bool
    jumps: bool


@dataclass(frozen=True, kw_only=True)
class Surface:
    """The error over both weights, (constants, slopes)."""

    slopes: tuple[float, ...]
    constants: tuple[float, ...]
    errors: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, kw_only=True)
class NodeLesson(AsRows):
    """A single node y = w1·x + w0 (``linear``) or probability = sigmoid(w1·x + w0) (``logistic``), learning.

    Attributes
    ----------
    kind
        ``linear``, ``logistic``, or ``coded``: a line on 1 and 0 for a class, where no rate fails a logistic node.
    column, label
        x, and the class that is learnt, where it is one.
    rows, centre, spread
        Rows used; x is standardised: minus ``centre``, divided by ``spread``.
    weights, gradients
        (w1, w0) after each update, and how the error changes with each.
    x, y, first, last
        Some rows: standardised x, y (1 and 0 for ``logistic``), predictions at the start and at the end.
    attempts
        With the right, too low and too high learning rates, and without standardising x.
    best
        Weights of least error.
    """

    kind: str
    column: str
    label: str
    rows: int
    centre: float
    spread: float
    weights: tuple[tuple[float, float], ...]
    gradients: tuple[tuple[float, float], ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    first: tuple[float, ...]
    last: tuple[float, ...]
    attempts: tuple[LessonAttempt, ...]
    surface: Surface
    best: tuple[float, float]

    @property
    def right(self) -> LessonAttempt:
        """With the fitting learning rate."""
        return self.attempts[0]
