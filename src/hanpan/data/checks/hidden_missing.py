"""Numbers that may stand for "not known": a repeated 0 or 999 with a gap before the rest begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding
from hanpan.statistics.arrays import Floats

STAND_INS = (0.0, -1.0, -9.0, -99.0, -999.0, -9999.0, 99.0, 999.0, 9999.0, 99999.0)
FEWEST_CELLS = 3
LARGEST_SHARE = 0.5  # where most rows have it, 0 means "none" rather than "unknown"
FEWEST_OTHERS = 10
NEIGHBOURS = 20
STEPS = 6.0
SPREAD = 0.1


class StandIn(NamedTuple):
    """A suspicious value: how many cells hold it and which value comes next."""

    value: float
    cells: int
    nearest: float


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """A question, never an action: only a person knows whether 0 was measured."""
    for column in context.features:
        if column.kind == "number" and context.values.is_numeric(column.name):
            numbers = context.values.numbers(column.name)
            found = stand_in(numbers[np.isfinite(numbers)])
            if found:
                evidence: dict[str, Evidence] = {"value": found.value, "nearest": found.nearest, "count": found.cells}
                evidence |= {"rows": context.n, "share": found.cells / context.n}
                yield Finding(code="hidden_missing", severity="warning", subject=column.name, evidence=evidence)


def stand_in(present: Floats) -> StandIn | None:
    """The smallest or largest value, if it is a usual stand-in, repeated, and far from where the others begin.

    Far: at least six times the median step between the 20 distinct values next to it, and a tenth of the
    distance between the quartiles of the others.

    Examples
    --------
    >>> import numpy as np
    >>> stand_in(np.array([0.0] * 4 + [float(x) for x in range(40, 80)]))
    StandIn(value=0.0, cells=4, nearest=40.0)
    """
    if not len(present):
        return None
    for value in (float(present.min()), float(present.max())):
        count = int((present == value).sum())
        if value in STAND_INS and FEWEST_CELLS <= count <= LARGEST_SHARE * len(present):
            nearest = _beyond_gap(present, value)
            if nearest is not None:
                return StandIn(value, count, nearest)
    return None


def _beyond_gap(present: Floats, value: float) -> float | None:
    others = present[present != value]
    distinct = np.unique(others)
    if len(distinct) < FEWEST_OTHERS:
        return None
    nearest = distinct[:NEIGHBOURS] if value < distinct[0] else distinct[::-1][:NEIGHBOURS]
    gap, step = abs(nearest[0] - value), np.median(np.abs(np.diff(nearest)))
    q25, q75 = np.quantile(others, (0.25, 0.75))
    return float(nearest[0]) if gap >= max(STEPS * step, SPREAD * (q75 - q25)) else None
