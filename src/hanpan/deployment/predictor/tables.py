"""Predictor: rows of a new table in, answers out, with whatever was odd about the rows counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.business.value import Worth
from hanpan.data.conforming.conform import ConformNotes, conform
from hanpan.data.joining import join_tables
from hanpan.data.joins import Joins
from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable
from hanpan.data.readers import read_table
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.gates import GateOptions, require_clean
from hanpan.deployment.opening import open_bundle
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.compiled import Compiled
from hanpan.deployment.predictor.listing import ListOptions, check_list, listed
from hanpan.deployment.predictor.rows import Row
from hanpan.deployment.scored import Predicted, predictions
from hanpan.deployment.writing import require_ending, write_predictions
from hanpan.foundation.files import refuse_overwriting
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitted.ranges import with_limits
from hanpan.modeling.fitted.reasons import Teller, plainly

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.evaluation.record import Evaluation


@dataclass(frozen=True, kw_only=True)
class Scoring:
    """What is asked for when a table is scored.

    Attributes
    ----------
    table, options, joins
        What is read, how, and what is joined to it.
    out
        Where the answers go.
    intervals
        ``prediction_low`` and ``prediction_high`` follow each prediction of a number (95 %).
    listing
        A list to work with: columns kept, order, reasons.
    gates
        How much may be odd about the rows.
    guard, bom
        See ``write_predictions``.
    tell
        Words a reason; ``language`` is that of its words.
    """

    table: Any
    out: str | Path = ""
    options: ReadOptions = field(default_factory=ReadOptions)
    joins: Joins = field(default_factory=Joins)
    intervals: bool = False
    listing: ListOptions = field(default_factory=ListOptions)
    gates: GateOptions = field(default_factory=GateOptions)
    guard: bool = True
    bom: bool | None = None
    language: str = ""
    tell: Teller = plainly


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was scored: how many rows, what was odd about them, which texts got an apostrophe, and how many pieces of a
    large table had been done by a run before.
    """

    rows: int
    out: str
    notes: ConformNotes
    reading: list[Note] = field(default_factory=list)
    guarded: list[str] = field(default_factory=list)
    resumed: int = 0


def frame_of(model: Model, scored: Predicted, asked: Scoring) -> pd.DataFrame:
    """The columns of a prediction file, or of a list."""
    if asked.intervals:
        scored = replace(scored, frame=with_limits(scored.frame, scored.output, model.required_ranges()))
    return listed(model, scored, asked.listing, asked.tell) if asked.listing.asked else scored.frame


