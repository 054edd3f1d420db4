"""Rows that occur more than once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.data.schema import Column
from hanpan.foundation.findings import Evidence, Finding, Severity

MIX = np.uint64(0x9E3779B97F4A7C15)
LARGE_SHARE = 0.05
BEYOND_CHANCE = 3.0


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """More repeated rows than a table of such few values would have by chance."""
    count = duplicate_count(context)
    if count and count > BEYOND_CHANCE * expected_pairs(context):
        evidence: dict[str, Evidence] = {"count": count, "rows": context.n, "share": count / context.n}
        severity: Severity = "warning" if count > LARGE_SHARE * context.n else "info"
        yield Finding(code="duplicate_rows", severity=severity, evidence=evidence)


def duplicate_count(context: Context) -> int:
    """Rows equal to an earlier row in every feature and the target; row names (kind id) do not count."""
    columns = _compared(context)
    if not columns or not context.n:
        return 0
    return int(pd.Series(row_hashes(context, columns)).duplicated().sum())


def row_hashes(context: Context, columns: list[Column]) -> npt.NDArray[np.uint64]:
    """One 64-bit number (n,) per row; equal rows have equal numbers, others practically never."""
    total = np.zeros(context.n, dtype=np.uint64)
    for column in columns:
        total = total * MIX + pd.util.hash_array(_cells(context, column.name))
    return total


def expected_pairs(context: Context) -> float:
    """Pairs of equal rows to expect if the columns were independent (the birthday problem).

    References
    ----------
    Feller, W. (1968), An Introduction to Probability Theory and Its Applications, vol. 1, section II.3.
    """
    pairs = context.n * (context.n - 1) / 2
    for column in _compared(context):
        sizes = np.bincount(pd.factorize(_cells(context, column.name), use_na_sentinel=False)[0])
        pairs *= float(((sizes / context.n) ** 2).sum())
    return pairs


def _compared(context: Context) -> list[Column]:
    return [column for column in context.values.schema if column.role in ("feature", "target") and column.kind != "id"]


def _cells(context: Context, name: str) -> npt.NDArray[np.generic]:
    if context.values.is_numeric(name):
        return context.values.numbers(name) + 0.0  # -0.0 and 0.0 are the same value
    return context.values.codes(name).codes
