"""What plain code is written from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hanpan.business.decision import DecisionRule
from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.options import ReadOptions
from hanpan.modeling.candidate import Candidate
from hanpan.preparation.preparer import Preparer

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, kw_only=True)
class Member:
    """A candidate fitted on all rows: its weight in the answer, its rounds or epochs, and how its rows were prepared.

    ``factors``: what brings probabilities learnt on balanced classes back, one number per class, or none.
    """

    candidate: Candidate
    weight: float
    rounds: int | None
    preparer: Preparer
    factors: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ToldRow:
    """A row of the board with all that its code needs.

    Attributes
    ----------
    source, options
        The table as it was given, and how it was read.
    dataset
        The table as it was understood; every row has a target.
    model
        Name of the row.
    y
        Values or class codes (n,).
    output
        What the fitted row answers for all rows of the dataset: values (n,) or probabilities (n, C).
    """

    source: str
    options: ReadOptions
    dataset: Dataset
    problem: Problem
    model: str
    members: tuple[Member, ...]
    decision: DecisionRule
    y: np.ndarray
    output: np.ndarray
    language: str

    @property
    def regression(self) -> bool:
        """Whether numbers are predicted."""
        return self.problem.task == "regression"