@dataclass(frozen=True)
class Predictor:
    """An opened model file at work on tables."""

    bundle: Bundle
    path: Path | None = None

    @classmethod
    def load(cls, path: str | Path) -> Predictor:
        """Open a model file, or one of the registry.

        Raises
        ------
        BundleError
            See ``open_bundle``.
        """
        return cls(open_bundle(path), Path(path))

    @cached_property
    def compiled(self) -> Compiled:
        """The model made ready for single rows."""
        return Compiled(self.bundle.model)

    def answer(self, rows: Sequence[Row]) -> list[Answer]:
        """The answers to rows given as column -> cell, without the cost of a table.

        Raises
        ------
        DataError
            A row lacks a feature, or has a list or the like as a cell.

        Examples
        --------
        >>> import hanpan, pandas, tempfile
        >>> table = pandas.DataFrame({"size": range(90), "price": [3 * i + i % 7 for i in range(90)]})
        >>> options = {"trials": 2, "workers": 0, "algorithms": ["linear_regression"], "insights": "none"}
        >>> study = hanpan.run(table, "price", out=tempfile.mkdtemp(), **options)
        >>> answer, far = Predictor.load(study.model_path).answer([{"size": 30}, {"size": 300}])
        >>> round(answer.prediction), far.notes[0].kind
        (93, 'outside')
        """
        return self.compiled.answer(rows)

    def score_file(
        self, table: Any, out: str | Path, options: ReadOptions | None = None, joins: Joins | None = None, **asked: Any
    ) -> Done:
        """Predict a table and write the answers; returns what was done and what was odd about the rows.

        A large table (CSV, Parquet, a folder of Parquet) is read piece by piece, in bounded memory; the results are
        there when all is done, and a run that was killed goes on where it stopped.

        Parameters
        ----------
        table, out
            What is read, and where the answers go.
        options, joins
            How it is read, and which tables are joined to it (then it is read at once).
        asked
            Whatever else ``Scoring`` has: ``intervals``, ``listing``, ``gates`` ...

        Raises
        ------
        UsageError
            ``out`` has an ending that predictions are not written in, or is one of the files that are read; the model
            has no prediction intervals; a sorted list needs more memory than there is.
        AccessError
            ``out`` cannot be written to.
        DataError
            A column is absent, the table cannot be read, or a gate is closed; nothing is written then.
        """
        from hanpan.deployment.predictor.streams import pieces_of, score_pieces

        wanted = Scoring(table=table, out=out, options=options or ReadOptions(), joins=joins or Joins(), **asked)
        require_ending(out)
        refuse_overwriting(out, [self.path, table, *wanted.joins.files])
        if wanted.intervals:
            self.bundle.model.required_ranges()
        wanted = replace(wanted, listing=check_list(wanted.listing, self.bundle.model))
        pieces = None if wanted.joins.tables else pieces_of(table, self.bundle, wanted.options)
        if pieces is not None:
            return score_pieces(pieces, self.bundle, wanted)
        done, frame = self.answers(wanted)
        return replace(done, guarded=write_predictions(frame, out, guard=wanted.guard, bom=wanted.bom))

    def answers(self, asked: Scoring) -> tuple[Done, pd.DataFrame]:
        """What a prediction file has, without writing it.

        Raises
        ------
        DataError
            See ``score_file``.
        """
        model = self.bundle.model
        scored = predict_table(model, asked.table, asked.options, asked.joins)
        require_clean(scored.notes, asked.gates)
        done = Done(rows=len(scored.frame), out=str(asked.out), notes=scored.notes, reading=scored.reading)
        return done, frame_of(model, scored, asked)

    def evaluate_file(
        self, table: Any, options: ReadOptions | None = None, gates: GateOptions | None = None
    ) -> Evaluation:
        """Judge on a table that has the answers; rows without one are left out and counted.

        Raises
        ------
        DataError
            The target is absent, or holds classes the model does not know; or a gate is closed.
        """
        from hanpan.deployment.labelled import evaluate_table  # judging is much to load for who only predicts

        done = predict_table(self.bundle.model, table, options)
        require_clean(done.notes, gates or GateOptions())
        return evaluate_table(self.bundle, done)


def predict_table(
    model: Model, table: Any, options: ReadOptions | None = None, joins: Joins | None = None
) -> Predicted:
    """Predict every row of a table.

    Parameters
    ----------
    model
        The model.
    table
        A path (of a folder of images, where the model was made from images) or a pandas, polars or arrow table; columns
        in any order, extra ones ignored and counted.
    options
        How to read it.
    joins
        Tables to join to it first, as they were joined for training.

    Raises
    ------
    DataError
        A column is absent, or the table cannot be read.
    """
    return predict_raw(model, join_tables(read_table(table, options, model.schema), joins or Joins()))


def predict_raw(model: Model, raw: RawTable) -> Predicted:
    """Predict every row of a table that was read.

    Raises
    ------
    DataError
        A column is absent.
    """
    frame, notes = conform(raw, model.schema, target=model.problem.target)
    output = model.output(frame)
    target = frame.get(model.problem.target)
    answers = predictions(model, output)
    for name, told in (("file", raw.files), ("line", raw.lines)):
        if len(told) == len(answers):  # each row is a file, or lines between the rows were passed over: say which
            answers.insert(0, name, list(told))
    worth = model.problem.value or Worth()
    named = [name for name in (worth.amount, worth.rule, model.problem.group) if name in frame]
    beside = frame[list(dict.fromkeys(named))]
    return Predicted(answers, output, notes, target, beside, frame, raw.reading.notes, given=raw.frame)
