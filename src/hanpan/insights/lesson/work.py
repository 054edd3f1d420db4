"""One node learning on the person's own table: the five steps with its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from hanpan.insights.lesson.record import LessonAttempt, NodeLesson, Surface
from hanpan.modeling.networks.plain.walk import Walk, error_surface, walk_through

UPDATES = 30
ROWS = 200  # enough for a picture, few enough to follow
SHOWN = 5  # rows whose predictions are shown
RIGHT = {"linear": 0.1, "logistic": 2.0}  # for standardised x
LOW = {"linear": 0.01, "logistic": 0.05}
# Which of these is too high depends on the table: where one column tells two classes nearly apart, a logistic node
# learns with rates a hundred times the right one.
HIGH = {"linear": (1.1, 2.0), "logistic": (20.0, 60.0, 200.0, 600.0, 2000.0, 6000.0)}
_WORSE = 1.1  # errors at the end so many times that of the right rate: it failed
_END = 5  # updates that count as the end
_FEWEST = 10
_TRIED = 6  # columns
_GRID = 33


def strongest(columns: Mapping[str, np.ndarray], y: np.ndarray) -> list[str]:
    """Columns that vary, those first that go most closely with y along a line (|correlation|).

    Examples
    --------
    >>> strongest({"a": np.array([1.0, 1, 2, 2]), "b": np.array([4.0, 3, 2, 1])}, np.array([1.0, 2, 3, 4]))
    ['b', 'a']
    """
    found = {name: _correlation(values, y) for name, values in columns.items()}
    return sorted((name for name in found if np.isfinite(found[name])), key=lambda name: -found[name])


def lesson(columns: Mapping[str, np.ndarray], y: np.ndarray, *, label: str = "", seed: int = 0) -> NodeLesson | None:
    """Watch a single node learn from the column that goes most closely with y.

    A rate that is called too high fails on these rows: at the end its errors are above that of the right rate. Where no
    rate fails, because a column tells the classes apart, the next column is taken.

    Parameters
    ----------
    columns
        Name -> (n,) numbers, NaN where missing.
    y
        (n,) numbers, or True and False (for a logistic node; ``label`` names what is True).

    Returns
    -------
    Lesson or None
        None where there is nothing to learn from, or where no rate fails a logistic node on any column.

    Examples
    --------
    >>> x = np.linspace(0, 10, 50)
    >>> found = lesson({"x": x}, 3 * x + 1)
    >>> found.column, found.right.why, [attempt.grows for attempt in found.attempts]
    ('x', 'updates_used_up', [False, False, True, True])
    """
    names = strongest(columns, y.astype(float))
    tries = (_lesson(name, columns[name], y, label, seed) for name in names[:_TRIED])
    return next((found for found in tries if found is not None), None)


def lesson_of_classes(
    columns: Mapping[str, np.ndarray], codes: np.ndarray, labels: Sequence[str], seed: int = 0
) -> NodeLesson | None:
    """Watch a node learn one class against the rest, the class with the most rows if a rate fails there.

    Parameters
    ----------
    codes
        (n,) codes of ``labels``; of two classes the second one, the positive, is learnt.
    """
    order = [1] if len(labels) == 2 else [int(code) for code in np.argsort(-np.bincount(codes.astype(int)))]
    for code in order:
        found = lesson(columns, codes == code, label=labels[code], seed=seed)
        if found is not None:
            return found
    coded = lesson(columns, (codes == order[0]).astype(float), label=labels[order[0]], seed=seed)
    return None if coded is None else replace(coded, kind="coded")


def _lesson(name: str, values: np.ndarray, y: np.ndarray, label: str, seed: int) -> NodeLesson | None:
    known = np.flatnonzero(np.isfinite(values))
    rows = np.sort(np.random.default_rng(seed).permutation(known)[:ROWS])
    raw, wanted = values[rows], y[rows]
    if len(rows) < _FEWEST or len(np.unique(wanted)) < 2 or not np.std(raw):
        return None
    kind = "logistic" if wanted.dtype == bool else "linear"
    centre, spread = float(np.mean(raw)), float(np.std(raw))
    x = (raw - centre) / spread
    walk = _walk(x, wanted, RIGHT[kind])
    right = _attempt("right", RIGHT[kind], walk)
    tried = (_attempt("high", rate, _walk(x, wanted, rate)) for rate in HIGH[kind])
    high = next((one for one in tried if _fails(one, right)), None)
    if high is None:
        return None
    low = _attempt("low", LOW[kind], _walk(x, wanted, LOW[kind]))
    attempts = (right, low, high, _attempt("raw", RIGHT[kind], _walk(raw, wanted, RIGHT[kind])))
    best = _best(x, wanted, walk)
    shown = slice(0, SHOWN)
    return NodeLesson(
        kind=kind,
        column=name,
        label=label,
        rows=len(rows),
        centre=centre,
        spread=spread,
        weights=_pairs(walk.path),
        gradients=_pairs(np.array([update.gradient[0][:, 0] for update in walk.updates])),
        x=_plain(x[shown]),
        y=_plain(wanted[shown].astype(float)),
        first=_plain(walk.updates[0].predictions[shown]),
        last=_plain(walk.updates[-1].predictions[shown]),
        attempts=attempts,
        surface=_surface(x, wanted, walk.path, best),
        best=best,
    )


def _fails(one: LessonAttempt, right: LessonAttempt) -> bool:
    """Whether a rate leaps over the lowest place and leaves the error higher than the right one does, to the end."""
    return (one.grows or one.jumps) and min(one.errors[-_END:]) > _WORSE * right.errors[-1]


def _walk(x: np.ndarray, y: np.ndarray, rate: float) -> Walk:
    return walk_through(x, y, weights=np.array([0.5, 0.0]), learning_rate=rate, updates=UPDATES)


def _attempt(name: str, rate: float, walk: Walk) -> LessonAttempt:
    errors = np.array(walk.errors)
    with np.errstate(invalid="ignore"):
        rises = bool((np.diff(errors) > 1e-3 * errors[0]).any())
        falls = bool((np.diff(errors) < 0).any())
    grows = walk.why == "diverged" or (bool(errors[-1] > errors[0]) and not falls)
    kept = np.nan_to_num(errors, nan=1e30, posinf=1e30).clip(max=1e30)
    return LessonAttempt(
        name=name, rate=rate, errors=_plain(kept), why=walk.why, grows=grows, jumps=rises and not grows
    )


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
    return Surface(
        slopes=_plain(slopes),
        constants=_plain(constants),
        errors=tuple(_plain(row) for row in error_surface(x, y, slopes, constants)),
    )


def _correlation(values: np.ndarray, y: np.ndarray) -> float:
    known = np.isfinite(values)
    if known.sum() < _FEWEST // 3 or not np.std(values[known]) or not np.std(y[known]):
        return float("nan")
    return float(abs(np.corrcoef(values[known], y[known])[0, 1]))


def _pairs(values: np.ndarray) -> tuple[tuple[float, float], ...]:
    return tuple((float(one), float(other)) for one, other in values)


def _plain(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(f"{value:.6g}") for value in values)
