"""Hits and misses per class: what precision, recall and F1 are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ClassCounts:
    """Of one class, or of several (arrays): decided and true (``hits``), decided so, and truly so (``actual``)."""

    hits: np.ndarray
    decided: np.ndarray
    actual: np.ndarray

    @property
    def precision(self) -> np.ndarray:
        """Share of those decided as the class that are of it; 0 where none was decided so."""
        return _share(self.hits, self.decided)

    @property
    def recall(self) -> np.ndarray:
        """Share of the class that was found; 0 where there is none."""
        return _share(self.hits, self.actual)

    @property
    def f1(self) -> np.ndarray:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.hits, self.decided + self.actual)


def counts_of(y: np.ndarray, decided: np.ndarray, codes: int | list[int]) -> ClassCounts:
    """The counts of some classes, or of one; y and decided are (n,) codes.

    Examples
    --------
    >>> counts_of(np.array([0, 1, 1, 2]), np.array([1, 1, 1, 2]), [1, 2]).precision.round(3).tolist()
    [0.667, 1.0]
    """
    most = 1 + max(int(y.max(initial=0)), int(decided.max(initial=0)), int(np.max(codes)))
    hits, said, true = (np.bincount(part, minlength=most)[codes] for part in (y[y == decided], decided, y))
    return ClassCounts(hits, said, true)


def judged_classes(y: np.ndarray, output: np.ndarray) -> list[int]:
    """The positive class where there are two, else every class present in y."""
    return [1] if output.shape[1] == 2 else np.flatnonzero(np.bincount(y)).tolist()


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.asarray(part / np.maximum(whole, 1))
