"""Rows worth explaining, and their answers split into columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one column adds; ``cell`` is what the row has there, None where it is missing."""

    column: str
    cell: Any
    share: float


@dataclass(frozen=True, kw_only=True)
class ExplainedRow:
    """One row's answer.

    Attributes
    ----------
    which
        ``typical``, ``highest`` or ``wrong``.
    row
        Its position among the rows judged on.
    actual, decided
        The truth and the decision: labels, or numbers.
    label, unit, exact
        The class whose answer is split, the unit of the shares, and how they were found (see ``Contributions``).
    base, answer
        In ``unit``: ``base`` + the shares + ``rest`` is ``answer``.
    probability
        Of ``label``; None for a number.
    shares
        The columns that add most, the largest first; ``rest`` is what the ``others`` add together.
    """

    which: str
    row: int
    actual: str | float
    decided: str | float
    label: str
    unit: str
    exact: bool
    base: float
    answer: float
    probability: float | None
    shares: list[Share]
    rest: float
    others: int


@dataclass(frozen=True, kw_only=True)
class ExplainedRows(AsRows):
    """Up to three rows: see ``WHICH``."""

    rows: list[ExplainedRow]
