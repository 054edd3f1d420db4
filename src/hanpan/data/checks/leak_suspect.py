"""Columns that know the answer: each alone predicts the target almost without error."""

from __future__ import annotations

from collections.abc import Iterator

from hanpan.business.problem import Problem
from hanpan.data.checks.alone import Alone, alone_score
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.data.values import TargetValues, sample_rows
from hanpan.foundation.findings import Evidence, Finding

THRESHOLD = 0.98
ERROR_LEFT = 0.1  # of the error that no column at all makes
MOST_ROWS = 20_000
MOST_CELLS = 4_000_000
FEWEST_SAMPLED = 2_000
FEWEST_ROWS = 20
FEWEST_OUTSIDE = 5  # rows outside the largest class: with fewer, chance alone reaches the threshold


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """AUC, R squared or accuracy (far above the largest class) of 0.98 from one column, on development rows."""
    if problem is None or context.target is None:
        return
    rows = context.rows[context.target.known[context.rows]]
    at_most = max(FEWEST_SAMPLED, min(MOST_ROWS, MOST_CELLS // max(1, len(context.features))))
    rows = sample_rows(rows, at_most, "leak")
    target = TargetValues(context.target.values[rows], context.target.labels)
    if not _enough(target):
        return
    for column in context.features:
        score = alone_score(context.values, column, rows, target)
        if score is not None and _too_good(score):
            evidence: dict[str, Evidence] = {**score._asdict(), "rows": len(rows), "target": problem.target}
            yield Finding(code="leak_suspect", severity="serious", subject=column.name, evidence=evidence)


def _too_good(score: Alone) -> bool:
    return score.value >= THRESHOLD and 1 - score.value <= ERROR_LEFT * (1 - score.base)


def _enough(target: TargetValues) -> bool:
    if len(target.values) < FEWEST_ROWS:
        return False
    if not target.labels:
        return bool(target.values.min() < target.values.max())
    sizes = sorted(int((target.values == code).sum()) for code in range(len(target.labels)))
    return sum(sizes[:-1]) >= FEWEST_OUTSIDE
