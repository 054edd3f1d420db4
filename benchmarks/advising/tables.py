"""Tables to train on: scikit-learn's bundled ones, made ones, and those of a folder, where there is one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets

MOST, JUDGED = 600, 800  # rows to learn from (a fifth of them for validation); rows to judge on afterwards


@dataclass(frozen=True)
class Table:
    """Rows for learning, validation and judging, as a person would prepare them.

    ``x`` (n, p) and ``y`` (n,) numbers or codes of ``classes`` (0: a number) for each part.
    """

    name: str
    classes: int
    fit: tuple[np.ndarray, np.ndarray]
    valid: tuple[np.ndarray, np.ndarray]
    judge: tuple[np.ndarray, np.ndarray]


def made(name: str, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray, int]:
    """A table without a source: x, y and its number of classes."""
    random = np.random.default_rng(seed + 100)
    n = 1400
    x = random.normal(size=(n, 6))
    noise = random.normal(size=n)
    flips = random.random(n)
    if name == "line":
        return pd.DataFrame(x), 10 + x @ np.array([3, -2, 1, 0.5, 0, 0]) + noise, 0
    if name == "exact_line":
        return pd.DataFrame(x), 5 + x @ np.array([3, -2, 1, 0.5, 0, 0]), 0
    if name == "waves":
        return pd.DataFrame(x), np.sin(2 * x[:, 0]) + 0.5 * x[:, 1] ** 2 - x[:, 2] * x[:, 3] + 0.3 * noise, 0
    if name == "noise_number":
        return pd.DataFrame(x), noise, 0
    if name == "noise_class":
        return pd.DataFrame(x), (flips < 0.5).astype(float), 2
    if name == "ring":
        return pd.DataFrame(x), ((np.hypot(x[:, 0], x[:, 1]) > 1.18) ^ (flips < 0.1)).astype(float), 2
    if name == "cross":
        return pd.DataFrame(x), ((x[:, 0] * x[:, 1] > 0) ^ (flips < 0.02)).astype(float), 2
    if name == "slope":
        return pd.DataFrame(x), ((x @ np.linspace(1, 2, 6) > 0) ^ (flips < 0.15)).astype(float), 2
    if name == "apart":
        return pd.DataFrame(x), (x @ np.linspace(1, 2, 6) > 0).astype(float), 2
    if name == "wide":
        x = random.normal(size=(500, 60))
        return pd.DataFrame(x), ((x[:, :3].sum(axis=1) + 0.7 * random.normal(size=500)) > 0).astype(float), 2
    if name == "friedman":
        x, y = datasets.make_friedman1(n, 8, noise=1.0, random_state=seed)
        return pd.DataFrame(x), y, 0
    if name == "friedman_noisy":
        x, y = datasets.make_friedman1(n, 8, noise=4.0, random_state=seed)
        return pd.DataFrame(x), y, 0
    if name == "clusters":
        x, y = datasets.make_classification(n, 12, n_informative=6, n_redundant=2, n_classes=4, n_clusters_per_class=1,
                                            flip_y=0.05, class_sep=1.2, random_state=seed)  # fmt: skip
        return pd.DataFrame(x), y.astype(float), 4
    if name == "moons":
        x, y = datasets.make_moons(n, noise=0.25, random_state=seed)
        return pd.DataFrame(x), y.astype(float), 2
    raise KeyError(name)


BUNDLED = {"iris": 3, "wine": 3, "breast_cancer": 2, "diabetes": 0, "digits": 10}
MADE = ("line", "exact_line", "waves", "noise_number", "noise_class", "ring", "cross", "slope", "apart", "wide",
        "friedman", "friedman_noisy", "clusters", "moons")  # fmt: skip


def table(name: str, folder: Path | None = None, *, scale: str = "standard", seed: int = 0) -> Table:
    """A table split in three; ``scale`` of x: ``standard``, ``minmax`` or ``raw``."""
    frame, y, classes = _source(name, folder)
    order = np.random.default_rng(seed).permutation(len(y))
    judged = min(JUDGED, round(0.3 * len(y)))
    learning = order[judged : judged + MOST]
    cut = round(0.8 * len(learning))
    fit = learning[:cut]
    x = _scaled(frame.to_numpy(float), fit, scale).astype(np.float32)
    parts = [(x[rows], y[rows].astype(np.float32)) for rows in (fit, learning[cut:], order[:judged])]
    return Table(name, classes, *parts)


def _source(name: str, folder: Path | None) -> tuple[pd.DataFrame, np.ndarray, int]:
    if name in BUNDLED:
        found = getattr(datasets, f"load_{name}")()
        return pd.DataFrame(found.data), np.asarray(found.target, float), BUNDLED[name]
    if name in MADE:
        return made(name)
    told = next(one for one in json.loads((folder / "data.json").read_text("utf-8")) if one["name"] == name)
    frame = pd.read_csv(folder / told["file"], sep=told["sep"], encoding=told["encoding"]).drop(columns=told["drop"])
    frame = frame.dropna(subset=[told["target"]]).reset_index(drop=True)
    if len(frame) > 3000:
        frame = frame.sample(3000, random_state=0).reset_index(drop=True)
    target = frame.pop(told["target"])
    frame = frame[[column for column in frame if frame[column].dtype.kind in "iufb" or frame[column].nunique() <= 20]]
    x = pd.get_dummies(frame, dtype=float)
    x = x.fillna(x.median())
    x = x.loc[:, x.nunique() > 1]
    if told["task"] == "regression":
        return x, target.to_numpy(float), 0
    codes, labels = pd.factorize(target, sort=True)
    return x, codes.astype(float), len(labels)


def _scaled(x: np.ndarray, fit: np.ndarray, scale: str) -> np.ndarray:
    if scale == "raw":
        return x
    if scale == "minmax":
        low, high = x[fit].min(axis=0), x[fit].max(axis=0)
        return (x - low) / np.where(high > low, high - low, 1)
    return (x - x[fit].mean(axis=0)) / np.where(x[fit].std(axis=0) > 0, x[fit].std(axis=0), 1)
