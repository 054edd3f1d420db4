"""Rows that belong together, split as if they did not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.across.grouping import codes_of, target_likeness
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.data.names import sounds_like_id
from hanpan.data.schema import Column
from hanpan.foundation.findings import Evidence, Finding
from hanpan.statistics.arrays import Ints

FEWEST_GROUPS = 10
MOST_ROWS_EACH = 30.0  # a category of more rows is a kind of row, not one thing seen several times
SHARED = 0.3  # of the rows must share their group with another
CLEAR = 0.1
BEYOND_CHANCE = 0.001
NAMES_GROUPS = re.compile(
    r"patient|subject|person|customer|client|user|member|household|family|student|school|store|shop|device|machine|"
    r"vehicle|session|account|group|batch|환자|고객|회원|가구|가족|학생|학교|매장|점포|기기|설비|차량|계정|그룹|배치",
    re.IGNORECASE,
)


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """No ``group`` on the card, but a column whose rows come in small groups that are alike in the target."""
    if problem is None or problem.group is not None or context.target is None:
        return
    for column in context.values.schema:
        codes = _groups(context, column)
        found = None if codes is None else target_likeness(context.target, codes, context.rows)
        if codes is None or found is None or found.low < CLEAR or found.p > BEYOND_CHANCE:
            continue
        evidence: dict[str, Evidence] = {
            "groups": len(np.unique(codes[codes >= 0])),
            "rows": int((codes >= 0).sum()),
            "icc": found.icc,
            "low": found.low,
            "high": found.high,
            "target": problem.target,
        }
        yield Finding(code="group_leak", severity="warning", subject=column.name, evidence=evidence)


def _groups(context: Context, column: Column) -> Ints | None:
    """Codes (n,) of a column that may name groups: a category or row name that repeats, or a number called like one."""
    if column.role not in ("feature", "id") or column.kind not in ("category", "id", "number"):
        return None
    numeric = context.values.is_numeric(column.name)
    if numeric and not (sounds_like_id(column.name) or NAMES_GROUPS.search(column.name)):
        return None
    codes = codes_of(context.values, column.name).codes
    sizes = np.bincount(codes[codes >= 0])
    sizes = sizes[sizes > 0]
    if len(sizes) < FEWEST_GROUPS or sizes.mean() > MOST_ROWS_EACH or sizes[sizes > 1].sum() < SHARED * context.n:
        return None
    return codes
