"""Numbers that are infinite."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Infinite cells, usually the result of a division by zero before the table was written."""
    for column in context.features:
        if context.values.is_numeric(column.name):
            count = int(np.isinf(context.values.numbers(column.name)).sum())
            if count:
                evidence: dict[str, Evidence] = {"count": count, "rows": context.n}
                yield Finding(code="infinite", severity="warning", subject=column.name, evidence=evidence)
