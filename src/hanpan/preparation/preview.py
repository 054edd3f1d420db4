"""Preview: the first rows of a table beside what a preparer makes of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hanpan.preparation.columns import missing
from hanpan.preparation.preparer import Preparer

if TYPE_CHECKING:
    import pandas as pd

_MOST_COLUMNS = 40


def preview(preparer: Preparer, frame: pd.DataFrame, n: int = 5) -> dict[str, Any]:
    """The first n rows, before and after, as plain values.

    Parameters
    ----------
    preparer
        Fitted.
    frame
        Rows of the table.
    n
        Rows shown.

    Returns
    -------
    dict
        ``before_columns`` and ``before`` (cells as text, None where missing), ``columns``, ``sources`` (the table
        column each comes from) and ``rows`` (numbers, None where missing) of at most 40 prepared columns,
        ``n_columns`` (how many there are) and ``notes`` (``code``, ``column``, ``values``: what the fit rows made the
        steps do).
    """
    head = frame.head(n)
    before = list(preparer.columns[:_MOST_COLUMNS])
    prepared = preparer.transform(head)[:, :_MOST_COLUMNS]
    return {
        "before_columns": before,
        "before": [[_shown(head[name].iloc[i]) for name in before] for i in range(len(head))],
        "columns": list(preparer.feature_names_[:_MOST_COLUMNS]),
        "sources": list(preparer.sources_[:_MOST_COLUMNS]),
        "rows": [[None if missing(cell) else float(cell) for cell in row] for row in prepared],
        "n_columns": len(preparer.feature_names_),
        "notes": [asdict(note) for note in preparer.notes_],
    }


def _shown(cell: object) -> str | None:
    if missing(cell):
        return None
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell).removesuffix(" 00:00:00")  # a date without a time
