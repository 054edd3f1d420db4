"""The same columns in the same order, whatever rows a recipe is fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from hanpan.preparation.steps.base import MatrixStep, State, WorkRow
from hanpan.preparation.stored import Stored

_ABSENT = -1


class Align(MatrixStep):
    """Prepared columns brought into a given order; one that the fit rows did not give is 0, others are left out.

    A network of a person's own has a fixed number of inputs, but which columns a recipe gives depends on its fit rows:
    a level of a category, or a column's only other value, may be in none of them.

    Parameters
    ----------
    columns
        Columns of the table it is there for.
    names
        The columns to give.
    sources
        For each of them, the column of the table it comes from.

    Examples
    --------
    >>> step = Align(names=["b", "a=z"], sources=["b", "a"])
    >>> step.fit_transform({"a=x": [1.0, 0.0], "b": [5.0, 6.0]}).tolist()
    [[5.0, 0.0], [6.0, 0.0]]
    """

    name: ClassVar[str] = "align"
    may_be_missing: ClassVar[bool] = True

    def __init__(self, columns: tuple[str, ...] = (), names: Sequence[str] = (), sources: Sequence[str] = ()) -> None:
        super().__init__(columns)
        self._wanted, self._sources = tuple(names), tuple(sources)
        self._places, self._parents = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)

    def _learn(self, x: np.ndarray, y: np.ndarray | None) -> None:
        places = {name: place for place, name in enumerate(self.inputs)}
        self._wanted = self._wanted or self.inputs
        self._places = np.array([places.get(name, _ABSENT) for name in self._wanted], dtype=np.int64)
        self._parents = np.array([self._parent(position) for position in range(len(self._wanted))], dtype=np.int64)

    def _parent(self, position: int) -> int:
        """The input that a column comes from: for an absent one, a sister's from the same column of the table."""
        if self._places[position] != _ABSENT or not self._sources:
            return max(int(self._places[position]), 0)
        pairs = zip(self._places.tolist(), self._sources, strict=True)
        return next((place for place, one in pairs if one == self._sources[position] and place != _ABSENT), 0)

    def apply(self, x: np.ndarray) -> np.ndarray:
        """The wanted columns (n, k)."""
        return np.where(self._places == _ABSENT, 0.0, x[:, self._places])

    def of_row(self) -> WorkRow:
        """The wanted columns of one row."""
        places = self._places.tolist()
        return lambda row: [0.0 if at == _ABSENT else row[at] for at in places]

    def _learnt(self) -> State:
        return {"names": list(self._wanted), "places": self._places, "parents": self._parents}

    def _restore(self, stored: Stored) -> None:
        self._wanted = stored.words("names")
        count, below = len(self._wanted), len(self.inputs)
        self._places = stored.whole("places", count, below=below, lowest=_ABSENT)
        self._parents = stored.whole("parents", count, below=below)

    def _name_outputs(self) -> None:
        self.names, self.parents = self._wanted, tuple(self.inputs[place] for place in self._parents)
