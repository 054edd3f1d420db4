"""What the reading of the table left open: what could be read otherwise, and columns that are nearly something else."""

from __future__ import annotations

from collections.abc import Iterator

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Finding

# Notes of the reading that ask something of a person; all others only tell.
ASKING = ("decimal_unclear", "nearly_dates", "unknown_dates", "periods_unclear", "numbers_in_words")


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """A question to the person, with what was taken, cells to look at, and the line for the card."""
    for key, told in dataset.reading.notes:
        if key in ASKING and told["column"] in dataset.schema:
            evidence = {name: value for name, value in told.items() if name != "column"}
            yield Finding(code=key, severity="warning", subject=told["column"], evidence=evidence)
