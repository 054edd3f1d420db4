"""Options of the test design and of the search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hanpan.foundation.options import option

DEFAULT_BUDGET = 60.0


@dataclass(frozen=True, kw_only=True)
class DesignOptions:
    """How rows are kept apart."""

    folds: int | None = option(None, low=2, high=20)
    holdout: float | None = option(None, low=0.0, high=0.5)
    test: str | None = option(None, metavar="FILE")


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """How the board is filled."""

    budget: float | None = option(None, low=10, parse="duration", metavar="TIME")
    trials: int | None = option(None, low=1, high=100_000)
    seed: int = option(0, low=0, high=2**31 - 1)
    algorithms: tuple[str, ...] = option((), many=True, metavar="A,B")
    network: str | None = option(None, metavar="FILE.py")
    prefer: Literal["accuracy", "speed", "simple"] = option("accuracy")
    workers: int | None = option(None, low=0, high=64)

    @property
    def seconds(self) -> float | None:
        """The budget in seconds; None when the number of trials ends the search."""
        return None if self.trials is not None else (self.budget or DEFAULT_BUDGET)
