"""Rows that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding

SHOWN_ROWS = 5


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Rows in which every feature is missing, in a table with more than one feature."""
    names = [column.name for column in context.features if column.kind != "id"]
    if len(names) < 2:
        return
    empty = np.ones(context.n, dtype=bool)
    for name in names:
        empty &= context.values.missing(name)
        if not empty.any():
            return
    places = [str(row + 1) for row in np.flatnonzero(empty)[:SHOWN_ROWS]]
    evidence: dict[str, Evidence] = {"count": int(empty.sum()), "rows": context.n, "places": places}
    yield Finding(code="empty_rows", severity="warning", evidence=evidence)
