"""The inputs: one for each column of the table that the model looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hanpan.data.schema import Column
from hanpan.deployment.onnx.graph import TREES, Graph, Socket


@dataclass(frozen=True)
class Input:
    """A column as an input: double (n, 1) with NaN where a cell is missing, or text (n, 1) with "" there."""

    column: Column

    @property
    def words(self) -> bool:
        """Whether its cells are text."""
        return self.column.kind != "number"

    @property
    def socket(self) -> Socket:
        """What the graph has of it."""
        return Socket(self.column.name, self.words, (None, 1))

    def fed(self, cells: Sequence[object]) -> np.ndarray:
        """Typed cells (n,) as the graph takes them (n, 1)."""
        if self.words:
            return np.array(["" if cell is None or cell != cell else str(cell) for cell in cells], object)[:, None]
        return np.asarray(cells, dtype=float)[:, None]

    def places(self, graph: Graph, levels: Sequence[str]) -> str:
        """Where each cell stands among some levels, (n,): after the last one a missing cell, then an unseen one."""
        gone = [word for word in ("", *self.column.missing_words) if word not in set(levels)]
        places = [*range(len(levels)), *[len(levels)] * len(gone)]
        found = graph(
            "LabelEncoder",
            self.column.name,
            domain=TREES,
            keys_strings=[*levels, *gone],
            values_int64s=places,
            default_int64=len(levels) + 1,
        )
        return graph("Reshape", found, np.array([-1]))
