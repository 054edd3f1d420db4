"""The contract of a fitted thing on the board."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from hanpan.business.problem import Task
from hanpan.modeling.curves.watched import Watched

_BATCH = 65_536  # rows read at once from a file


class Rows(NamedTuple):
    """Prepared rows: x float64 (n, p), y float or codes 0 ... C-1, (n,), and what each weighs, (n,); None: all 1."""

    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray | None = None


@dataclass(frozen=True)
class PreparedRows:
    """More prepared rows than are held at once: float64 (n, width) one row after another in a file, and their y (n,).

    ``weight``: what each row counts, (n,); None: all 1. ``at_hand``: how many of them, the first, parameters and rounds
    were chosen on.
    """

    path: Path
    width: int
    y: np.ndarray
    weight: np.ndarray | None = None
    at_hand: int = 0

    def __len__(self) -> int:
        return len(self.y)

    def __iter__(self) -> Iterator[Rows]:
        """All rows, a batch at a time."""
        for start in range(0, len(self), _BATCH):
            stop = min(len(self), start + _BATCH)
            weight = None if self.weight is None else self.weight[start:stop]
            yield Rows(self.x(start, stop), self.y[start:stop], weight)

    def x(self, start: int, stop: int) -> np.ndarray:
        """Some successive rows (stop - start, width)."""
        if not self.width:
            return np.empty((stop - start, 0))
        row = 8 * self.width
        return np.fromfile(self.path, count=(stop - start) * self.width, offset=start * row).reshape(-1, self.width)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """All an estimator needs to know besides the rows.

    ``categorical`` are the positions of columns that hold category codes; ``feature_names`` the prepared columns in
    order, ``sources`` the column of the table that each comes from; ``groups`` names of the table's columns that
    belong together; ``networks`` a person's own, by name, as ``.keras`` files.
    """

    task: Task
    n_classes: int
    parameters: dict[str, Any]
    builder: str = ""
    seed: int = 0
    threads: int = 1
    categorical: tuple[int, ...] = ()
    feature_names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    networks: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def classification(self) -> bool:
        """Two classes or more."""
        return self.task != "regression"

    @property
    def loss(self) -> str:
        """What curves over rounds and epochs tell, whatever the library: RMSE in the unit of y, or log loss."""
        return "log_loss" if self.classification else "rmse"


@dataclass
class FoldCurve:
    """Loss per round or epoch on the fit rows and on the validation rows (smaller is better).

    ``metric`` is ``Setting.loss``, so that curves of several algorithms can stand side by side.
    """

    metric: str
    train: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)
    watched: Watched | None = None  # networks only
    chosen: int | None = None  # fixed by the estimator itself (networks); None: to be chosen over all folds
    cut: bool = False  # the time ended it before its own rule did


class Estimator(Protocol):
    """Fits prepared rows."""

    curve: FoldCurve | None

    def __init__(self, setting: Setting) -> None: ...

    @property
    def made(self) -> int | None:
        """Rounds of the last fit, where it learns in rounds that the time may end."""

    @classmethod
    def load(cls, builder: str) -> None:
        """Import what fitting needs: on a cold disk that may take longer than the fit."""

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Fit. ``valid`` is only watched (for a curve over rounds), never learnt from."""

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """Values (n,) for regression, probabilities (n, C) otherwise, using the first ``rounds`` rounds."""

    @property
    def fitted(self) -> Any:
        """The library's own fitted object, for explanation."""

    def shortened(self, rounds: int | None) -> Any:
        """The library's own fitted object with its first ``rounds`` rounds (all, if None), for storage."""


class LearnsInBatches(Protocol):
    """What an estimator has beside, whose algorithm says ``batches``."""

    def fit_batches(self, rows: PreparedRows) -> None:
        """Fit on any number of rows; nothing is watched."""


class LibraryEstimator:
    """What the estimators share: the setting, the curve of the last fit, and the library's own fitted object."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.curve: FoldCurve | None = None
        self._model: Any = None

    @classmethod
    def load(cls, builder: str) -> None:
        """Import the module of ``module:Class``."""
        if ":" in builder:
            importlib.import_module(builder.split(":")[0])

    @property
    def made(self) -> int | None:
        """None: not every algorithm learns in rounds."""
        return None

    def shortened(self, rounds: int | None) -> Any:
        """The whole of it: not every algorithm learns in rounds."""
        return self.fitted

    @property
    def fitted(self) -> Any:
        """The library's own fitted object."""
        return self._model


def spread_classes(probability: np.ndarray, seen: np.ndarray, n_classes: int) -> np.ndarray:
    """Probabilities for all classes where the fit rows lacked some: those get 0.

    Parameters
    ----------
    probability
        (n, k) for the k classes seen.
    seen
        (k,) their codes.
    n_classes
        Number of columns to return.
    """
    if len(seen) == n_classes:
        return probability
    full = np.zeros((len(probability), n_classes))
    full[:, seen.astype(int)] = probability
    return full
