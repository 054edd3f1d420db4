"""What the parameters of an algorithm do here: curves over one of them, maps over two, from the trials there are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from hanpan.modeling.algorithms.algorithm import Algorithm, Knob
from hanpan.modeling.algorithms.catalogue import ALGORITHMS
from hanpan.modeling.board.board import Curve, Plane, PlanePoint
from hanpan.modeling.trial import Trial

_FEWEST = 3  # values of a curve
_FEWEST_PAIRS = 6  # points of a map, at least two values each way


def knob_curves(trials: Sequence[Trial], names: Mapping[str, str], greater: bool) -> list[Curve]:
    """A curve for each knob of an algorithm that was tried at three values or more, all else being equal.

    Parameters
    ----------
    trials
        Finished trials.
    names
        Names of the models by the trials' keys.
    greater
        Whether greater scores are better.
    """
    told = ((entry, knob, _points(entry, knob, trials)) for entry in ALGORITHMS for knob in entry.knobs)
    return [_curve(entry, knob, points, names, greater) for entry, knob, points in told if len(points) >= _FEWEST]


def planes(trials: Sequence[Trial], names: Mapping[str, str]) -> list[Plane]:
    """For each algorithm whose two knobs are looked at together, every pair of them that was tried."""
    return [plane for entry in ALGORITHMS if (plane := _plane(entry, trials, names)) is not None]


def _points(entry: Algorithm, knob: Knob, trials: Sequence[Trial]) -> list[tuple[Any, Trial]]:
    """Values and trials that differ from the starting point in the knob alone, in the order of its values."""
    own = _without({**_start(entry, trials), **knob.given}, {knob.parameter})
    found: dict[str, tuple[float, Any, Trial]] = {}
    for trial in _scored(entry, trials):
        parameters = trial.candidate.parameters
        value = parameters.get(knob.parameter)
        place = None if value is None else _place(value, knob.values)
        if place is not None and _without(parameters, {knob.parameter}) == own:
            found[_shown(value)] = (place, value, trial)
    return [(value, trial) for _, value, trial in sorted(found.values(), key=lambda point: point[0])]


def _start(entry: Algorithm, trials: Sequence[Trial]) -> Mapping[str, Any]:
    """The starting point that was tried first: on pixels, and of many classes, it is not the one of the catalogue."""
    known = (t.candidate for t in trials if t.candidate.algorithm == entry.name and t.candidate.purpose == "default")
    first = next(known, None)
    return entry.defaults[0] if first is None else first.parameters


def _scored(entry: Algorithm, trials: Sequence[Trial]) -> list[Trial]:
    return [trial for trial in trials if trial.candidate.algorithm == entry.name and trial.score is not None]


def _without(parameters: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in parameters.items() if name not in names}


def _place(value: Any, values: Sequence[Any]) -> float | None:
    """Where a value stands among the knob's, between two of them if need be; None for a word such as ``scale``."""
    if value in values:
        return float(values.index(value))
    if isinstance(value, list):
        size = _size(value)
        return sum(_size(other) < size for other in values) - 0.5
    if not isinstance(value, int | float):
        return None
    rising = values[-1] > values[0]
    return float(sum((other < value) if rising else (other > value) for other in values)) - 0.5


def _size(hidden: list[int]) -> int:
    return math.prod(hidden) * len(hidden)


def _curve(
    entry: Algorithm, knob: Knob, points: list[tuple[Any, Trial]], names: Mapping[str, str], greater: bool
) -> Curve:
    scores = [math.nan if trial.score is None else trial.score for _, trial in points]
    best = (max if greater else min)(range(len(scores)), key=scores.__getitem__)
    before, after = _untried(knob, points)
    return Curve(
        kind="complexity" if knob.drives else "knob",
        algorithm=entry.name,
        model=names[points[best][1].key],
        parameter=knob.parameter,
        x=[_shown(value) for value, _ in points],
        train=[trial.train_score for _, trial in points],
        validation=[trial.score for _, trial in points],
        validation_std=[trial.score_std for _, trial in points],
        best=best,
        before=before,
        after=after,
        given=", ".join(f"{name}={value}" for name, value in knob.given.items()),
    )


def _untried(knob: Knob, points: list[tuple[Any, Trial]]) -> tuple[list[str], list[str]]:
    """Values of the knob beyond the first and beyond the last that were tried."""
    places = [_place(value, knob.values) or 0.0 for value, _ in points]
    return (
        [_shown(value) for place, value in enumerate(knob.values) if place < places[0]],
        [_shown(value) for place, value in enumerate(knob.values) if place > places[-1]],
    )


def _plane(entry: Algorithm, trials: Sequence[Trial], names: Mapping[str, str]) -> Plane | None:
    if entry.plane is None:
        return None
    first, second = entry.plane
    start = _start(entry, trials)
    points = [_plane_point(entry, start, trial, names) for trial in _scored(entry, trials)]
    known = [point for point in points if point is not None]
    pairs = {(point.x, point.y) for point in known}
    if len(pairs) < _FEWEST_PAIRS or min(len(set(values)) for values in zip(*pairs, strict=True)) < 2:
        return None
    return Plane(algorithm=entry.name, x=first, y=second, rounds=first == entry.iterations, points=known)


def _plane_point(
    entry: Algorithm, start: Mapping[str, Any], trial: Trial, names: Mapping[str, str]
) -> PlanePoint | None:
    told = {**entry.fixed, **trial.candidate.parameters}
    if entry.iterations is not None and trial.curve is not None:
        told[entry.iterations] = trial.curve.chosen
    x, y = (told.get(name) for name in entry.plane or ())
    if x is None or y is None or trial.score is None:
        return None
    names_apart = set(entry.plane or ())
    alone = _without(trial.candidate.parameters, names_apart) == _without(start, names_apart)
    return PlanePoint(model=names[trial.key], x=_plain(x), y=_plain(y), score=trial.score, alone=alone)


def _plain(value: Any) -> float | str:
    return float(value) if isinstance(value, int | float) else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "-".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
