"""Checks before modelling: one small file each, with one function ``check(dataset, problem, context)``.

Here: what a careful analyst looks for before trusting a table, told as Findings. Not here: any change to the table.
A new check is a file here, its name in ``CHECKS`` and its texts in ``texts/*/finding.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks import (
    as_read,
    constant,
    duplicate_column,
    duplicate_rows,
    empty_rows,
    group_leak,
    hidden_missing,
    id_like,
    imbalance,
    infinite,
    leak_suspect,
    left_out_goes,
    many_categories,
    mostly_missing,
    pixels,
    rare_class,
    target_outliers,
    time_drift,
    time_order,
)
from hanpan.data.checks.consequences import left_out_by_checks
from hanpan.data.checks.context import Context
from hanpan.data.checks.duplicate_rows import duplicate_count
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Finding
from hanpan.statistics.arrays import Ints

__all__ = ["CHECKS", "Check", "Context", "duplicate_count", "left_out_by_checks", "run_checks"]

Check = Callable[[Dataset, Problem | None, Context], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    as_read.check,
    leak_suspect.check,
    constant.check,
    mostly_missing.check,
    duplicate_column.check,
    id_like.check,
    left_out_goes.check,
    imbalance.check,
    rare_class.check,
    target_outliers.check,
    time_order.check,
    time_drift.check,
    group_leak.check,
    hidden_missing.check,
    infinite.check,
    many_categories.check,
    duplicate_rows.check,
    empty_rows.check,
    pixels.check,
)
SEVERITIES = ("serious", "warning", "info")
ABOUT_LEFT_OUT = ("left_out_goes",)  # told of columns because they are left out


def run_checks(
    dataset: Dataset, problem: Problem | None = None, rows: Ints | None = None, context: Context | None = None
) -> list[Finding]:
    """All findings about a table, the most serious first.

    Parameters
    ----------
    problem
        Without one the checks about a target say nothing.
    rows
        Positions of the development rows: only these are used where a feature meets the target (None: all).
    context
        Arrays already made for this table and these rows.
    """
    context = context or Context(dataset, problem, rows)
    with np.errstate(all="ignore"):  # numbers too large to square give NaN, and NaN is never a finding
        found = [finding for check in CHECKS for finding in check(dataset, problem, context)]
    return sorted(_told_once(found), key=lambda finding: SEVERITIES.index(finding.severity))


def _told_once(found: list[Finding]) -> Iterator[Finding]:
    """A column that is left out is told of once, with the first reason; what else it is like no longer matters."""
    left_out = left_out_by_checks(found)
    for finding in found:
        told = finding.subject not in left_out or left_out[finding.subject] == finding.code
        if told or finding.code in ABOUT_LEFT_OUT:
            yield finding
