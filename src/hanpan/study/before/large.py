"""A table larger than the memory: the search runs on a sample of it that fits, all rows are dealt to files.

First all rows are looked through for the sample, by which columns and question are settled. Then they are read once
more, made to fit these columns, counted, and written down: hold-out rows and development rows apart, by their hashes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.hashing import row_hashes
from hanpan.data.large.fitting_in import allowed, fits
from hanpan.data.large.reading import LargeTable
from hanpan.data.large.sampling import Sample, draw_sample
from hanpan.data.options import ReadOptions, SizeOptions
from hanpan.foundation.errors import UsageError
from hanpan.foundation.events import Events
from hanpan.study.before.asking import Question

_COPIES = 150  # bytes of memory for each cell of the sample: 8, so many times over in several processes
_FEWEST = 2_000  # rows of the sample, however little memory there is
_DEVELOPMENT = 0.75  # of the sample, about
_CELLS_A_SECOND = 10_000  # of a table, for each second of the budget: every algorithm can be tried on so many
_UNCOUNTED = 300.0  # seconds, where trials are counted
_NEVER_TOO_MANY = 20_000  # rows


@dataclass(frozen=True, kw_only=True)
class Large:
    """A table that is read in batches, and the sample that stands for it in the search.

    ``split``: (m,) hashes by which the rows of the sample are dealt: of the card's group, or of the whole row.
    """

    table: LargeTable
    sample: Sample
    memory: float
    split: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    times: np.ndarray | None = None

    def fingerprint(self, sample: str) -> str:
        """Of the whole table."""
        told = f"{sample} {self.sample.rows} {self.sample.total}"
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def asked(self, problem: Problem, dataset: Dataset, kept: np.ndarray) -> Large:
        """With what decides where the rows of the sample go; ``kept``: those that have an answer."""
        split = split_hashes(self.sample.raw.frame, self.sample.hashes, problem)[kept]
        times = moments(dataset.frame, problem)
        return replace(self, split=split, times=times)


def look_through(
    table: Any,
    reading: ReadOptions,
    size: SizeOptions,
    wanted: Sequence[str | None],
    seconds: float | None = None,
    events: Events | None = None,
) -> Large | None:
    """The sample of a table that does not fit into the memory; None of one that does.

    Parameters
    ----------
    wanted
        The target first, if there is one, then other columns that stay whatever the options leave out.
    seconds
        Of the budget, which the sample is made for.

    Raises
    ------
    DataError
        It cannot be read.
    """
    if fits(table, reading, size.memory):
        return None
    if events is not None:
        events.tell("phase", name="looking_through")
    target, *others = wanted
    large = LargeTable(table, reading, target, tuple(filter(None, others)))
    memory = allowed(size.memory)
    width = max(1, next(iter(large)).frame.shape[1])
    most = max(_FEWEST, min(most_rows(seconds, width), int(memory / (_COPIES * width))))
    sample = draw_sample(large, large.name, target, round(most / _DEVELOPMENT))
    return Large(table=large, sample=sample, memory=memory)


def refuse_besides(question: Question) -> None:
    """What is not done with a table that is read in batches.

    Raises
    ------
    UsageError
        It is to be joined with others, or judged on a file of test rows.
    """
    if question.joins.tables:
        raise UsageError("large_with_joins", table=question.table_name)
    if question.options.design.test is not None:
        raise UsageError("large_with_test", table=question.table_name)


def most_rows(seconds: float | None, width: int) -> int:
    """On how many rows of so many columns algorithms are tried in the seconds of a budget; None where none counts."""
    cells = _CELLS_A_SECOND * (_UNCOUNTED if seconds is None else seconds)
    return max(_NEVER_TOO_MANY, int(cells / max(1, width)))


def split_hashes(frame: pd.DataFrame, hashes: np.ndarray, problem: Problem) -> np.ndarray:
    """(n,) what rows are dealt by: the hash of their group, where the card names one, else that of the row."""
    return hashes if problem.group is None else row_hashes(frame, [problem.group])


def moments(frame: pd.DataFrame, problem: Problem) -> np.ndarray | None:
    """(n,) the card's time column as numbers; None where there is none."""
    if problem.time is None:
        return None
    column = frame[problem.time]
    if column.dtype.kind == "M":
        return column.to_numpy(dtype="datetime64[us]").astype(np.int64).astype(float)
    return np.asarray(column.to_numpy(dtype=float))
