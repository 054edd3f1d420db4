"""Columns that name a row instead of describing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import numpy as np

from hanpan.business.problem import Problem
from hanpan.data.checks.context import Context
from hanpan.data.dataset import Dataset
from hanpan.data.names import sounds_like_id, words_of
from hanpan.data.schema import Column
from hanpan.foundation.findings import Evidence, Finding
from hanpan.statistics.arrays import Floats, are_whole

FEWEST_ROWS = 10
NEARLY_ALL = 0.95
MAY_NAME_ROWS = {"no", "nr", "num", "number", "index", "key", "serial", "순번", "연번"}
DESCRIBES = ("given", "mixed_numbers", "nearly_dates")  # reasons of kinds: cells that hold numbers or dates name no row
SPARSE = 100  # the index of a table of which no more than one row in so many was kept
INDEX = re.compile(r"__index_level_\d+__|level_\d+")  # what pandas calls an index that it writes or makes a column
DENSE = 5  # all-different whole numbers that fill a fifth of their range were numbered, not measured
CODE = re.compile(r"^(?=.*\d)\S{3,64}$")


def check(dataset: Dataset, problem: Problem | None, context: Context) -> Iterator[Finding]:
    """Row names and row numbers: nearly every row has its own value and the name or the pattern says why.

    A first column without a name that numbers the rows, in whatever order, is the index that many programs write.
    Never the only feature of a table, and never a column whose kind the person gave.
    """
    features = context.features
    nameless = set(dataset.schema.names[:1]) & {new for old, new in dataset.reading.renamed.items() if old == "(1)"}
    for column in features:
        named = len(features) > 1 and column.reason not in DESCRIBES
        sign = _sign(context, column, nameless) if named else None
        if sign or column.kind == "id":
            evidence: dict[str, Evidence] = {
                "sign": sign or "kind",
                "distinct": context.values.n_distinct(column.name),
                "rows": context.n,
            }
            yield Finding(code="id_like", severity="info", subject=column.name, evidence=evidence)


def _sign(context: Context, column: Column, nameless: Collection[str]) -> str | None:
    """What gives a column away: ``name``, ``row_number``, ``code``; None for a column that describes."""
    if context.n < FEWEST_ROWS or column.kind == "date" or not _nearly_all_distinct(context, column.name):
        return None
    if context.values.is_numeric(column.name):
        return _number_sign(context, column.name, indexed=column.name in nameless or bool(INDEX.fullmatch(column.name)))
    if column.kind != "text" and sounds_like_id(column.name):
        return "name"
    return "code" if _looks_like_codes(context, column.name) else None


def _number_sign(context: Context, name: str, *, indexed: bool) -> str | None:
    numbers = context.values.numbers(name)
    present = numbers[np.isfinite(numbers)]
    if not are_whole(present):
        return None
    if sounds_like_id(name) or (_last_word(name) in MAY_NAME_ROWS and _numbered(present, DENSE)):
        return "name"
    if indexed and _numbered(present, SPARSE):
        return "row_number"
    counted = len(present) == context.n and present[0] in (0, 1) and np.all(np.diff(present) == 1)
    return "row_number" if counted else None


def _last_word(name: str) -> str:
    return (words_of(name) or [""])[-1]


def _numbered(present: Floats, dense: int) -> bool:
    return len(np.unique(present)) == len(present) and bool(np.ptp(present) < dense * len(present))


def _nearly_all_distinct(context: Context, name: str) -> bool:
    present = context.n - context.values.n_missing(name)
    return present >= NEARLY_ALL * context.n and context.values.n_distinct(name) >= NEARLY_ALL * present


def _looks_like_codes(context: Context, name: str) -> bool:
    """Short, no spaces, with digits: ``C-10293``, not a sentence or a person's name."""
    labels = context.values.codes(name).labels
    return all(CODE.match(label) for label in labels)
