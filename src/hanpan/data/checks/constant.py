"""Columns with one single value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Finding


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """One value in every row. A value that is sometimes missing is no constant: its absence may tell something."""
    for column in context.features:
        value = _only_value(context, column.name)
        if value is not None:
            yield Finding(code="constant", severity="info", subject=column.name, evidence={"value": value})


def _only_value(context: Context, name: str) -> str | None:
    if context.n < 2 or context.values.n_missing(name):
        return None
    if context.values.is_numeric(name):
        numbers = context.values.numbers(name)
        return _shown(context, name) if np.all(numbers == numbers[0]) else None
    labels = context.values.codes(name).labels
    return labels[0] if len(labels) == 1 else None


def _shown(context: Context, name: str) -> str:
    value = context.values.frame[name].iloc[0]
    return f"{value:g}" if isinstance(value, float) else str(value)
