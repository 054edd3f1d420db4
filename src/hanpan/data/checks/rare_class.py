"""Classes with a handful of rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding

ALWAYS_RARE = 10  # rows: too few for five folds and a hold-out to see two each
RARE_BELOW = 30
RARE_SHARE = 0.05


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Classes with fewer than 10 rows, or fewer than 30 that are less than 5 % of the table."""
    if problem is None or context.target is None or not problem.labels:
        return
    sizes = np.bincount(context.target.classes[context.target.known], minlength=len(problem.labels))
    below = (sizes < ALWAYS_RARE) | ((sizes < RARE_BELOW) & (sizes < RARE_SHARE * sizes.sum()))
    rare = [(int(sizes[code]), problem.labels[code]) for code in np.flatnonzero(below)]
    if rare:
        named = [f"{label} ({size})" for size, label in sorted(rare)]
        evidence: dict[str, Evidence] = {"classes": named, "count": len(named), "fewest": min(rare)[0]}
        yield Finding(code="rare_class", severity="warning", subject=problem.target, evidence=evidence)
