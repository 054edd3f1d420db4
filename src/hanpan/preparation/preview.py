"""Preview: the first rows of a table beside what a preparer makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hanpan.preparation.columns import missing
from hanpan.preparation.preparer import Preparer

if TYPE_CHECKING:
    import pandas as pd

_MOST_COLUMNS = 40


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A few rows before and after.

    Attributes
    ----------
    before_columns, before
        Columns of the table and their cells as text, None where missing.
    columns, sources, rows
        Prepared columns, the table column each comes from, and their values, None where missing.
    n_columns
        Prepared columns in all; at most 40 are shown.
    """

    before_columns: list[str] = field(default_factory=list)
    before: list[list[str | None]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    rows: list[list[float | None]] = field(default_factory=list)
    n_columns: int = 0


def preview(preparer: Preparer, frame: pd.DataFrame, n: int = 5) -> Preview:
    """The first n rows, before and after.

    Parameters
    ----------
    preparer
        Fitted.
    frame
        Rows of the table.
    n
        Rows shown.
    """
    head = frame.head(n)
    before = list(preparer.columns[:_MOST_COLUMNS])
    prepared = preparer.transform(head)[:, :_MOST_COLUMNS]
    return Preview(
        before_columns=before,
        before=[[_shown(head[name].iloc[i]) for name in before] for i in range(len(head))],
        columns=list(preparer.feature_names_[:_MOST_COLUMNS]),
        sources=list(preparer.sources_[:_MOST_COLUMNS]),
        rows=[[None if missing(cell) else float(cell) for cell in row] for row in prepared],
        n_columns=len(preparer.feature_names_),
    )


def _shown(cell: object) -> str | None:
    if missing(cell):
        return None
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
