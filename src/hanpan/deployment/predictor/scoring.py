"""Scoring: what is asked for when a table is answered, how its rows are answered, and what was done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from hanpan.business.value import Worth
from hanpan.data.conforming.conform import ConformNotes, conform
from hanpan.data.joining import join_tables
from hanpan.data.joins import Joins
from hanpan.data.options import ReadOptions
from hanpan.data.raw import Note, RawTable
from hanpan.data.readers import read_table
from hanpan.deployment.gates import GateOptions
from hanpan.deployment.predictor.listing import ListOptions, listed
from hanpan.deployment.scored import Predicted, predictions
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitted.ranges import with_limits
from hanpan.modeling.fitted.reasons import Teller, plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from hanpan.data.readers.cutting.piece import Piece


class Crew(Protocol):
    """Whoever scores the pieces of a table, and keeps them in the folder of the work (``streams.Work``)."""

    def done(self, work: Any, pieces: Iterator[Piece]) -> list[PieceNoticed | None]:
        """What was noticed in each piece, in their order; None where there are no rows."""


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
    model
        Where the model file is.
    crew
        Who scores the pieces of Parquet, if not this process.
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
    model: str | Path = ""
    crew: Crew | None = None


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


@dataclass(frozen=True, kw_only=True)
class PieceNoticed:
    """What was noticed in a piece of a table, and how many rows it had."""

    rows: int
    notes: ConformNotes
    reading: list[Note] = field(default_factory=list)


def frame_of(model: Model, scored: Predicted, asked: Scoring) -> pd.DataFrame:
    """The columns of a prediction file, or of a list."""
    if asked.intervals:
        scored = replace(scored, frame=with_limits(scored.frame, scored.output, model.required_ranges()))
    return listed(model, scored, asked.listing, asked.tell) if asked.listing.asked else scored.frame


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


KEY = "__key__"  # what the rows of a piece are sorted by


def scored_piece(model: Model, raw: RawTable, asked: Scoring) -> tuple[pd.DataFrame, PieceNoticed]:
    """A piece of a table: its rows of the results, with the key of each where they are to be sorted, and what was odd.

    Raises
    ------
    DataError
        A column is absent.
    """
    scored = predict_raw(model, raw)
    frame = frame_of(model, scored, asked)
    if asked.listing.sort is not None:
        frame[KEY] = frame.attrs.pop("keys")
    return frame, PieceNoticed(rows=len(scored.frame), notes=scored.notes, reading=scored.reading)
