"""Columns that are left out as names of rows, and yet go with the target: named before "no signal" is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from hanpan.business.problem import Problem
from hanpan.data.cells import arrow_of
from hanpan.data.checks import id_like
from hanpan.data.checks.context import Context
from hanpan.data.columns.listings import for_card
from hanpan.data.dataset import Dataset
from hanpan.data.pairs.comparing import compare_all, rows_for_pairs
from hanpan.data.pairs.record import Pair
from hanpan.data.pairs.strength import SMALLEST, strength, strength_limits
from hanpan.data.schema import Column, Schema
from hanpan.data.values import Values
from hanpan.foundation.findings import Finding

SURE = 1e-4  # several readings of a column are tried
FEWEST_ROWS = 20
MOST_WORDS = 30
DIGITS = 15


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """The number in an identifier, or the letters before it, against the target, on development rows."""
    if problem is None or len(context.rows) < FEWEST_ROWS:
        return
    named = {finding.subject for finding in id_like.check(dataset, problem, context)}
    for column in dataset.schema:
        left_out = column.role == "id" or (column.role == "feature" and column.name in named)
        found = _strongest(dataset, problem, context, column) if left_out else None
        if found is not None:
            kind = "number" if found.column == "number" else "category"
            evidence = {"strength": strength(found), "p": found.p, "rows": len(context.rows), "target": problem.target}
            card = for_card(column.name, f'kind = "{kind}"')
            yield Finding(code="left_out_goes", severity="warning", subject=column.name, evidence={**evidence, **card})


def _strongest(dataset: Dataset, problem: Problem, context: Context, column: Column) -> Pair | None:
    """The reading of a column that goes most with the target, if any does beyond doubt."""
    read = _readings(dataset.frame[column.name])
    columns = [Column(name=name, kind="number" if name == "number" else "category") for name in read]
    beside = [name for name in (problem.target, problem.group, problem.time) if name]
    frame = dataset.frame[list(dict.fromkeys(beside))].assign(**read)
    schema = Schema(columns=(*(dataset.schema[name] for name in frame.columns if name not in read), *columns))
    values = Values(replace(dataset, frame=frame, schema=schema))
    pairs = compare_all(values, problem, rows_for_pairs(values, context.rows), columns)
    sure = [pair for pair in pairs if pair.p is not None and pair.p < SURE and strength_limits(pair)[0] >= SMALLEST]
    return max(sure, key=strength, default=None)


def _readings(cells: pd.Series) -> dict[str, pd.Series]:
    """An identifier as the number in it, and as the letters before that where these come back."""
    if cells.dtype.kind in "fiu":
        return {"number": cells.astype("float64")}
    words = arrow_of(cells.astype("str"))
    digits = pc.utf8_slice_codeunits(pc.replace_substring_regex(words, r"\D", ""), 0, DIGITS)
    read = {"number": pd.Series(pd.to_numeric(digits.to_pandas(), errors="coerce").to_numpy(dtype=np.float64))}
    letters = pd.Series(pc.replace_substring_regex(words, r"\d.*$", "").to_pandas()).astype("str")
    return {**read, "letters": letters} if 2 <= letters.nunique() <= MOST_WORDS else read
