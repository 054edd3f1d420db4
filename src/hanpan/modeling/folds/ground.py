"""Ground: the rows of a study, kept apart, and what may be tried on them. All that filling and judging need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hanpan.business.problem import Problem
from hanpan.business.value import Stakes
from hanpan.data.schema import Schema
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.folds.batches import Batches, HeldRows, too_large, total
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.trial import RowsFitted
from hanpan.preparation.planner import plan
from hanpan.preparation.recipe import Recipe

if TYPE_CHECKING:
    import pandas as pd


NOWHERE = np.zeros(0, dtype=np.int64)  # places of rows where these are not known


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Development rows with their folds (``bench``), and the rows of the hold-out, which no fit may meet.

    ``rest``: development rows that the search leaves aside where there are too many for its time or for the memory;
    refits meet them. ``further``, with ``further_y``: hold-out rows that are judged too, but are not at hand, because
    the table is larger than the memory. ``stakes`` and ``holdout_stakes``: what stands beside these rows;
    ``further_stakes``: beside all rows of the hold-out, where some are not at hand.
    ``recipes``: how each algorithm is prepared.
    ``places``: where the rows of ``bench``, ``rest`` and ``holdout``, one after another, stand in the table; a fit on
    all rows takes them in the table's order, so that whoever has the table can repeat it. Empty: as they are.
    """

    bench: Bench
    holdout: pd.DataFrame
    holdout_y: np.ndarray
    algorithms: tuple[Algorithm, ...]
    recipes: dict[str, Recipe]
    rest: Batches | None = None
    further: Batches | None = None
    further_y: np.ndarray = field(default_factory=lambda: np.zeros(0))
    stakes: Stakes = field(default_factory=Stakes)
    holdout_stakes: Stakes = field(default_factory=Stakes)
    further_stakes: Stakes = field(default_factory=Stakes)
    places: np.ndarray = field(default_factory=lambda: NOWHERE)

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
        return len(self.bench.y) + (0 if self.rest is None else self.rest.rows)

    @property
    def judged_y(self) -> np.ndarray:
        """y of all rows of the hold-out, those that are not at hand last."""
        return np.concatenate([self.holdout_y, self.further_y]) if len(self.further_y) else self.holdout_y

    @property
    def held(self) -> list[Batches]:
        """All rows of the hold-out, in the order of ``judged_y``."""
        at_hand = [HeldRows(self.holdout, self.holdout_y)] if len(self.holdout) else []
        return [*at_hand, *([] if self.further is None else [self.further])]

    @property
    def judged_stakes(self) -> Stakes:
        """What stands beside all rows of the hold-out."""
        return self.further_stakes if len(self.further_y) else self.holdout_stakes

    def beside(self, rows: RowsFitted) -> list[Batches]:
        """What a fit on ``development`` or ``all`` rows meets besides the rows of the bench."""
        return [*([] if self.rest is None else [self.rest]), *(self.held if rows == "all" else [])]

    def fitted_on(self, rows: RowsFitted) -> Bench:
        """The rows that a fit for good meets, at hand: of a table larger than the memory only those of the bench."""
        return together(self.bench, self.beside(rows), self.places if rows == "all" else NOWHERE)

    @property
    def judged_on_holdout(self) -> bool:
        """Whether any row was locked away."""
        return len(self.holdout) > 0


def together(bench: Bench, beside: Sequence[Batches], places: np.ndarray) -> Bench:
    """A bench with other rows below its own, in the order of their places (n,) in the table where these are known.

    Where that would be too much to be held at once, the bench as it is.
    """
    if too_large(len(bench.y) + total(beside), bench.frame.shape[1]):
        return bench
    return bench.joined(beside).ordered(places)


def recipes_of(bench: Bench, algorithms: tuple[Algorithm, ...]) -> dict[str, Recipe]:
    """How the rows of a bench are prepared for each algorithm."""
    n, task, n_classes = len(bench.frame), bench.problem.task, len(bench.problem.labels)
    return {
        entry.name: plan(bench.schema, entry.needs, n_rows=n, task=task, n_classes=n_classes) for entry in algorithms
    }
