"""Trial: what became of a Candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from hanpan.modeling.candidate import Candidate
from hanpan.modeling.curves.watched import Watched

Status = Literal["done", "failed"]
RowsFitted = Literal["all", "development", "folds"]  # what a fit was fitted on: "folds" stands for one fit a fold


@dataclass(frozen=True, kw_only=True)
class IterationCurve:
    """Score per round or epoch, train and validation, averaged over folds; ``chosen`` is the number used (1-based).

    ``metric`` is ``rmse``, in the unit of y, or ``log_loss``, whatever the algorithm learns by; where rare classes were
    learnt so, ``balanced_log_loss``, in which all classes count the same.
    """

    metric: str
    train: list[float | None]
    validation: list[float | None]
    chosen: int
    steps: list[int] = field(default_factory=list)

    def gained(self, rounds: float) -> float:
        """What share of the loss that all chosen rounds after the first took away the first ``rounds`` do.

        Examples
        --------
        >>> IterationCurve(metric="rmse", train=[], validation=[3.0, 1.5, 1.0], chosen=30, steps=[1, 15, 30]).gained(15)
        0.75
        """
        first, made, all_made = np.interp(
            [1, rounds, self.chosen], self._rounds, np.asarray(self.validation, dtype=float)
        )
        return float((first - made) / (first - all_made)) if rounds < self.chosen and first != all_made else 1.0

    def enough(self, share: float) -> int:
        """The fewest rounds that gain such a share."""
        return next((each for each in self._rounds if self.gained(each) >= share), self.chosen)

    @property
    def _rounds(self) -> list[int]:
        return self.steps or [*range(1, len(self.validation) + 1)]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """Scores of a Candidate on the folds, in the metric's own direction.

    ``score`` is the mean over folds (None when failed), ``score_std`` its spread over folds. ``metrics`` holds the
    mean of every metric of the task on the validation folds. ``failure`` is an English technical line;
    ``failure_kind`` one of ``time``, ``memory``, ``crash``, ``error``, ``not_finite``, ``diverged``. Out-of-fold
    outputs are kept in the journal, not here. Seconds are those of a fold. ``cut``: the time ended its rounds before
    their own rule did; ``folds_left_out``: for so many the time was too short while there was no model (NaN in
    ``fold_scores``). ``watched`` holds what was measured on a network's curves, fold by fold. ``factors``: one number
    per class, by which probabilities learnt on balanced classes are multiplied (``shares.correction``); empty where
    they are as learnt.
    """

    candidate: Candidate
    status: Status
    score: float | None = None
    score_std: float | None = None
    train_score: float | None = None
    fold_scores: list[float | None] = field(default_factory=list)
    fold_train_scores: list[float | None] = field(default_factory=list)
    metrics: dict[str, float] = field(default_factory=dict)
    fit_seconds: float = 0.0
    predict_seconds: float = 0.0
    prepare_seconds: float = 0.0
    n_prepared: int = 0
    rows_used: int | None = None
    cut: bool = False
    folds_left_out: int = 0
    curve: IterationCurve | None = None
    watched: list[Watched] = field(default_factory=list)
    failure_kind: str | None = None
    failure: str | None = None
    warnings: list[str] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Identity of its Candidate."""
        return self.candidate.key
