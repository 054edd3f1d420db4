"""Model: fitted parts with their weights, and how their answer becomes a decision."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.problem import Problem
from hanpan.data.conforming.conform import conform
from hanpan.data.labels import as_it_was
from hanpan.data.readers import read_table
from hanpan.data.schema import Schema
from hanpan.foundation.texts import default_language, text
from hanpan.modeling.fitted.ranges import Ranges, require_ranges, with_limits
from hanpan.modeling.fitting.stored import Part, StoredFit
from hanpan.preparation.columns import Columns

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Model:
    """A fitted model: one part, or several with weights that sum to 1.

    ``predict`` and ``predict_proba`` take a path or a pandas, polars or arrow table with the columns of ``schema``, in
    any order; ``output`` takes a table already in typed columns. ``background``: some typed rows it was trained on,
    with which ``explain`` compares. ``ranges``: its prediction intervals, where it has some. ``path``: the
    file it was loaded from, if it was.
    """

    problem: Problem
    schema: Schema
    parts: tuple[Part, ...]
    weights: tuple[float, ...]
    decision: DecisionRule = DecisionRule()
    name: str = ""
    background: pd.DataFrame | None = field(default=None, compare=False, repr=False)
    ranges: Ranges | None = field(default=None, compare=False, repr=False)
    path: str = field(default="", compare=False, repr=False)

    def output(self, frame: pd.DataFrame | Columns) -> np.ndarray:
        """Values (n,) or probabilities (n, C) for typed rows."""
        return self._weighed([part.output(frame) for part in self.parts])

    def output_of(self, rows: Sequence[Mapping[str, Any]]) -> np.ndarray:
        """What ``output`` answers to a few rows, given as column -> typed cell; at least one."""
        return self._weighed([part.output_of(rows) for part in self.parts])

    def _weighed(self, outputs: list[np.ndarray]) -> np.ndarray:
        total = sum(weight * output for weight, output in zip(self.weights, outputs, strict=True))
        return np.asarray(outputs[0] if len(outputs) == 1 else total, dtype=float)

    def predict(self, table: Any, *, intervals: bool = False) -> Any:
        """Values, or labels by the frozen cut-off, (n,): a Series of the table's own library, else an array.

        Labels have the type that the target had in training: numbers, True and False, or words (see ``classes``).

        With ``intervals`` a table of the same library (pandas for paths) with the columns ``prediction``,
        ``prediction_low`` and ``prediction_high``: of rows like those of the training, 95 % have their truth between
        the last two. Errors made out of fold say how far they lie apart.

        Raises
        ------
        DataError
            A column is absent or the table cannot be read.
        UsageError
            Intervals of a model of classes, or of one that has none.
        """
        ranges = self.required_ranges() if intervals else None
        output = self.output(self.typed(table))
        answers = self.answers_of(output) if self.problem.task == "regression" else self.classes[self._codes(output)]
        return as_it_came(answers, table) if ranges is None else _ranged(answers, output, ranges, table)

    def required_ranges(self) -> Ranges:
        """The prediction intervals.

        Raises
        ------
        UsageError
            The model predicts classes, or has none.
        """
        return require_ranges(self.ranges, task=self.problem.task, target=self.problem.target, model=self.name or "-")

    def predict_proba(self, table: Any) -> np.ndarray:
        """Probabilities (n, C), columns in the order of ``problem.labels``.

        Raises
        ------
        DataError
            The model predicts a number, a column is absent, or the table cannot be read.
        """
        from hanpan.foundation.errors import DataError

        if self.problem.task == "regression":
            raise DataError("no_probabilities", target=self.problem.target)
        return self.output(self.typed(table))

    def explain(self, table: Any, label: str | None = None, *, seed: int = 0) -> pd.DataFrame:
        """What each column adds to the answer of each row: columns of the table, and last ``base``; each row adds up.

        One booster on numbers or two classes tells its exact shares (log-odds for classes); any other model is asked
        about the row with some of its cells taken from the rows in the model file (probability for classes), about 80
        times for each column.
        ``.attrs`` of the answer tells ``unit``, ``label`` and ``exact``.

        Parameters
        ----------
        table
            A path or a table, as ``predict`` takes it.
        label
            The class to explain: the positive one, or of three or more the one most often answered, if not given.
        seed
            Of the sampling.

        Raises
        ------
        DataError
            A column is absent, the table cannot be read, or there is no such label.
        UsageError
            The model did not come from a file, so that no rows to compare with are there.
        """
        from hanpan.foundation.errors import UsageError
        from hanpan.modeling.fitted.contributions import contributions

        if self.background is None:
            raise UsageError("explain_without_rows", target=self.problem.target)
        return contributions(self, self.typed(table), self.background, label=label, seed=seed).to_frame()

    def answers_of(self, output: np.ndarray) -> np.ndarray:
        """Predicted values or labels (n,) from outputs."""
        return self.decision.correct(output) if self.problem.task == "regression" else self.labels_of(output)

    def labels_of(self, output: np.ndarray) -> np.ndarray:
        """Labels (n,) from probabilities (n, C), as texts."""
        return np.asarray(np.asarray(self.problem.labels, dtype=object)[self._codes(output)])

    @property
    def classes(self) -> np.ndarray:
        """The labels (C,) in the order of ``problem.labels``, with the type that the target had in training."""
        target = self.problem.target
        return as_it_was(self.problem.labels, self.schema[target].dtype if target in self.schema else "")

    def _codes(self, output: np.ndarray) -> np.ndarray:
        return np.asarray(self.decision.decide(output))

    def typed(self, table: Any) -> pd.DataFrame:
        """Any table as typed columns of the schema."""
        return conform(read_table(table, like=self.schema), self.schema, target=self.problem.target)[0]

    def _repr_html_(self) -> str:
        told = ", ".join(part.algorithm for part in self.parts)
        target = html.escape(self.problem.target)
        task = html.escape(text(f"cli.task.{self.problem.task}", default_language()))
        return f"<div><b>{target}</b> ({task}): {html.escape(told)}</div>"

    def __repr__(self) -> str:
        return f"<hanpan Model of {self.problem.target!r}: {', '.join(part.algorithm for part in self.parts)}>"


def as_it_came(answer: np.ndarray, table: Any) -> Any:
    """Answers (n,) as a Series of the library the table came from (pandas with its index); an array for paths."""
    import narwhals as nw

    frame = nw.from_native(table, eager_only=True, pass_through=True)
    if not isinstance(frame, nw.DataFrame):
        return answer
    values = answer.tolist() if answer.dtype == object else answer
    series = nw.new_series("prediction", values, backend=frame.implementation).to_native()
    if frame.implementation.is_pandas():
        series.index = table.index
    return series


def _ranged(answers: np.ndarray, output: np.ndarray, ranges: Ranges, table: Any) -> Any:
    import pandas as pd

    return table_as_it_came(with_limits(pd.DataFrame({"prediction": answers}), output, ranges), table)


def table_as_it_came(told: pd.DataFrame, table: Any, *, same_rows: bool = True) -> Any:
    """A table of the library the rows came from, pandas for paths; with its index where these are the ``same_rows``."""
    import narwhals as nw

    frame = nw.from_native(table, eager_only=True, pass_through=True)
    if not isinstance(frame, nw.DataFrame):
        return told
    if frame.implementation.is_pandas():
        return told.set_axis(table.index) if same_rows else told
    columns = {str(name): told[name].tolist() for name in told.columns}
    return nw.from_dict(columns, backend=frame.implementation).to_native()


def model_of(
    problem: Problem, schema: Schema, fits: Sequence[StoredFit], weights: Sequence[float], decision: DecisionRule
) -> Model:
    """A Model from stored fits, each brought back and checked.

    Raises
    ------
    BundleError
        A stored fit does not hold together.
    """
    total = sum(weights)
    shares = tuple(weight / total for weight in weights)
    return Model(problem, schema, tuple(Part(fit) for fit in fits), shares, decision)
