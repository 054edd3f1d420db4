"""The bench: the rows that algorithms are tried on, with their folds, as a worker holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.schema import Schema
from hanpan.modeling.folds.batches import Batches
from hanpan.modeling.folds.prepared import PreparedCache

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Bench:
    """The development rows, as a worker holds them. y: float values or codes 0 ... C-1, (n,).

    ``networks``: a person's own, by name, as ``.keras`` files.
    """

    problem: Problem
    schema: Schema
    frame: pd.DataFrame
    y: np.ndarray
    folds: list[tuple[np.ndarray, np.ndarray]]
    threads: int = 1
    networks: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.prepared = PreparedCache(self.schema, self.frame, self.y, self.folds)

    def joined(self, beside: Sequence[Batches]) -> Bench:
        """These rows and others below them, without folds."""
        import pandas as pd

        batches = [batch for source in beside for batch in source]
        if not batches:
            return self
        whole = pd.concat([self.frame, *(batch.frame for batch in batches)], ignore_index=True)
        return replace(self, frame=whole, y=np.concatenate([self.y, *(batch.y for batch in batches)]), folds=[])

    def ordered(self, places: np.ndarray) -> Bench:
        """The same rows by their places (n,) in the table, without folds; as they are where none are known."""
        if not len(places):
            return self
        order = np.argsort(places, kind="stable")
        return replace(self, frame=self.frame.iloc[order].reset_index(drop=True), y=self.y[order], folds=[])
