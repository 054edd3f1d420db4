"""What the checks mean for a table: columns that no model should see get the role ``left_out``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hanpan.data.checks import left_out_by_checks
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Finding


def apply_roles(dataset: Dataset, findings: Iterable[Finding]) -> Dataset:
    """The same table, with the columns that the findings rule out marked ``left_out`` and the reason beside them.

    Only features change their role: a target or group column keeps it whatever was found.
    """
    reasons = left_out_by_checks(findings)
    columns = tuple(
        replace(column, role="left_out", role_reason=reasons[column.name])
        if column.role == "feature" and column.name in reasons
        else column
        for column in dataset.schema
    )
    return replace(dataset, schema=replace(dataset.schema, columns=columns))
