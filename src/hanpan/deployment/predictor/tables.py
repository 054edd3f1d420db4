"""Predictor: rows of a new table in, answers out, with whatever was odd about the rows counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.data.joins import Joins
from hanpan.data.options import ReadOptions
from hanpan.data.readers.cutting.piece import Piece
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.gates import GateOptions, require_clean
from hanpan.deployment.opening import open_bundle
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.compiled import Compiled
from hanpan.deployment.predictor.listing import check_list
from hanpan.deployment.predictor.rows import Row
from hanpan.deployment.predictor.scoring import Done, Scoring, frame_of, predict_table
from hanpan.deployment.predictor.streams import pieces_of, score_pieces
from hanpan.deployment.writing import require_ending, write_predictions
from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import refuse_overwriting

if TYPE_CHECKING:
    import pandas as pd

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
        read = {"table": table, "options": options or ReadOptions(), "joins": joins or Joins()}
        wanted = Scoring(out=out, model=self.path or "", **read, **asked)
        require_ending(out)
        refuse_overwriting(out, [self.path, table, *wanted.joins.files])
        if wanted.intervals:
            self.bundle.model.required_ranges()
        wanted = replace(wanted, listing=check_list(wanted.listing, self.bundle.model))
        pieces = self._pieces(wanted)
        if pieces is not None:
            return score_pieces(pieces, self.bundle, wanted)
        if wanted.crew is not None:
            raise UsageError("cluster_needs_parquet", table=table)
        done, frame = self.answers(wanted)
        return replace(done, guarded=write_predictions(frame, out, guard=wanted.guard, bom=wanted.bom))

    def _pieces(self, asked: Scoring) -> Iterator[Piece] | None:
        if asked.joins.tables:
            return None
        return pieces_of(asked.table, self.bundle, asked.options, groups=asked.crew is not None)

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
