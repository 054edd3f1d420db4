"""A class so rare that always naming the other is nearly always right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding

RARE_SHARE = 0.10


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Less than 10 % of the rows outside the largest class."""
    if problem is None or context.target is None or not problem.labels:
        return
    sizes = np.bincount(context.target.classes[context.target.known], minlength=len(problem.labels))
    total, largest = int(sizes.sum()), int(sizes.argmax())
    rest = total - int(sizes[largest])
    if total and 0 < rest < RARE_SHARE * total:
        evidence: dict[str, Evidence] = {
            "label": problem.labels[largest],
            "share": int(sizes[largest]) / total,
            "rest": rest,
            "rows": total,
        }
        yield Finding(code="imbalance", severity="warning", subject=problem.target, evidence=evidence)
