"""Preparer: a recipe fitted on some rows, applied to any rows, kept as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from itertools import chain
from typing import Any, NamedTuple, Self

import numpy as np

from hanpan.data.schema import Schema
from hanpan.foundation.errors import BundleError, DataError, UsageError
from hanpan.foundation.texts import text
from hanpan.preparation.columns import Columns, Table, as_columns
from hanpan.preparation.notes import Note
from hanpan.preparation.recipe import PlannedStep as Planned
from hanpan.preparation.recipe import Recipe
from hanpan.preparation.steps import step_class
from hanpan.preparation.steps.base import MatrixStep, Numbers, ReadRow, State, Step, TableStep

_FORMAT = 1
_FEW = 200  # columns


class Described(NamedTuple):
    """A step in words: what is done, why, and to which columns of the table."""

    title: str
    why: str
    columns: tuple[str, ...]


def build(recipe: Recipe, schema: Schema) -> Preparer:
    """An unfitted Preparer; that of a recipe without steps gives no column.

    Raises
    ------
    DataError
        The recipe names columns that the schema does not have, or works on columns that no step reads.
    """
    wanted = dict.fromkeys(name for step in recipe.steps for name in step.columns)
    absent = [name for name in wanted if name not in schema]
    if absent:
        raise DataError("prepare_columns_absent", columns=", ".join(absent), count=len(absent))
    return Preparer([step_class(step.name)(step.columns, **step.parameters) for step in recipe.steps])


class Preparer:
    """Steps in order: those that read the table, side by side, then those that work on the prepared columns.

    Attributes
    ----------
    feature_names_
        Prepared columns in order, p of them, all different.
    categorical_
        Positions of those that hold category codes.
    sources_
        For each prepared column, the column of the table it comes from.
    notes_
        What the fit rows made the steps do (columns dropped and why ...).
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._readers = [step for step in steps if isinstance(step, TableStep)]
        self._workers = [step for step in steps if isinstance(step, MatrixStep)]
        self._steps: list[Step] = [*self._readers, *self._workers]
        if self._workers and not self._readers:
            raise DataError("prepare_no_features", columns="")
        self._fitted = False
        self.columns = tuple(dict.fromkeys(name for step in self._readers for name in step.columns))
        self.feature_names_: tuple[str, ...] = ()
        self.categorical_: tuple[int, ...] = ()
        self.sources_: tuple[str, ...] = ()
        self.notes_: tuple[Note, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps: those that read the table, then those over the prepared columns."""
        return tuple(self._steps)

    def fit(self, frame: Table, y: np.ndarray | None = None) -> Self:
        """Learn from the fit rows; y (n,) holds values or class codes."""
        self.fit_transform(frame, y)
        return self

    def fit_transform(self, frame: Table, y: np.ndarray | None = None) -> np.ndarray:
        """Learn from the fit rows and prepare them: float64 (n, p).

        Not the same as ``fit`` and then ``transform``: encodings that use y give each fit row a value learnt from the
        other rows, so that a model does not meet its own answer.

        Raises
        ------
        DataError
            No rows, absent columns, or cells of another kind than the schema says.
        """
        columns = self._columns(frame)
        if len(columns) == 0:
            raise DataError("prepare_no_rows")
        x = _beside([step.fit_transform(columns, y) for step in self._readers], len(columns))
        names = _unique([name for step in self._readers for name in step.names])
        for step in self._workers:
            step.fit_matrix(x, names, y)
            x, names = step.apply(x), _unique(step.names)
        self._name_outputs()
        self.notes_ = tuple(note for step in self._steps for note in step.notes)
        return np.ascontiguousarray(x)

    def transform(self, frame: Table) -> np.ndarray:
        """Prepare rows: float64 (n, p). A table, or column -> cells; the order of columns and others do not matter.

        Raises
        ------
        DataError
            Absent columns, or cells of another kind than the schema says.
        UsageError
            Not fitted yet.
        """
        if not self._fitted:
            raise UsageError("prepare_not_fitted")
        columns = self._columns(frame)
        x = _beside([step.transform(columns) for step in self._readers], len(columns))
        for step in self._workers:
            x = step.apply(x)
        return np.ascontiguousarray(x)

    def of_row(self) -> ReadRow:
        """What ``transform`` does, for one row given as column -> typed cell: (p,) numbers.

        As plain numbers where they are few; of very many an array is quicker.
        """
        if max((len(step.names) for step in self._steps), default=0) > _FEW:
            return lambda row: self.transform(Columns({name: [row[name]] for name in self.columns}, 1))[0]
        readers, workers = [step.of_row() for step in self._readers], [step.of_row() for step in self._workers]

        def numbers(row: Mapping[str, Any]) -> Numbers:
            told: Numbers = list(chain.from_iterable([read(row) for read in readers]))
            for work in workers:
                told = work(told)
            return told

        return numbers

    def fixed(self, recipe: Recipe, names: Sequence[str] | None = None) -> Recipe:
        """The recipe it was built from, with the columns it gave here whatever rows it is fitted on later.

        ``names``: other columns, or another order; those that the recipe does not give are 0.
        """
        sources = dict(zip(self.feature_names_, self.sources_, strict=True))
        names = list(self.feature_names_ if names is None else names)
        known = {step.name: step.fixing() for step in self._steps}
        steps = [replace(step, parameters={**step.parameters, **known[step.name]}) for step in recipe.steps]
        order = {"names": names, "sources": [sources.get(name, name) for name in names]}
        return Recipe(steps=(*steps, Planned(name="align", columns=self.columns, parameters=order)))

    def describe(self, language: str) -> list[Described]:
        """The steps in words, in order."""
        return [
            Described(text(f"step.{step.name}.title", language), text(f"step.{step.name}.why", language), step.columns)
            for step in self._steps
        ]

    def state(self) -> State:
        """All that was learnt: dicts and lists of plain values, and NumPy arrays of numbers."""
        steps = [{"name": step.name, "state": step.state()} for step in self._steps]
        return {"format": _FORMAT, "steps": steps, "notes": [asdict(note) for note in self.notes_]}

    @classmethod
    def from_state(cls, state: State) -> Self:
        """The fitted Preparer again; it prepares every row to the last bit as before.

        Raises
        ------
        BundleError
            The state is damaged, or from a newer version.
        """
        if not isinstance(state, Mapping) or state.get("format") != _FORMAT:
            raise BundleError("prepare_damaged", step="-", part="format")
        steps = [_restored(part) for part in _parts(state, "steps")]
        if steps and not any(isinstance(step, TableStep) for step in steps):
            raise BundleError("prepare_damaged", step="-", part="steps")
        preparer = cls(steps)
        preparer._check_chain()
        preparer._name_outputs()
        preparer.notes_ = tuple(_note(part) for part in _parts(state, "notes"))
        return preparer

    def _columns(self, frame: Table) -> Columns:
        columns = as_columns(frame)
        columns.require(self.columns)
        return columns

    def _name_outputs(self) -> None:
        """Follow every prepared column from the table through all steps."""
        names = _unique([name for step in self._readers for name in step.names])
        sources = dict(zip(names, [source for step in self._readers for source in step.sources], strict=True))
        coded = {name for step in self._readers for name in step.categorical}
        for step in self._workers:
            names = _unique(step.names)
            sources = {name: sources[parent] for name, parent in zip(names, step.parents, strict=True)}
        self._fitted, self.feature_names_ = True, names
        self.sources_ = tuple(sources[name] for name in names)
        self.categorical_ = tuple(i for i, name in enumerate(names) if name in coded)

    def _check_chain(self) -> None:
        """Each step must have been fitted on what the step before it gives."""
        names = _unique([name for step in self._readers for name in step.names])
        for step in self._workers:
            if step.inputs != names:
                raise BundleError("prepare_damaged", step=step.name, part="inputs")
            names = _unique(step.names)


def _beside(parts: list[np.ndarray], n: int) -> np.ndarray:
    """Prepared columns side by side, (n, p); none of them is (n, 0)."""
    return np.hstack(parts) if parts else np.zeros((n, 0))


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names with a number added where one occurs again.

    Examples
    --------
    >>> _unique(["a", "b", "a"])
    ('a', 'b', 'a_2')
    """
    seen: dict[str, None] = {}  # keeps the order
    for name in names:
        fresh, number = name, 2
        while fresh in seen:
            fresh, number = f"{name}_{number}", number + 1
        seen[fresh] = None
    return tuple(seen)


def _parts(state: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    parts = state.get(name)
    if not isinstance(parts, (list, tuple)) or not all(isinstance(part, Mapping) for part in parts):
        raise BundleError("prepare_damaged", step="-", part=name)
    return list(parts)


def _restored(part: Mapping[str, Any]) -> Step:
    return step_class(str(part.get("name"))).from_state(part.get("state", {}))


def _note(part: Mapping[str, Any]) -> Note:
    code, column, values = part.get("code"), part.get("column"), part.get("values")
    if not isinstance(code, str) or not isinstance(column, str) or not isinstance(values, Mapping):
        raise BundleError("prepare_damaged", step="-", part="notes")
    return Note(code=code, column=column, values=dict(values))
