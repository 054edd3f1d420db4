"""The first look through a large table: all rows are counted, and a sample is drawn by the hashes of the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from hanpan.data.hashing import row_hashes, shares
from hanpan.data.raw import RawTable
from hanpan.data.readers.stacking import stacked
from hanpan.foundation.errors import DataError

RARE = 50  # rows of a class that are all taken
_MOST_CLASSES = 1_000  # different answers beyond which none of them is a class
_SLACK = 2  # so many times the sample is held before it is thinned


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Rows drawn from a table larger than the memory.

    Attributes
    ----------
    raw
        The rows, in the table's order, and what was noted while reading all of them.
    hashes
        (m,) of their cells, the target and columns left out aside.
    rows
        Rows of the whole table.
    limit
        Rows whose share (``draws``) lies below are in the sample.
    rare
        Answers of which every row is in it.
    total
        Sum of the hashes of all rows, which tells the table from another.
    """

    raw: RawTable
    hashes: np.ndarray
    rows: int
    limit: float
    rare: frozenset[str]
    total: int

    def holds(self, hashes: np.ndarray, answers: pd.Series | None) -> np.ndarray:
        """(n,) which rows of the table are in the sample, by their hashes and their answers as they were read."""
        taken = draws(hashes) < self.limit
        if answers is None or not self.rare:
            return taken
        return np.asarray(taken | answer_texts(answers).isin(self.rare).to_numpy())


def draws(hashes: np.ndarray) -> np.ndarray:
    """(n,) the share of each row by which it is drawn: the smallest are the sample."""
    return shares(hashes, "sample")


def hashed_names(names: Iterable[str], target: str | None) -> list[str]:
    """The columns by whose cells a row is known: all but the answer."""
    return [name for name in names if name != target]


def draw_sample(tables: Iterable[RawTable], source: str, target: str | None, most: int) -> Sample:
    """Look through all rows of a table and draw about ``most`` rows; rows of rare classes are all taken.

    Raises
    ------
    DataError
        The table has no rows, or lacks the target.
    """
    drawing = _SampleDrawing(target, most)
    for raw in tables:
        drawing.add(raw)
    if not drawing.parts:
        raise DataError("no_rows", source=source, names="-")
    return drawing.sample(source)


@dataclass
class _PiecePart:
    """Rows of a piece that may be in the sample, with the draws and answers of each."""

    raw: RawTable
    hashes: np.ndarray
    draws: np.ndarray
    answers: np.ndarray

    def kept(self, rows: np.ndarray) -> _PiecePart:
        frame = self.raw.frame[rows].reset_index(drop=True)
        raw = RawTable(frame=frame, reading=self.raw.reading)
        return _PiecePart(raw, self.hashes[rows], self.draws[rows], self.answers[rows])


@dataclass
class _SampleDrawing:
    target: str | None
    most: int
    parts: list[_PiecePart] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    total: int = 0
    limit: float = 1.0

    def add(self, raw: RawTable) -> None:
        """Count the rows of a piece and keep those that may be drawn."""
        frame = raw.frame
        hashes = row_hashes(frame, hashed_names(frame.columns, self.target))
        self.rows += len(frame)
        self.total = (self.total + int(hashes.sum(dtype=np.uint64))) % 2**64
        part = _PiecePart(raw, hashes, draws(hashes), self._answers(frame))
        self.parts.append(part.kept(self._wanted(part)))
        if sum(len(each.draws) for each in self.parts) > _SLACK * self.most:
            self._thin()

    def sample(self, source: str) -> Sample:
        """What was drawn."""
        self._thin()
        parts = [part for part in self.parts if len(part.draws)]
        raw = stacked([part.raw for part in parts], source)
        return Sample(
            raw=raw,
            hashes=np.concatenate([part.hashes for part in parts]),
            rows=self.rows,
            limit=self.limit,
            rare=self._rare(),
            total=self.total,
        )

    def _thin(self) -> None:
        every = np.sort(np.concatenate([part.draws for part in self.parts]))
        if len(every) > self.most:
            self.limit = min(self.limit, float(every[self.most]))
        self.parts = [part.kept(self._wanted(part)) for part in self.parts]

    def _wanted(self, part: _PiecePart) -> np.ndarray:
        rare = self._rare()
        scarce = np.isin(part.answers, list(rare)) if rare else np.zeros(len(part.draws), dtype=bool)
        return np.asarray((part.draws < self.limit) | scarce)

    def _rare(self) -> frozenset[str]:
        if len(self.counts) > _MOST_CLASSES:
            return frozenset()
        return frozenset(answer for answer, count in self.counts.items() if count <= RARE)

    def _answers(self, frame: pd.DataFrame) -> np.ndarray:
        """(n,) the answers as texts; they are counted as long as they may be classes."""
        if self.target is None or self.target not in frame or len(self.counts) > _MOST_CLASSES:
            return np.full(len(frame), "", dtype=object)
        answers = answer_texts(frame[self.target])
        self.counts.update({str(word): int(count) for word, count in answers.value_counts().items()})
        return answers.to_numpy(dtype=object)


def answer_texts(column: pd.Series) -> pd.Series:
    """Answers as one text each, missing ones as none."""
    return column.astype("str").fillna("")
