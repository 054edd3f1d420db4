"""Columns that are not the same early and late."""

from __future__ import annotations

from collections.abc import Iterator

from hanpan.business.problem import Problem
from hanpan.data.across.drift import drift
from hanpan.data.across.record import Drifting
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding, Severity

CLEAR = 0.2  # the smallest correlation, at the cautious end of its interval
BEYOND_CHANCE = 0.01
A_CLOCK = 0.97
MOST_NAMES = 5


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """The target (on development rows) or features differ clearly between stretches of time."""
    found = drift(context.values, problem, context.rows, context.features)
    drifting = [one for one in found.columns if _drifts(one)] if found else []
    if found is None or not drifting:
        return
    names = [f"{one.name} ({one.strength:.2f})" for one in drifting]
    evidence: dict[str, Evidence] = {
        "columns": names[:MOST_NAMES] + (["…"] if len(names) > MOST_NAMES else []),
        "count": len(drifting),
        "first": found.starts[0],
        "last": found.starts[-1],
        "target": problem is not None and drifting[0].name == problem.target,
    }
    severity: Severity = "info" if found.given else "warning"
    code = "time_drift_known" if found.given else "time_drift"  # the split by time is there already
    yield Finding(code=code, severity=severity, subject=found.time, evidence=evidence)


def _drifts(told: Drifting) -> bool:
    """A column that follows time nearly exactly (a running number, a year) is another clock and does not drift."""
    return bool(told.low > CLEAR and told.p < BEYOND_CHANCE and told.strength < A_CLOCK)
