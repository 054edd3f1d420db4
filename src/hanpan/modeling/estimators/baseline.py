"""The baseline: the mean, or the shares of the classes, whatever x is."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.modeling.estimators.base import LibraryEstimator, PreparedRows, Rows


class BaselineEstimator(LibraryEstimator):
    """Says the mean of y, or how frequent each class is. Every score is shown against it."""

    _answer = np.zeros(0)

    def fit(self, rows: Rows, valid: Rows | None = None) -> None:
        """Learn the mean (1,) or the shares (C,)."""
        if self.setting.classification:
            self._answer = np.bincount(rows.y.astype(int), minlength=self.setting.n_classes) / len(rows.y)
        else:
            self._answer = np.array([float(np.mean(rows.y))])

    def fit_batches(self, rows: PreparedRows) -> None:
        """Learn the same from y alone."""
        self.fit(Rows(rows.x(0, 0), rows.y))

    def output(self, x: np.ndarray, rounds: int | None = None) -> np.ndarray:
        """The same answer for every row."""
        if self.setting.classification:
            return np.tile(self._answer, (len(x), 1))
        return np.full(len(x), self._answer[0])

    @property
    def fitted(self) -> Any:
        """Itself."""
        return self

    @property
    def answer(self) -> np.ndarray:
        """(1,) the mean, or (C,) the shares."""
        return self._answer
