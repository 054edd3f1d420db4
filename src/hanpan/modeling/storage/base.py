"""What every kind of storage does: a fitted estimator to bytes, bytes to a Scorer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np

from hanpan.foundation.environment import cores
from hanpan.foundation.errors import BundleError

_MANY_ROWS = 20_000
Members = dict[str, bytes]


@dataclass(frozen=True)
class Shape:
    """Columns of the prepared table, answers per row (1 for a value, C for classes), positions of category codes."""

    n_features: int
    n_outputs: int
    categorical: tuple[int, ...] = ()

    @property
    def raw_outputs(self) -> int:
        """Numbers a boosting model adds up for each row: one for a value or two classes, else one for each class."""
        return self.n_outputs if self.n_outputs > 2 else 1


class Scorer(Protocol):
    """Answers for prepared rows: x float64 (n, p) -> values (n,) or probabilities (n, C)."""

    def output(self, x: np.ndarray) -> np.ndarray:
        """The answers."""


@runtime_checkable
class Additive(Scorer, Protocol):
    """A Scorer that splits its raw answers into exact shares of its columns."""

    def contributions(self, x: np.ndarray) -> np.ndarray:
        """Shares of one raw answer (a value, log-odds of the second of two classes), (n, p + 1): the last is the base.

        Each row adds up to the raw answer. Not for more than two classes.
        """


def threads_for(n: int) -> int:
    """Threads that a library may answer n rows with: one, unless the rows are worth what starting others costs.

    ``OMP_NUM_THREADS`` is heeded, as where workers have the cores.
    """
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return 1 if n < _MANY_ROWS else int(asked) if asked.isdigit() and int(asked) else cores()


def damaged(kind: str, reason: str) -> BundleError:
    """The refusal of a stored estimator that does not hold together."""
    return BundleError("part_damaged", part=kind, reason=reason)


def take(state: Mapping[str, Any], name: str, kind: str, *shape: int | None) -> np.ndarray:
    """An array of numbers of a state, finite, with its number of dimensions and known lengths checked.

    Raises
    ------
    BundleError
        It is absent, of another shape, or not finite.
    """
    value = state.get(name)
    if not isinstance(value, np.ndarray) or value.ndim != len(shape):
        raise damaged(kind, f"{name} is absent or of another shape")
    if any(wanted is not None and wanted != have for wanted, have in zip(shape, value.shape, strict=True)):
        raise damaged(kind, f"{name} has shape {value.shape}")
    if value.dtype.kind == "f" and not np.isfinite(value).all():
        raise damaged(kind, f"{name} is not finite")
    return value


def take_whole(state: Mapping[str, Any], name: str, kind: str, *shape: int | None) -> np.ndarray:
    """An array of whole numbers, int64 (see ``take``).

    Raises
    ------
    BundleError
        It holds something else.
    """
    value = take(state, name, kind, *shape)
    if value.dtype.kind not in "iu" or (value.dtype == np.uint64 and value.size and value.max() > 2**63 - 1):
        raise damaged(kind, f"{name} holds no whole numbers")
    return value.astype(np.int64)


def take_number(state: Mapping[str, Any], name: str, kind: str) -> float:
    """A finite number of a state.

    Raises
    ------
    BundleError
        It is absent, or something else.
    """
    value = state.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(float(value)):
        raise damaged(kind, f"{name} is no number")
    return float(value)


def spread(probability: np.ndarray, seen: np.ndarray, n_outputs: int) -> np.ndarray:
    """Probabilities of the classes seen (n, k) as columns of all classes (n, C)."""
    if probability.shape[1] == n_outputs:
        return probability
    full = np.zeros((len(probability), n_outputs))
    full[:, seen] = probability
    return full


def classes_of(state: Mapping[str, Any], kind: str, n_outputs: int) -> np.ndarray:
    """Codes of the classes seen while fitting, strictly rising, within 0 ... C-1."""
    seen = take_whole(state, "classes", kind, None)
    if not len(seen) or seen.min() < 0 or seen.max() >= n_outputs or (np.diff(seen) <= 0).any():
        raise damaged(kind, "classes are out of range")
    return seen
