"""Categories with very many values."""

from __future__ import annotations

from collections.abc import Iterator

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding

MANY = 50
MANY_FOR_ROWS = 20
ROWS_EACH = 5


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """More than 50 categories, or more than 20 with fewer than five rows each on average."""
    for column in context.features:
        if column.kind not in ("category", "ordered") or context.values.is_numeric(column.name):
            continue
        codes = context.values.codes(column.name)
        present, count = int((codes.codes >= 0).sum()), len(codes.labels)
        if count > MANY or (count > MANY_FOR_ROWS and present < ROWS_EACH * count):
            evidence: dict[str, Evidence] = {"count": count, "rows": present, "rows_each": present / count}
            yield Finding(code="many_categories", severity="info", subject=column.name, evidence=evidence)
