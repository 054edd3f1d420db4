"""What an insight may look at: a judged study."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.business.value import Stakes
from hanpan.data.schema import Column, Schema
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.budget import Deadline
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.modeling.fitted.model import Model
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.search.filling import Filled
from hanpan.modeling.trial import Trial


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The row of the board that was judged, and what it answered.

    ``output``: on the hold-out rows (out of fold where there is no hold-out); ``rows``: y there; ``stakes``: what
    stands beside them.
    """

    row: BoardRow
    output: np.ndarray
    rows: np.ndarray
    stakes: Stakes = field(default_factory=Stakes)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A judged study. Rows of the hold-out (``ground.holdout``) may be judged on, never fitted on.

    Attributes
    ----------
    ground
        Problem, schema, recipes, ``bench`` (development rows with folds), hold-out rows.
    filled
        Out-of-fold outputs by candidate key, and the ensemble.
    chosen
        The row of the board that was judged, with its output on the hold-out.
    model
        The chosen row fitted on development rows: ``model.output(frame)``.
    until
        When an insight stops, with what it has or with nothing. Without an end, insights are counted and not timed: no
        model is too slow for them.
    protected
        Protected columns of the hold-out, whether models see them or not.
    named
        Columns of ids of the hold-out, which no model sees; the index says where in the table each row stands.
    folder
        The study's, for what is kept as files; None where nothing is kept.
    """

    ground: Ground
    filled: Filled
    board: Board
    chosen: Answered
    model: Model
    evaluation: Evaluation
    seed: int
    until: Deadline
    protected: pd.DataFrame = field(default_factory=pd.DataFrame)
    named: pd.DataFrame = field(default_factory=pd.DataFrame)
    folder: Path | None = None

    @property
    def problem(self) -> Problem:
        """What is asked."""
        return self.ground.problem

    @property
    def schema(self) -> Schema:
        """The columns with their roles."""
        return self.ground.schema

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns that models see."""
        return self.schema.features

    @property
    def on_images(self) -> bool:
        """Whether the rows are pictures."""
        return self.schema.image is not None

    def quick(self, trial: Trial, longest: float) -> bool:
        """Whether a fold is fitted in so many seconds; any model is quick enough where no clock runs."""
        return not self.until.limited or trial.fit_seconds <= longest

    def scored(self, *names: str) -> list[Trial]:
        """Trials of the board of some algorithms that have a score."""
        return [one for one in self.board.trials if one.candidate.algorithm in names and one.score is not None]

    def best(self, trials: Iterable[Trial]) -> Trial | None:
        """The one with the best score; None of none."""
        sign = 1.0 if self.board.greater_is_better else -1.0
        return max(trials, key=lambda trial: sign * (trial.score or 0.0), default=None)
