"""Tables with a date, judged as if order did not matter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.data.parsers.hints import says_birth
from hanpan.data.values import finite
from hanpan.foundation.findings import Evidence, Finding, Severity

FEWEST_DATES = 3


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """A date column and no ``time`` in the card: rows of one day may end on both sides of a shuffled split."""
    if problem is not None and problem.time is not None:
        return
    for column in context.features:
        if column.kind != "date" or says_birth(column.name):  # a birth is no moment at which a row came about
            continue
        distinct = context.values.n_distinct(column.name)
        if distinct >= FEWEST_DATES:
            days = finite(context.values.numbers(column.name))
            in_order = bool(np.all(np.diff(days) >= 0))
            evidence: dict[str, Evidence] = {"distinct": distinct, "in_order": in_order}
            severity: Severity = "warning" if in_order else "info"
            yield Finding(code="time_order", severity=severity, subject=column.name, evidence=evidence)
