"""The person's own table in the course: read as ``hanpan run`` reads it, and ready for a network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.data.dataset import Dataset
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.question.task import define_problem
from hanpan.data.schema import Schema
from hanpan.foundation.errors import DataError
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.business.problem import Problem

_MOST_ROWS = 1_000  # a lesson shows a way of working; it is no place to wait
_VALIDATION = 0.25
_SEED = 7


@dataclass(frozen=True, kw_only=True, repr=False)
class NetworkRows(AsTable):
    """A table as numbers that a network can read, a quarter of its rows kept for validation.

    Attributes
    ----------
    target
        What y is.
    names
        Of the columns of x: prepared ones, so a category has several.
    labels
        Classes in the order of their codes; empty where y is a number.
    x_train, x_valid
        (n, p) float32, standardised by the training rows; without gaps, categories as 0/1 columns.
    y_train, y_valid
        (n,) numbers in the unit of y, or codes of classes.
    """

    target: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    x_train: np.ndarray
    x_valid: np.ndarray
    y_train: np.ndarray
    y_valid: np.ndarray

    def headline(self) -> str:
        """What is predicted, from how many rows and columns."""
        known = {"rows": len(self.x_train), "valid": len(self.x_valid), "columns": len(self.names)}
        told = text("course.rows", self.language, target=self.target, **known)
        return told + (text("course.rows_labels", self.language, labels=", ".join(self.labels)) if self.labels else "")

    def to_frame(self) -> pd.DataFrame:
        """The training rows, prepared."""
        import pandas as pd

        frame = pd.DataFrame(self.x_train, columns=list(self.names))
        y = np.array(self.labels, object)[self.y_train] if self.labels else self.y_train
        return frame.assign(**{self.target: y})

    def shown(self) -> pd.DataFrame:
        """Its first rows and columns."""
        frame = self.to_frame().head(4)
        kept = [*self.names[:7], self.target]
        return frame[kept]


@dataclass(frozen=True, kw_only=True, repr=False)
class OwnTable(AsTable):
    """A table and its target, for the steps "on your table".

    Attributes
    ----------
    source, target, task
        As given, and what was found.
    frame
        The rows as read; at most 1,000, drawn with a fixed seed.
    """

    source: str
    target: str
    task: str
    frame: pd.DataFrame
    schema: Schema
    problem: Problem

    def headline(self) -> str:
        """Where it comes from and what it asks."""
        task = text(f"cli.task.{self.task}", self.language)
        return text("course.table", self.language, source=self.source, target=self.target, task=task)

    def to_frame(self) -> pd.DataFrame:
        """The rows as read."""
        return self.frame

    def shown(self) -> pd.DataFrame:
        """Its first rows and columns."""
        kept = [*[name for name in self.frame.columns if name != self.target][:7], self.target]
        return self.frame[kept].head(4)

    def numbers(self) -> NetworkRows:
        """Rows whose y is a number: the target or, where that is a class, the column with most different numbers.

        Raises
        ------
        DataError
            There is no column of numbers.
        """
        name = self.number_column()
        return self._rows(name, self.frame[name].to_numpy(float), ())

    def number_column(self) -> str:
        """The column that ``numbers`` predicts.

        Raises
        ------
        DataError
            There is none.
        """
        if self.task == "regression":
            return self.target
        numbers = [column for column in self.schema.features if column.kind == "number"]
        if len(numbers) < 1 or len(self.schema.features) < 2:
            raise DataError("course_no_numbers", source=self.source)
        return max(numbers, key=lambda column: column.n_distinct).name

    def classes(self, pieces: int = 2) -> NetworkRows:
        """Rows whose y is a class: the target or, where that is a number, which of ``pieces`` parts it lies in."""
        cells = self.frame[self.target]
        if self.task != "regression":
            labels = self.problem.labels
            known = {label: code for code, label in enumerate(labels)}
            return self._rows(self.target, np.array([known[cell] for cell in cells]), labels)
        values = cells.to_numpy(float)
        edges = np.unique(np.quantile(values, np.linspace(0, 1, pieces + 1)[1:-1]))
        edges = edges[edges > values.min()]
        told = tuple(f"{edge:.4g}" for edge in edges)
        labels = (f"< {told[0]}", *(f"{low} …" for low in told))
        return self._rows(self.target, np.searchsorted(edges, values, side="right"), labels)

    def _rows(self, target: str, y: np.ndarray, labels: tuple[str, ...]) -> NetworkRows:
        """Whole rows, split by a fixed seed; all that preparing learns comes from the training rows."""
        from hanpan.preparation.needs import Needs
        from hanpan.preparation.planner import plan
        from hanpan.preparation.preparer import build

        whole = np.flatnonzero(np.isfinite(y))
        order = np.random.default_rng(_SEED).permutation(whole)
        cut = round(len(order) * (1 - _VALIDATION))
        train, valid = order[:cut], order[cut:]
        roles = tuple(
            replace(column, role="left_out") if column.name == target and column.role == "feature" else column
            for column in self.schema
        )
        schema = replace(self.schema, columns=roles)
        task = "regression" if not labels else "binary" if len(labels) == 2 else "multiclass"
        recipe = plan(schema, Needs(scaled=True), n_rows=len(train), task=task, n_classes=len(labels))
        preparer = build(recipe, schema)
        x = preparer.fit_transform(self.frame.iloc[train], y[train])
        return NetworkRows(
            target=target,
            names=preparer.feature_names_,
            labels=labels,
            x_train=x.astype(np.float32),
            x_valid=preparer.transform(self.frame.iloc[valid]).astype(np.float32),
            y_train=y[train],
            y_valid=y[valid],
        )


def table(source: Any, target: str) -> OwnTable:
    """A table for the steps "on your table".

    Parameters
    ----------
    source
        As ``hanpan.run`` takes it.
    target
        The column to predict.

    Raises
    ------
    DataError
        The table cannot be read, or has no such column.

    Examples
    --------
    >>> mine = table("sklearn:diabetes", "target")
    >>> mine.task, mine.numbers().x_train.shape, mine.classes().labels
    ('regression', (332, 10), ('< 140.5', '140.5 …'))
    """
    read: Dataset = load_dataset(source, ReadOptions(), target=target)
    problem, dataset, _ = define_problem(read, target)
    frame = dataset.frame
    if len(frame) > _MOST_ROWS:
        frame = frame.sample(_MOST_ROWS, random_state=_SEED).reset_index(drop=True)
    return OwnTable(
        source=read.reading.source,
        target=problem.target,
        task=problem.task,
        frame=frame,
        schema=dataset.schema,
        problem=problem,
    )
