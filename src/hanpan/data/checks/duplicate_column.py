"""Columns with the same content as another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Finding

FINGERPRINT_ROWS = 500


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Cell for cell the same as an earlier column, missing cells included."""
    seen: dict[bytes, list[str]] = {}
    for column in context.features:
        if not _varies(context, column.name):
            continue
        alike = seen.setdefault(_fingerprint(context, column.name), [])
        twin = next((name for name in alike if _same(context, name, column.name)), None)
        if twin is None:
            alike.append(column.name)
        else:
            yield Finding(code="duplicate_column", severity="info", subject=column.name, evidence={"other": twin})


def _varies(context: Context, name: str) -> bool:
    """Constant and empty columns are alike too, but have findings of their own."""
    if not context.values.is_numeric(name):
        return len(context.values.codes(name).labels) > 1
    numbers = context.values.numbers(name)
    present = numbers[~np.isnan(numbers)]
    return bool(len(present)) and present.min() < present.max()


def _fingerprint(context: Context, name: str) -> bytes:
    """The first cells: enough to tell nearly all columns apart without reading them whole."""
    if context.values.is_numeric(name):
        return b"n" + (context.values.numbers(name)[:FINGERPRINT_ROWS] + 0.0).tobytes()
    return b"c" + context.values.codes(name).codes[:FINGERPRINT_ROWS].tobytes()


def _same(context: Context, first: str, second: str) -> bool:
    if context.values.is_numeric(first):
        return np.array_equal(context.values.numbers(first), context.values.numbers(second), equal_nan=True)
    one, other = context.values.codes(first), context.values.codes(second)
    return one.labels == other.labels and np.array_equal(one.codes, other.codes)
