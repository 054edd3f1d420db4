"""What is handed to the judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from hanpan.business.card import Success
from hanpan.business.decision import DecisionRule
from hanpan.business.problem import Problem
from hanpan.business.value import Stakes, Worth
from hanpan.foundation.findings import Finding
from hanpan.modeling.trial import RowsFitted
from hanpan.statistics.groups import number_of, told_apart


@dataclass(frozen=True, kw_only=True)
class Case:
    """A model's outputs on some rows, the baseline's beside them.

    ``y`` (n,) values or codes; ``output``, ``baseline`` (n,) or (n, C); ``fold_score``, ``fold_score_std``,
    ``train_score``, ``diagnosis``: what the folds said; ``criterion``: when the answer is good enough; ``stakes``: what
    stands beside the rows; ``way``: how the decision was found, ``again``: how it would be found for another worth;
    ``later``: the rows are the latest ones of the table; ``untrained``: its curves say that it was not trained to its
    end.
    """

    problem: Problem
    y: np.ndarray
    output: np.ndarray
    baseline: np.ndarray
    model: str
    algorithm: str
    judged_on: Literal["holdout", "out_of_fold"] = "holdout"
    trained_on: RowsFitted = "development"
    decision: DecisionRule = DecisionRule()
    fold_score: float | None = None
    fold_score_std: float | None = None
    train_score: float | None = None
    diagnosis: str = ""
    criterion: Success | None = None
    findings: list[Finding] = field(default_factory=list)
    stakes: Stakes = field(default_factory=Stakes)
    way: str = "plain"
    again: Callable[[Worth], DecisionRule] | None = None
    later: bool = False
    untrained: bool = False

    @property
    def classes(self) -> bool:
        """Two classes or more."""
        return self.problem.task != "regression"

    @property
    def group(self) -> np.ndarray | None:
        """Groups (n,) that chance is counted in; None where it is counted in rows."""
        return told_apart(self.stakes.group)

    @property
    def one_group(self) -> bool:
        """Whether all rows are of one group, so that they tell nothing about others."""
        return self.stakes.group is not None and len(self.y) > 1 and number_of(len(self.y), self.stakes.group) == 1

    @property
    def units(self) -> int:
        """How many independent things were judged: groups, or rows."""
        return number_of(len(self.y), self.group)
