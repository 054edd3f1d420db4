"""Pair: one feature against the target, with one test and one effect."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One feature against the target on development rows.

    ``test`` names the text ``test.<test>``: ``pearson`` (effect r), ``welch_t`` (Hedges g, first group minus
    second), ``welch_anova`` and ``kruskal`` (omega squared), ``chi_square``, ``chi_square_monte_carlo`` and
    ``fisher_exact`` (Cramér V, bias corrected), ``mann_whitney`` (AUC: chance that a positive row has the larger
    value). ``p`` is corrected over all pairs of the table (false discovery rate); the raw one is ``evidence["p"]``;
    ``evidence["low"]`` and ``["high"]`` are the 95 % interval of the effect.
    """

    column: str
    test: str
    effect: float | None
    p: float | None
    evidence: dict[str, Any] = field(default_factory=dict)
