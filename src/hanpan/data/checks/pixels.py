"""Pixels that are the same in every image: one finding for all of them, as such a margin is nothing odd."""

from __future__ import annotations

from collections.abc import Iterator

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.foundation.findings import Evidence, Finding


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Pixels with one single value, usually the margin. They stay in the table; a model leaves them out by itself."""
    names = [name for name in dataset.schema.names if name in dataset.schema.pixels]
    if not names or context.n < 2:
        return
    block = dataset.frame[names].to_numpy()
    same = int((block == block[0]).all(axis=0).sum())
    if same:
        evidence: dict[str, Evidence] = {"count": same, "pixels": len(names), "share": same / len(names)}
        yield Finding(code="constant_pixels", severity="info", evidence=evidence)
