"""Preview: the first rows of a table beside what a preparer makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hanpan.preparation.columns import missing
from hanpan.preparation.notes import Note
from hanpan.preparation.preparer import Preparer

if TYPE_CHECKING:
    import pandas as pd

_MOST_COLUMNS = 40


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The first rows of a table, before and after preparing.

    Attributes
    ----------
    before_columns, before
        Columns of the table, and their cells as text, None where missing.
    columns, sources, rows
        At most 40 prepared columns, the table column each comes from, and their numbers, None where missing.
    n_columns
        How many prepared columns there are.
    notes
        What the fit rows made the steps do.
    """

    before_columns: list[str]
    before: list[list[str | None]]
    columns: list[str]
    sources: list[str]
    rows: list[list[float | None]]
    n_columns: int
    notes: list[Note] = field(default_factory=list)


def preview(preparer: Preparer, frame: pd.DataFrame, n: int = 5) -> Preview:
    """The first n rows of a table, before and after a fitted preparer."""
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
        notes=list(preparer.notes_),
    )


def _shown(cell: object) -> str | None:
    if missing(cell):
        return None
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell).removesuffix(" 00:00:00")  # a date without a time
