"""Predictor: rows of a new table in, answers out, with whatever was odd about the rows counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.business.value import Worth
from hanpan.data.conforming.conform import conform
from hanpan.data.joining import join_tables
from hanpan.data.joins import Joins
from hanpan.data.options import ReadOptions
from hanpan.data.readers import read_table
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.gates import GateOptions, require_clean
from hanpan.deployment.opening import open_bundle
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.compiled import Compiled
from hanpan.deployment.predictor.rows import Row
from hanpan.deployment.scored import Predicted, predictions
from hanpan.deployment.writing import require_ending, write_predictions
from hanpan.foundation.files import refuse_overwriting
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.fitted.ranges import with_limits

if TYPE_CHECKING:
    from hanpan.evaluation.record import Evaluation


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
        self,
        table: Any,
        out: str | Path,
        options: ReadOptions | None = None,
        joins: Joins | None = None,
        *,
        intervals: bool = False,
        guard: bool = True,
        bom: bool | None = None,
        gates: GateOptions | None = None,
    ) -> dict[str, Any]:
        """Predict a table and write the answers; returns what was done and what was odd about the rows.

        With ``intervals``, ``prediction_low`` and ``prediction_high`` follow each prediction of a number (95 %). With
        ``guard``, text in a CSV that a spreadsheet would take for a formula gets an apostrophe (``guarded``).
        ``bom``: see ``write_predictions``; ``gates``: how much may be odd about the rows.

        Raises
        ------
        UsageError
            ``out`` has an ending that predictions are not written in, or is one of the files that are read; the model
            has no prediction intervals.
        AccessError
            ``out`` cannot be written to.
        DataError
            A column is absent, the table cannot be read, or a gate is closed; nothing is written then.
        """
        require_ending(out)
        refuse_overwriting(out, [self.path, table, *(joins.files if joins else [])])
        ranges = self.bundle.model.required_ranges() if intervals else None
        done = predict_table(self.bundle.model, table, options, joins)
        require_clean(done.notes, gates or GateOptions())
        frame = done.frame if ranges is None else with_limits(done.frame, done.output, ranges)
        guarded = write_predictions(frame, out, guard=guard, bom=bom)
        told = {"rows": len(done.frame), "out": str(out), "notes": asdict(done.notes), "reading": done.reading}
        return {**told, "guarded": guarded}

    def evaluate_file(self, table: Any, options: ReadOptions | None = None) -> Evaluation:
        """Judge on a table that has the answers; rows without one are left out and counted.

        Raises
        ------
        DataError
            The target is absent, or holds classes the model does not know.
        """
        from hanpan.deployment.labelled import evaluate_table  # judging is much to load for who only predicts

        return evaluate_table(self.bundle, predict_table(self.bundle.model, table, options))


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
    raw = join_tables(read_table(table, options, model.schema), joins or Joins())
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
    return Predicted(answers, output, notes, target, beside, frame, raw.frame, raw.reading.notes)
