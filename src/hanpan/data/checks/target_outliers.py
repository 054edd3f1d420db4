"""A numeric target with a few values far from all others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding

FENCES = 5.0  # quartile distances beyond the quartiles; Tukey calls 3 "far out"
FEWEST_ROWS = 20


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Values more than five quartile distances beyond the quartiles.

    References
    ----------
    Tukey, J. W. (1977), Exploratory Data Analysis, section 2C.
    """
    if problem is None or context.target is None or problem.labels:
        return
    y = context.target.values[context.target.known]
    if len(y) < FEWEST_ROWS:
        return
    q25, median, q75 = np.quantile(y, (0.25, 0.5, 0.75))
    spread = q75 - q25
    far = y[(y < q25 - FENCES * spread) | (y > q75 + FENCES * spread)]
    if spread > 0 and len(far):
        extreme = float(far[np.abs(far - median).argmax()])
        evidence: dict[str, Evidence] = {"count": len(far), "rows": len(y), "median": float(median), "extreme": extreme}
        yield Finding(code="target_outliers", severity="info", subject=problem.target, evidence=evidence)
