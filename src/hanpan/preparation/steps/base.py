"""What a step is: learnt from the fit rows, applied to any rows, kept as plain values.

Two kinds. A ``TableStep`` turns columns of the table into numbers; a ``MatrixStep`` works on the numbers that the
table steps made (fills, drops, scales).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, ClassVar, Self

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns, Table, as_columns
from hanpan.preparation.notes import Note
from hanpan.preparation.stored import Stored

State = dict[str, Any]
Numbers = Sequence[float]
ReadRow = Callable[[Mapping[str, Any]], Numbers]
WorkRow = Callable[[Numbers], Numbers]


class Step(ABC):
    """What both kinds share.

    Parameters
    ----------
    columns
        Columns of the table it is there for.

    Attributes
    ----------
    name
        As in a recipe; texts are ``step.<name>.title`` and ``step.<name>.why``.
    may_be_missing
        Whether NaN may come out.
    names
        Output names (after fit).
    notes
        What the fit rows made it do.
    """

    name: ClassVar[str]
    may_be_missing: ClassVar[bool] = False

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        self.columns = tuple(columns)
        self.names: tuple[str, ...] = ()
        self.notes: tuple[Note, ...] = ()

    @abstractmethod
    def fit(self, frame: Table, y: np.ndarray | None = None) -> Self:
        """Learn from rows; ``y`` (n,) is used only by steps that need it."""

    @abstractmethod
    def transform(self, frame: Table) -> np.ndarray:
        """Float64 (n, k), one column for each of ``names``."""

    def fit_transform(self, frame: Table, y: np.ndarray | None = None) -> np.ndarray:
        """Fit, and transform the same rows."""
        columns = as_columns(frame)
        return self.fit(columns, y).transform(columns)

    @abstractmethod
    def state(self) -> State:
        """All it has learnt, as plain values and arrays."""

    def fixing(self) -> dict[str, Any]:
        """Parameters with which the step gives the columns it gave here, whatever rows it is fitted on."""
        return {}

    @classmethod
    def from_state(cls, state: State) -> Self:
        """The fitted step again.

        Raises
        ------
        BundleError
            The state is not one of this step's.
        """
        stored = Stored(cls.name, state)
        step = cls(stored.words("columns"))
        step._restore(stored)
        step._name_outputs()
        return step

    @abstractmethod
    def _learnt(self) -> State: ...

    @abstractmethod
    def _restore(self, stored: Stored) -> None: ...

    @abstractmethod
    def _name_outputs(self) -> None:
        """Set the names from what was learnt."""


class TableStep(Step):
    """Columns of the table in, float64 columns out.

    Attributes
    ----------
    reads
        The kinds of column it can read.
    sources
        For each output, the table column it comes from.
    categorical
        Output names that hold category codes.
    """

    reads: ClassVar[tuple[Kind, ...]]

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__(columns)
        self.sources: tuple[str, ...] = ()
        self.categorical: tuple[str, ...] = ()

    def fit(self, frame: Table, y: np.ndarray | None = None) -> Self:
        """Learn from rows of the table."""
        columns = as_columns(frame)
        columns.require(self.columns)
        self._learn(columns, y)
        self._name_outputs()
        return self

    def transform(self, frame: Table) -> np.ndarray:
        """Float64 (n, k), one column for each of ``names``."""
        columns = as_columns(frame)
        columns.require(self.columns)
        return self._apply(columns)

    def of_row(self) -> ReadRow:
        """What ``transform`` does, for one row given as column -> typed cell.

        An array of a single row costs as much as one of a hundred, so that most steps have a way of their own.
        """
        return lambda row: self._apply(Columns({name: [row[name]] for name in self.columns}, 1))[0].tolist()

    def state(self) -> State:
        """All it has learnt, as plain values and arrays."""
        return {"columns": list(self.columns), **self._learnt()}

    @abstractmethod
    def _learn(self, columns: Columns, y: np.ndarray | None) -> None: ...

    @abstractmethod
    def _apply(self, columns: Columns) -> np.ndarray: ...


class MatrixStep(Step):
    """Prepared columns in, prepared columns out; what it learns decides which of them it touches.

    Attributes
    ----------
    inputs
        Prepared columns it was fitted on.
    parents
        For each output, the input it comes from.
    """

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        super().__init__(columns)
        self.inputs: tuple[str, ...] = ()
        self.parents: tuple[str, ...] = ()

    def fit(self, frame: Table, y: np.ndarray | None = None) -> Self:
        """Learn from a table of prepared columns."""
        columns = as_columns(frame)
        return self.fit_matrix(columns.numbers(columns.names), columns.names, y)

    def transform(self, frame: Table) -> np.ndarray:
        """Float64 (n, k), one column for each of ``names``."""
        columns = as_columns(frame)
        columns.require(self.inputs)
        return self.apply(columns.numbers(self.inputs))

    def fit_matrix(self, x: np.ndarray, names: tuple[str, ...], y: np.ndarray | None = None) -> Self:
        """Learn from prepared columns x (n, p) with their names."""
        self.inputs = tuple(names)
        self._learn(x, y)
        self._name_outputs()
        return self

    @abstractmethod
    def apply(self, x: np.ndarray) -> np.ndarray:
        """Prepared columns (n, p) in, (n, k) out; x itself is not changed."""

    def of_row(self) -> WorkRow:
        """What ``apply`` does, for the prepared columns of one row; they themselves are not changed."""
        return lambda row: self.apply(np.array([row]))[0].tolist()

    def state(self) -> State:
        """All it has learnt, as plain values and arrays."""
        return {"columns": list(self.columns), "inputs": list(self.inputs), **self._learnt()}

    @classmethod
    def from_state(cls, state: State) -> Self:
        """The fitted step again.

        Raises
        ------
        BundleError
            The state is not one of this step's.
        """
        stored = Stored(cls.name, state)
        step = cls(stored.words("columns"))
        step.inputs = stored.words("inputs")
        step._restore(stored)
        step._name_outputs()
        return step

    @abstractmethod
    def _learn(self, x: np.ndarray, y: np.ndarray | None) -> None: ...

    def _name_outputs(self) -> None:
        """The inputs as they are, unless a step says otherwise."""
        self.names = self.parents = self.inputs


class DroppingStep(MatrixStep):
    """A step that keeps some of the prepared columns."""

    def __init__(self, columns: tuple[str, ...] = ()) -> None:
        super().__init__(columns)
        self._kept: np.ndarray = np.empty(0, dtype=np.int64)

    def apply(self, x: np.ndarray) -> np.ndarray:
        """The kept columns (n, k)."""
        return x if len(self._kept) == x.shape[1] else x[:, self._kept]

    def of_row(self) -> WorkRow:
        """The kept columns of one row."""
        kept = self._kept.tolist()
        if len(kept) == len(self.inputs):
            return lambda row: row
        return itemgetter(*kept) if len(kept) > 1 else lambda row: [row[at] for at in kept]

    def _learn(self, x: np.ndarray, y: np.ndarray | None) -> None:
        self._kept = np.asarray(self._choose(x, y), dtype=np.int64)

    @abstractmethod
    def _choose(self, x: np.ndarray, y: np.ndarray | None) -> np.ndarray:
        """Positions of the columns to keep, ascending, at least one; sets ``notes``."""

    def _learnt(self) -> State:
        return {"kept": self._kept}

    def _restore(self, stored: Stored) -> None:
        self._kept = stored.whole("kept", None, below=len(self.inputs))

    def _name_outputs(self) -> None:
        self.names = self.parents = tuple(self.inputs[i] for i in self._kept)
