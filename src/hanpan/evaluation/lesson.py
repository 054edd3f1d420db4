"""One node learning on the person's own table: the five steps with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hanpan.modeling.networks.walk import Walk, error_surface, walk_through

UPDATES = 30
ROWS = 200  # enough for a picture, few enough to follow
SHOWN = 5  # rows whose predictions are shown
RATES = {"linear": (0.1, 0.01, 1.1), "logistic": (2.0, 0.05, 60.0)}  # fit for standardised x: right, too low, too high
_FEWEST = 10
_GRID = 33


@dataclass(frozen=True, kw_only=True)
class Attempt:
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
class Lesson:
    """A single node y = w1·x + w0 (``linear``) or probability = sigmoid(w1·x + w0) (``logistic``), learning.

    Attributes
    ----------
    column, label
        x, and for ``logistic`` the class whose probability is learnt.
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
    attempts: tuple[Attempt, ...]
    surface: Surface
    best: tuple[float, float]

    @property
    def right(self) -> Attempt:
        """With the fitting learning rate."""
        return self.attempts[0]


def strongest(columns: Mapping[str, np.ndarray], y: np.ndarray) -> str | None:
    """The column that goes most closely with y along a line (largest |correlation|); None where none varies.

    Examples
    --------
    >>> strongest({"a": np.array([1.0, 1, 2, 2]), "b": np.array([4.0, 3, 2, 1])}, np.array([1.0, 2, 3, 4]))
    'b'
    """
    found = {name: _correlation(values, y) for name, values in columns.items()}
    known = {name: value for name, value in found.items() if np.isfinite(value)}
    return max(known, key=lambda name: known[name], default=None)


def lesson(columns: Mapping[str, np.ndarray], y: np.ndarray, *, label: str = "", seed: int = 0) -> Lesson | None:
    """Watch a single node learn from the column that goes most closely with y.

    Parameters
    ----------
    columns
        Name -> (n,) numbers, NaN where missing.
    y
        (n,) numbers, or True and False (for a logistic node; ``label`` names what is True).

    Examples
    --------
    >>> x = np.linspace(0, 10, 50)
    >>> found = lesson({"x": x}, 3 * x + 1)
    >>> found.column, found.right.why, [attempt.grows for attempt in found.attempts]
    ('x', 'updates_used_up', [False, False, True, True])
    """
    name = strongest(columns, y.astype(float))
    if name is None:
        return None
    known = np.flatnonzero(np.isfinite(columns[name]))
    rows = np.sort(np.random.default_rng(seed).permutation(known)[:ROWS])
    raw, wanted = columns[name][rows], y[rows]
    if len(rows) < _FEWEST or len(np.unique(wanted)) < 2 or not np.std(raw):
        return None
    kind = "logistic" if wanted.dtype == bool else "linear"
    centre, spread = float(np.mean(raw)), float(np.std(raw))
    x = (raw - centre) / spread
    walks = {name: _walk(x, wanted, rate) for name, rate in zip(("right", "low", "high"), RATES[kind], strict=True)}
    walks["raw"] = _walk(raw, wanted, RATES[kind][0])
    rates = (*RATES[kind], RATES[kind][0])
    attempts = tuple(_attempt(name, rate, walks[name]) for name, rate in zip(walks, rates, strict=True))
    walk = walks["right"]
    best = _best(x, wanted, walk)
    shown = slice(0, SHOWN)
    return Lesson(
        kind=kind, column=name, label=label, rows=len(rows), centre=centre, spread=spread,
        weights=_pairs(walk.path), gradients=_pairs(np.array([update.gradient[0][:, 0] for update in walk.updates])),
        x=_plain(x[shown]), y=_plain(wanted[shown].astype(float)),
        first=_plain(walk.updates[0].predictions[shown]), last=_plain(walk.updates[-1].predictions[shown]),
        attempts=attempts, surface=_surface(x, wanted, walk.path, best), best=best,
    )  # fmt: skip


def _walk(x: np.ndarray, y: np.ndarray, rate: float) -> Walk:
    return walk_through(x, y, weights=np.array([0.5, 0.0]), learning_rate=rate, updates=UPDATES)


def _attempt(name: str, rate: float, walk: Walk) -> Attempt:
    errors = np.array(walk.errors)
    with np.errstate(invalid="ignore"):
        rises = bool((np.diff(errors) > 1e-3 * errors[0]).any())
        falls = bool((np.diff(errors) < 0).any())
    grows = walk.why == "diverged" or (bool(errors[-1] > errors[0]) and not falls)
    kept = np.nan_to_num(errors, nan=1e30, posinf=1e30).clip(max=1e30)
    return Attempt(name=name, rate=rate, errors=_plain(kept), why=walk.why, grows=grows, jumps=rises and not grows)


def _best(x: np.ndarray, y: np.ndarray, walk: Walk) -> tuple[float, float]:
    """Weights of least error: exactly for a line; for a logistic node after many more updates."""
    if y.dtype != bool:
        slope, constant = np.polyfit(x, y, 1)
        return float(slope), float(constant)
    far = walk_through(x, y, weights=walk.path[-1], learning_rate=2.0, updates=1000).path[-1]
    return float(far[0]), float(far[1])


def _surface(x: np.ndarray, y: np.ndarray, path: np.ndarray, best: tuple[float, float]) -> Surface:
    points = np.vstack([path, best])
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.maximum(0.35 * (high - low), 0.15 * float(np.ptp(points)) + 1e-9)
    slopes, constants = (np.linspace(low[i] - room[i], high[i] + room[i], _GRID) for i in (0, 1))
    return Surface(slopes=_plain(slopes), constants=_plain(constants),
                   errors=tuple(_plain(row) for row in error_surface(x, y, slopes, constants)))  # fmt: skip


def _correlation(values: np.ndarray, y: np.ndarray) -> float:
    known = np.isfinite(values)
    if known.sum() < _FEWEST // 3 or not np.std(values[known]) or not np.std(y[known]):
        return float("nan")
    return float(abs(np.corrcoef(values[known], y[known])[0, 1]))


def _pairs(values: np.ndarray) -> tuple[tuple[float, float], ...]:
    return tuple((float(one), float(other)) for one, other in values)


def _plain(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values)
