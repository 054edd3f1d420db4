"""Candidate: an algorithm with parameters and a recipe, not yet scored."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from hanpan.preparation.recipe import Recipe

PLAIN, AUTO = "none", "auto"
WAYS = (PLAIN, "weights", "copies", "smote")  # of learning rare classes
BALANCE = "balance"  # the parameter that says how rare classes are learnt, whatever the algorithm


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An unfitted pipeline by its ingredients. ``purpose``: ``default``, ``knob``, ``variation``, ``own``."""

    algorithm: str
    parameters: dict[str, Any]
    recipe: Recipe
    purpose: str = "default"
    seed: int = 0

    @property
    def balance(self) -> str:
        """How rare classes are learnt: one of ``WAYS``."""
        return str(self.parameters.get(BALANCE, PLAIN))

    @property
    def settings(self) -> dict[str, Any]:
        """The parameters that the algorithm itself knows."""
        return {name: value for name, value in self.parameters.items() if name != BALANCE}

    @cached_property
    def key(self) -> str:
        """Stable identity (12 hex digits) of algorithm, parameters, recipe and seed."""
        told = json.dumps(
            [self.algorithm, self.parameters, asdict(self.recipe), self.seed], sort_keys=True, default=str
        )
        return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class EnsembleMember:
    """One voice of an ensemble."""

    key: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Ensemble:
    """A weighted mean of candidates' outputs (weights sum to 1)."""

    members: tuple[EnsembleMember, ...] = field(default=())
