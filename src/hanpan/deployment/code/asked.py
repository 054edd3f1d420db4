"""What a model's writer is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hanpan.business.problem import Problem
from hanpan.deployment.code.pieces import Code
from hanpan.deployment.code.record import Member
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.algorithms.catalogue import algorithm


@dataclass(frozen=True)
class ModelCode:
    """An unfitted model: ``expression``; what its ``fit`` takes besides X and y; the definitions it needs.

    ``layers``: name and parts of the function that gives a network's layers.
    """

    expression: Code
    fitting: dict[str, Any] = field(default_factory=dict)
    bricks: dict[str, dict[str, Any]] = field(default_factory=dict)
    layers: tuple[str, dict[str, Any]] | None = None


@dataclass(frozen=True)
class Asked:
    """A member with all that its expression depends on."""

    member: Member
    problem: Problem
    y: np.ndarray

    @property
    def rows(self) -> int:
        """Rows that it learns from."""
        limit = algorithm(self.member.candidate.algorithm).row_limit
        return len(self.y) if limit is None else min(limit, len(self.y))

    @property
    def splits(self) -> int:
        """Parts that probabilities of a support vector machine are calibrated on."""
        return max(2, min(3, self.fewest))

    @property
    def rarest(self) -> int:
        """The class that the fewest rows have, of those that any has."""
        counts = np.bincount(self.y.astype(int))
        return int(np.argmin(np.where(counts > 0, counts, len(self.y))))

    @property
    def fewest(self) -> int:
        """How many rows have it."""
        return int((self.y == self.rarest).sum())

    @property
    def settings(self) -> dict[str, Any]:
        """The parameters, those that are always the same included; rounds as they were chosen on the folds."""
        candidate = self.member.candidate
        entry = algorithm(candidate.algorithm)
        settings = {**entry.fixed, **candidate.settings}
        if self.member.rounds is not None and entry.iterations:
            settings[entry.iterations] = self.member.rounds
        return {name: value for name, value in settings.items() if name != "patience"}

    @property
    def seed(self) -> int:
        """The seed of the fit."""
        return seed_for(self.member.candidate.seed, self.member.candidate.algorithm)

    @property
    def classes(self) -> bool:
        """Two classes or more."""
        return self.problem.task != "regression"

    @property
    def coded(self) -> list[int]:
        """Places of the prepared columns that hold categories."""
        return list(self.member.preparer.categorical_)

    def kind(self, stem: str) -> str:
        """``stem`` with scikit-learn's ending for the task."""
        return f"{stem}{'Classifier' if self.classes else 'Regressor'}"
