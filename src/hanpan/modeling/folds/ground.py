"""Ground: the rows of a study, kept apart, and what may be tried on them. All that filling and judging need."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hanpan.business.problem import Problem
from hanpan.business.value import Stakes
from hanpan.data.schema import Schema
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.trial import RowsFitted
from hanpan.preparation.planner import plan
from hanpan.preparation.recipe import Recipe

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Development rows with their folds (``bench``), and the rows of the hold-out, which no fit may meet.

    ``rest``: development rows that the search leaves aside where there are too many for its time; refits meet them.
    ``stakes`` and ``holdout_stakes``: what stands beside these rows. ``recipes``: how each algorithm is prepared.
    ``places``: where the rows of ``bench``, ``rest`` and ``holdout``, one after another, stand in the table; a fit on
    all rows takes them in the table's order, so that whoever has the table can repeat it. Empty: as they are.
    """

    bench: Bench
    holdout: pd.DataFrame
    holdout_y: np.ndarray
    algorithms: tuple[Algorithm, ...]
    recipes: dict[str, Recipe]
    rest: pd.DataFrame | None = None
    rest_y: np.ndarray = field(default_factory=lambda: np.zeros(0))
    stakes: Stakes = field(default_factory=Stakes)
    holdout_stakes: Stakes = field(default_factory=Stakes)
    places: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def problem(self) -> Problem:
        """What is asked."""
        return self.bench.problem

    @property
    def schema(self) -> Schema:
        """The columns with their roles."""
        return self.bench.schema

    @property
    def development_rows(self) -> int:
        """All of them, those that the search leaves aside included."""
        return len(self.bench.y) + len(self.rest_y)

    def fitted_on(self, rows: RowsFitted) -> Bench:
        """The rows that a fit for good meets: all ``development`` rows, or those of the hold-out too."""
        bench = self.bench if self.rest is None else self.bench.joined(self.rest, self.rest_y)
        return bench.joined(self.holdout, self.holdout_y).ordered(self.places) if rows == "all" else bench

    @property
    def judged_on_holdout(self) -> bool:
        """Whether any row was locked away."""
        return len(self.holdout) > 0


def recipes_of(bench: Bench, algorithms: tuple[Algorithm, ...]) -> dict[str, Recipe]:
    """How the rows of a bench are prepared for each algorithm."""
    n, task, n_classes = len(bench.frame), bench.problem.task, len(bench.problem.labels)
    return {
        entry.name: plan(bench.schema, entry.needs, n_rows=n, task=task, n_classes=n_classes) for entry in algorithms
    }
