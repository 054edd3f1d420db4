"""Rows worth explaining, and their answers split into columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.business.problem import Problem
from hanpan.modeling.fitted.contributions import Contributions

if TYPE_CHECKING:
    import pandas as pd

WHICH = ("typical", "highest", "wrong")
_MOST = 8
_LEAST = 0.01  # of all that columns add; smaller shares are told together


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
class ExplainedRows:
    """Up to three rows: see ``WHICH``."""

    rows: list[ExplainedRow]


def rows_worth_explaining(problem: Problem, y: np.ndarray, output: np.ndarray) -> dict[str, int]:
    """Positions of a typical row, of the highest answer and of the greatest mistake.

    Two classes: by the probability of the positive one; more: by that of the class decided. A typical row is right (its
    error is below the median) and its answer lies nearest to the median.
    """
    n = np.arange(len(y))
    if not problem.labels:
        said, error = output, np.abs(y - output)
    else:
        said = output[:, 1] if len(problem.labels) == 2 else output.max(axis=1)
        error = 1 - output[n, y.astype(int)]
    usual = np.where(error <= np.median(error), np.abs(said - np.median(said)), np.inf)
    return {"typical": int(usual.argmin()), "highest": int(said.argmax()), "wrong": int(error.argmax())}


def explained(
    which: str, row: pd.DataFrame, place: int, truth: tuple[str | float, str | float], found: Contributions
) -> ExplainedRow:
    """The record of one row from its contributions; ``truth``: what is so, what was decided."""
    values = found.values[0]
    order = np.argsort(-np.abs(values), kind="stable")
    least = max(_LEAST * float(np.abs(values).sum()), np.finfo(float).tiny)
    kept = [at for at in order[:_MOST] if abs(values[at]) >= least]
    answer = float(found.base + values.sum())
    rest = float(values.sum() - values[kept].sum())
    return ExplainedRow(
        which=which,
        row=place,
        actual=truth[0],
        decided=truth[1],
        label=found.label,
        unit=found.unit,
        exact=found.exact,
        base=found.base,
        answer=answer,
        probability=_probability(answer, found.unit),
        shares=[
            Share(column=found.columns[at], cell=_cell(row, found.columns[at]), share=float(values[at])) for at in kept
        ],
        rest=rest,
        others=len(values) - len(kept),
    )


def _probability(answer: float, unit: str) -> float | None:
    if unit == "value":
        return None
    return float(1 / (1 + np.exp(-np.clip(answer, -500, 500)))) if unit == "log_odds" else answer


def _cell(row: pd.DataFrame, name: str) -> Any:
    import pandas as pd

    cell = row[name].iloc[0]
    if pd.isna(cell):
        return None
    if isinstance(cell, int | float | np.number):
        return float(cell)
    return str(cell).removesuffix(" 00:00:00")  # of a date without a time
