"""Hits and misses per class: what precision, recall and F1 are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Counts:
    """Of one class: decided and true (``hits``), decided so (``decided``), truly so (``actual``)."""

    hits: int
    decided: int
    actual: int

    @property
    def precision(self) -> float:
        """Share of those decided as the class that are of it; 0 where none was decided so."""
        return self.hits / self.decided if self.decided else 0.0

    @property
    def recall(self) -> float:
        """Share of the class that was found; 0 where there is none."""
        return self.hits / self.actual if self.actual else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (self.decided + self.actual) if self.decided + self.actual else 0.0


def counts_of(y: np.ndarray, decided: np.ndarray, code: int) -> Counts:
    """The counts of one class; y and decided are (n,) codes."""
    true, said = y == code, decided == code
    return Counts(int((true & said).sum()), int(said.sum()), int(true.sum()))


def judged_classes(y: np.ndarray, output: np.ndarray) -> list[int]:
    """The positive class where there are two, else every class present in y."""
    return [1] if output.shape[1] == 2 else np.flatnonzero(np.bincount(y)).tolist()
