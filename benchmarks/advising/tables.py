"""Tables to train on: scikit-learn's bundled ones, made ones, and those of a folder, where there is one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets

MOST, JUDGED = 600, 800  # rows to learn from (a fifth of them for validation); rows to judge on afterwards
_LARGE = 3000
Rows = tuple[np.ndarray, np.ndarray]
Source = tuple[pd.DataFrame, np.ndarray, int]


@dataclass(frozen=True)
class Table:
    """Rows for learning, validation and judging, prepared: ``x`` (n, p), ``y`` (n,) numbers or codes of each part.

    ``classes``: 0 where y is a number.
    """

    name: str
    classes: int
    fit: Rows
    valid: Rows
    judge: Rows

    @property
    def baseline(self) -> float:
        """Loss of answering every row alike."""
        if not self.classes:
            return float(np.var(self.fit[1]))
        shares = np.unique(self.fit[1], return_counts=True)[1] / len(self.fit[1])
        return float(-(shares * np.log(shares)).sum())


def table(name: str, folder: Path | None, *, scale: str, seed: int) -> Table:
    """A table split in three; ``scale`` of x: ``standard`` or ``minmax``, learnt from the fit rows."""
    frame, y, classes = _source(name, folder)
    order = np.random.default_rng(seed).permutation(len(y))
    judged = min(JUDGED, round(0.3 * len(y)))
    learning = order[judged : judged + MOST]
    cut = round(0.8 * len(learning))
    x = _scaled(frame.to_numpy(float), learning[:cut], scale).astype(np.float32)
    parts = [(x[rows], y[rows].astype(np.float32)) for rows in (learning[:cut], learning[cut:], order[:judged])]
    return Table(name, classes, *parts)


def _scaled(x: np.ndarray, fit: np.ndarray, scale: str) -> np.ndarray:
    if scale == "minmax":
        low, width = x[fit].min(axis=0), np.ptp(x[fit], axis=0)
        return (x - low) / np.where(width > 0, width, 1)
    spread = x[fit].std(axis=0)
    return (x - x[fit].mean(axis=0)) / np.where(spread > 0, spread, 1)


def _source(name: str, folder: Path | None) -> Source:
    if name in BUNDLED:
        found = getattr(datasets, f"load_{name}")()
        return pd.DataFrame(found.data), np.asarray(found.target, float), BUNDLED[name]
    if name in MADE:
        return MADE[name](np.random.default_rng(100))
    if folder is None:
        raise FileNotFoundError(name)
    told = next(one for one in json.loads((folder / "data.json").read_text("utf-8")) if one["name"] == name)
    frame = pd.read_csv(folder / told["file"], sep=told["sep"], encoding=told["encoding"]).drop(columns=told["drop"])
    frame = frame.dropna(subset=[told["target"]]).reset_index(drop=True)
    if len(frame) > _LARGE:
        frame = frame.sample(_LARGE, random_state=0).reset_index(drop=True)
    target = frame.pop(told["target"])
    kept = [column for column in frame if frame[column].dtype.kind in "iufb" or frame[column].nunique() <= 20]
    x = pd.get_dummies(frame[kept], dtype=float)
    x = x.fillna(x.median())
    x = x.loc[:, (x != x.iloc[0]).any()]
    if told["task"] == "regression":
        return x, target.to_numpy(float), 0
    codes, labels = pd.factorize(target, sort=True)
    return x, codes.astype(float), len(labels)


BUNDLED = {"iris": 3, "wine": 3, "breast_cancer": 2, "diabetes": 0, "digits": 10}
_N, _WEIGHTS = 1400, np.array([3, -2, 1, 0.5, 0, 0])


def _number(function: Callable[[np.ndarray], np.ndarray], noise: float) -> Callable[[np.random.Generator], Source]:
    def make(random: np.random.Generator) -> Source:
        x, told = random.normal(size=(_N, 6)), random.normal(size=_N)
        return pd.DataFrame(x), function(x) + noise * told, 0

    return make


def _classes(function: Callable[[np.ndarray], np.ndarray], flips: float) -> Callable[[np.random.Generator], Source]:
    def make(random: np.random.Generator) -> Source:
        x, _, turned = random.normal(size=(_N, 6)), random.normal(size=_N), random.random(_N)
        return pd.DataFrame(x), (function(x) ^ (turned < flips)).astype(float), 2

    return make


def _drawn(made: Rows, classes: int) -> Source:
    return pd.DataFrame(made[0]), made[1].astype(float), classes


def _standard(made: Rows) -> Source:
    return pd.DataFrame(made[0]), (made[1] - made[1].mean()) / made[1].std(), 0


def _wide(random: np.random.Generator) -> Source:
    random.normal(size=(_N, 6)), random.normal(size=_N), random.random(_N)
    x = random.normal(size=(500, 60))
    return pd.DataFrame(x), (x[:, :3].sum(axis=1) + 0.7 * random.normal(size=500) > 0).astype(float), 2


MADE: dict[str, Callable[[np.random.Generator], Source]] = {
    "line": _number(lambda x: 10 + x @ _WEIGHTS, 1.0),
    "exact_line": _number(lambda x: 5 + x @ _WEIGHTS, 0.0),
    "waves": _number(lambda x: np.sin(2 * x[:, 0]) + 0.5 * x[:, 1] ** 2 - x[:, 2] * x[:, 3], 0.3),
    "noise_number": _number(lambda x: np.zeros(len(x)), 1.0),
    "noise_class": _classes(lambda x: np.zeros(len(x), bool), 0.5),
    "ring": _classes(lambda x: np.hypot(x[:, 0], x[:, 1]) > 1.18, 0.1),
    "cross": _classes(lambda x: x[:, 0] * x[:, 1] > 0, 0.02),
    "slope": _classes(lambda x: x @ np.linspace(1, 2, 6) > 0, 0.15),
    "apart": _classes(lambda x: x @ np.linspace(1, 2, 6) > 0, 0.0),
    "wide": _wide,
    "friedman": lambda _: _drawn(datasets.make_friedman1(_N, 8, noise=1.0, random_state=0), 0),
    "friedman_noisy": lambda _: _drawn(datasets.make_friedman1(_N, 8, noise=4.0, random_state=0), 0),
    "clusters": lambda _: _drawn(
        datasets.make_classification(
            _N,
            12,
            n_informative=6,
            n_redundant=2,
            n_classes=4,
            n_clusters_per_class=1,
            flip_y=0.05,
            class_sep=1.2,
            random_state=0,
        ),
        4,
    ),
    "product": _number(lambda x: x[:, 0] * x[:, 1] + x[:, 2], 0.5),
    "steps": _number(lambda x: np.floor(x[:, 0]) + 2 * (x[:, 1] > 0.5), 0.2),
    "tangent": _number(lambda x: np.tanh(2 * x @ np.linspace(-1, 1, 6)), 0.4),
    "corners": _classes(lambda x: (np.abs(x[:, :2]) > 0.7).all(axis=1), 0.05),
    "slope_flipped": _classes(lambda x: x @ np.array([2, -1, 1, 0, 0, 0]) > 0.5, 0.25),
    "circuit": _classes(lambda x: (x[:, 0] > 0) ^ (x[:, 1] > 0) ^ (x[:, 2] > 0.5), 0.02),
    "circles": lambda _: _drawn(datasets.make_circles(_N, noise=0.15, factor=0.5, random_state=1), 2),
    "hastie": lambda _: _drawn((lambda x, y: (x, y > 0))(*datasets.make_hastie_10_2(_N, random_state=1)), 2),
    "quantiles": lambda _: _drawn(
        datasets.make_gaussian_quantiles(n_samples=_N, n_features=5, n_classes=3, random_state=1), 3
    ),
    "friedman_two": lambda _: _standard(datasets.make_friedman2(_N, noise=60.0, random_state=1)),
    "sparse": lambda _: _drawn(datasets.make_sparse_uncorrelated(_N, n_features=20, random_state=1), 0),
    "noise_three": lambda random: _drawn((random.normal(size=(_N, 8)), random.integers(3, size=_N)), 3),
    "moons": lambda _: _drawn(datasets.make_moons(_N, noise=0.25, random_state=0), 2),
}
