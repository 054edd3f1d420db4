"""Intervals over rows in the order of time: neighbours that resemble each other make them wider, and sound enough."""

from __future__ import annotations

import numpy as np

from hanpan.data.belonging import stretches_of
from hanpan.statistics.bootstrap import interval, resamples


def errors(seed: int, rows: int, like: float) -> np.ndarray:
    """Sizes of errors each of which resembles the one before."""
    random = np.random.default_rng(seed)
    fresh = random.normal(size=rows + 50) * np.sqrt(1 - like**2)
    told = np.zeros(rows + 50)
    for at in range(1, len(told)):
        told[at] = like * told[at - 1] + fresh[at]
    return np.abs(told[50:])


def held(rows: int, like: float, group: np.ndarray | None) -> float:
    truth, count = float(np.sqrt(2 / np.pi)), 0
    units = rows if group is None else len(np.unique(group))
    for seed in range(100):
        size = errors(seed, rows, like)
        found = interval([size[at].mean() for at in resamples(rows, 100, 0, group)], float(size.mean()), units)
        count += found.low <= truth <= found.high
    return count / 100


def test_intervals_of_stretches_hold_where_those_of_rows_do_not() -> None:
    group = stretches_of(np.arange(400))
    assert held(400, 0.8, group) >= 0.82
    assert held(400, 0.8, None) < 0.7
    assert held(400, 0.0, group) >= 0.87  # about as wide as those of rows where nothing is alike


def test_rows_of_one_moment_stay_together() -> None:
    times = np.random.default_rng(0).permutation(np.repeat(np.arange(100), 7))
    found = stretches_of(times)
    assert found is not None
    assert len(np.unique(found)) == 10
    assert all(len(np.unique(found[times == time])) == 1 for time in range(100))
    assert (np.diff(found[np.argsort(times, kind="stable")]) >= 0).all()


def test_one_moment_is_no_stretch() -> None:
    assert stretches_of(np.zeros(5)) is None
