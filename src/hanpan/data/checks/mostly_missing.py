"""Columns with next to nothing in them."""

from __future__ import annotations

from collections.abc import Iterator

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding, Severity

MISSING_ABOVE = 0.95


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """More than 95 % of the cells missing; left out only where not one cell is present."""
    for column in context.features:
        missing = context.values.n_missing(column.name)
        if missing > MISSING_ABOVE * context.n:
            present = context.n - missing
            evidence: dict[str, Evidence] = {
                "missing": missing,
                "present": present,
                "rows": context.n,
                "share": missing / context.n,
            }
            severity: Severity = "warning" if present else "info"
            yield Finding(code="mostly_missing", severity=severity, subject=column.name, evidence=evidence)
