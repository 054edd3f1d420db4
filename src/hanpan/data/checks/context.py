"""What the checks share: arrays of the table, the development rows, the target."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.schema import Column
from hanpan.data.values import TargetValues, Values, target_of
from hanpan.statistics.arrays import Ints


class Context:
    """Arrays made once for all checks.

    Attributes
    ----------
    values
        Every column as an array.
    rows
        Positions of the development rows; a check that pairs x with y uses these only.
    """

    def __init__(self, dataset: Dataset, problem: Problem | None = None, rows: Ints | None = None) -> None:
        self.values = Values(dataset)
        self.problem = problem
        self.n = len(dataset.frame)
        self.rows = np.arange(self.n) if rows is None else np.asarray(rows, dtype=np.intp)

    @property
    def features(self) -> tuple[Column, ...]:
        """Columns that would reach a model, pixels aside: of an image only the check of pixels speaks."""
        return self.values.features

    @cached_property
    def target(self) -> TargetValues | None:
        """The target on all rows, if there is a problem."""
        return target_of(self.values, self.problem) if self.problem else None
