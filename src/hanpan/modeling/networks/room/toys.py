"""Toy sets: rows on a plane (and small pictures) that show what a network can and cannot do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

Rows = tuple[np.ndarray, np.ndarray]
Toy = Callable[[np.random.Generator, int, float], Rows]

CLASSES = {"circle": 2, "xor": 2, "clouds": 2, "spiral": 2, "arms": 3, "plane": 0, "gauss": 0}


def draw(kind: str, random: np.random.Generator, n: int, noise: float = 0.1) -> Rows:
    """Rows of a toy set: (n, 2) within about ±2, and (n,) codes or values within about ±1.

    Parameters
    ----------
    noise
        0 to 1: how far rows are blurred, as a share of the plane's half.

    References
    ----------
    Smilkov et al. (2017), Direct-manipulation visualization of deep networks, whose sets these resemble.

    Examples
    --------
    >>> x, y = draw("xor", np.random.default_rng(0), 100, noise=0)
    >>> x.shape, bool(((x[:, 0] * x[:, 1] > 0) == y).all())
    ((100, 2), True)
    """
    return TOYS[kind](random, n, noise)


def digits(random: np.random.Generator, n: int) -> Rows:
    """Pictures of digits, 8×8 with values from 0 to 1, and which digit each is (Alpaydin & Kaynak, 1998)."""
    told = _digits()
    rows = random.permutation(len(told))[:n]
    return told[rows, :-1] / 16.0, told[rows, -1].astype(int)


@cache
def _digits() -> np.ndarray:
    """scikit-learn's own file, read without loading scikit-learn: that would keep other rooms waiting for a second."""
    spec = find_spec("sklearn")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("sklearn")
    return np.loadtxt(
        Path(next(iter(spec.submodule_search_locations)), "datasets", "data", "digits.csv.gz"), delimiter=","
    )


def _blur(x: np.ndarray, random: np.random.Generator, noise: float) -> np.ndarray:
    return x + random.normal(scale=noise, size=x.shape)


def _circle(random: np.random.Generator, n: int, noise: float) -> Rows:
    angle, inside = random.uniform(0, 2 * np.pi, n), np.arange(n) % 2
    radius = np.where(inside, random.uniform(0, 0.9, n), random.uniform(1.2, 2, n))
    return _blur(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), random, noise), inside


def _xor(random: np.random.Generator, n: int, noise: float) -> Rows:
    x = random.uniform(0.1, 1.8, (n, 2)) * random.choice([-1, 1], (n, 2))
    return _blur(x, random, noise), (x[:, 0] * x[:, 1] > 0).astype(int)


def _clouds(random: np.random.Generator, n: int, noise: float) -> Rows:
    y = np.arange(n) % 2
    centre = np.where(y, 1, -1)[:, None] * np.ones(2)
    return centre + random.normal(scale=0.3 + 1.5 * noise, size=(n, 2)), y


def _spiral(random: np.random.Generator, n: int, noise: float) -> Rows:
    return _arms(random, n, noise, arms=2, turns=1.6)


def _three_arms(random: np.random.Generator, n: int, noise: float) -> Rows:
    return _arms(random, n, noise, arms=3, turns=0.75)


def _arms(random: np.random.Generator, n: int, noise: float, *, arms: int, turns: float) -> Rows:
    y, along = np.arange(n) % arms, np.sqrt(random.uniform(0.01, 1, n))
    angle = 2 * np.pi * (turns * along + y / arms)
    return _blur(2 * along[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), random, noise), y


def _plane(random: np.random.Generator, n: int, noise: float) -> Rows:
    x = random.uniform(-2, 2, (n, 2))
    return x, x.sum(axis=1) / 4 + random.normal(scale=noise, size=n)


def _gauss(random: np.random.Generator, n: int, noise: float) -> Rows:
    """Six hills, three up and three down, each seen by the rows near it."""
    x = random.uniform(-2, 2, (n, 2))
    tops = np.array([(-1.3, 0.8, 1), (0, 0.8, -1), (1.3, 0.8, 1), (-1.3, -0.8, -1), (0, -0.8, 1), (1.3, -0.8, -1)])
    near = np.exp(-((x[:, None, :] - tops[:, :2]) ** 2).sum(axis=2) / 0.35)
    return x, near @ tops[:, 2] + random.normal(scale=noise, size=n)


TOYS: dict[str, Toy] = {
    "circle": _circle,
    "xor": _xor,
    "clouds": _clouds,
    "spiral": _spiral,
    "arms": _three_arms,
    "plane": _plane,
    "gauss": _gauss,
}
