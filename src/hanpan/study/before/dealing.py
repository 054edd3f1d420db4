"""All rows of a table larger than the memory: read, counted, and dealt to files, hold-out and development apart."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from hanpan.business.value import Stakes
from hanpan.data.belonging import stretches_of
from hanpan.data.conforming.conform import conform
from hanpan.data.hashing import row_hashes
from hanpan.data.large.counting import Counted
from hanpan.data.large.sampling import hashed_names
from hanpan.data.question.worth import stakes_of
from hanpan.data.raw import RawTable
from hanpan.foundation.events import Events
from hanpan.foundation.findings import Evidence, Finding
from hanpan.modeling.folds.batches import RowWriter, StoredRows
from hanpan.modeling.folds.design import holdout_share, judged_by_hash, latest
from hanpan.study.before.asking import Question
from hanpan.study.before.large import Large, moments, split_hashes
from hanpan.study.before.understanding import Understood

_FOLDER = ".rows"


def deal_all_rows(
    understood: Understood, study: Path, question: Question, closing: ExitStack, events: Events | None = None
) -> Understood:
    """Read all rows of a large table, count them, and write those that are not in the sample to files.

    Parameters
    ----------
    study
        The study's folder: the files lie in it until ``closing`` ends. Of a table that is at hand nothing is written.

    Raises
    ------
    DataError
        Rows cannot be read, or are written otherwise than those of the sample.
    """
    folder, events = study / _FOLDER, events or Events()
    large = understood.large
    if large is None:
        return understood
    events.tell("phase", name="dealing")
    closing.callback(shutil.rmtree, folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    dealing = _Dealing(understood, large, question)
    with RowWriter(folder / "development.parquet") as rest, RowWriter(folder / "holdout.parquet") as further:
        for raw in large.table:
            dealing.deal(raw, rest, further)
    return dealing.dealt(StoredRows(folder / "development.parquet"), StoredRows(folder / "holdout.parquet"), events)


class _Dealing:
    """Rows on their way to the files, and what is counted of them."""

    def __init__(self, understood: Understood, large: Large, question: Question) -> None:
        self.understood, self.large, self.problem = understood, large, understood.problem
        self.seed, self.share = question.options.search.seed, holdout_share(question.options.design)
        self.names = [column.name for column in understood.schema.features]
        self.counted = Counted(understood.schema)
        self.cut = latest(large.times, self.share) if large.times is not None else None
        self.unanswered = 0
        self._y: list[np.ndarray] = []
        self._stakes: list[Stakes] = []
        self._split: list[np.ndarray] = []
        self._times: list[np.ndarray] = []

    def deal(self, raw: RawTable, rest: RowWriter, further: RowWriter) -> None:
        """Some rows: each to its file, unless it is in the sample."""
        target = self.problem.target
        hashes = row_hashes(raw.frame, hashed_names(raw.frame.columns, target))
        sampled = self.large.sample.holds(hashes, raw.frame[target])
        split = split_hashes(raw.frame, hashes, self.problem)
        frame, _ = conform(raw, self.understood.schema, target=target)
        self.counted.add(frame)
        y, known = self._answers(frame[target])
        self.unanswered += int((~known).sum())
        kept = known & ~sampled
        held = kept & self._held(frame, split)
        development = kept & ~held
        rest.write(frame.loc[development, self.names].reset_index(drop=True), y[development])
        self._judged(frame[held].reset_index(drop=True), y[held], split[held], further)

    def dealt(self, rest: StoredRows, further: StoredRows, events: Events) -> Understood:
        """All that is known, with the rows of the files."""
        ground, sample = self.understood, self.large.sample
        y = np.concatenate(self._y) if self._y else np.zeros(0)
        record = replace(
            ground.design,
            development_rows=ground.design.development_rows + rest.rows,
            holdout_rows=ground.design.holdout_rows + further.rows,
        )
        evidence: dict[str, Evidence] = {
            "rows": len(ground.bench.y),
            "of": record.development_rows,
            "holdout": record.holdout_rows,
            "memory": round(self.large.memory / 1e9, 1),
        }
        events.tell(
            "design",
            folds=record.folds,
            repeats=record.repeats,
            holdout_rows=record.holdout_rows,
            development_rows=record.development_rows,
        )
        found = Finding(code="table_in_batches", severity="info", evidence=evidence)
        reading = replace(ground.dataset.reading, rows=sample.rows)
        return replace(
            ground,
            design=record,
            dataset=replace(ground.dataset, reading=reading),
            rest=rest,
            further=further if further.rows else None,
            further_y=y,
            further_stakes=self._beside(ground),
            counted=self.counted,
            findings=[found, *ground.findings],
        )

    def _answers(self, column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
        """y (n,), and which rows (n,) have one that the sample knows."""
        if not self.problem.labels:
            values = column.to_numpy(dtype=float, na_value=np.nan)
            return values, np.isfinite(values)
        found, written = pd.factorize(column)
        codes = np.append(pd.Index(self.problem.labels).get_indexer(pd.Index(written)), -1)[found]
        return codes, codes >= 0

    def _held(self, frame: pd.DataFrame, split: np.ndarray) -> np.ndarray:
        if self.cut is None:
            return judged_by_hash(split, self.share, self.seed)
        times = moments(frame, self.problem)
        return np.zeros(len(frame), dtype=bool) if times is None else times >= self.cut

    def _judged(self, frame: pd.DataFrame, y: np.ndarray, split: np.ndarray, further: RowWriter) -> None:
        if not len(frame):
            return
        further.write(frame[self.names], y)
        self._y.append(y)
        self._stakes.append(stakes_of(frame, self.problem).stakes)
        self._split.append(split)
        times = moments(frame, self.problem)
        self._times += [] if times is None else [times]

    def _beside(self, ground: Understood) -> Stakes:
        """What stands beside all rows of the hold-out, those at hand first."""
        held = ground.holdout_stakes
        if not self._stakes:
            return held
        amount = _joined([held.amount, *(each.amount for each in self._stakes)])
        rule = _joined([held.rule, *(each.rule for each in self._stakes)])
        at_hand = ground.places[len(ground.bench.y) :]  # in the sample
        group, stretches = None, False
        if self._times and self.large.times is not None and self.problem.group is None:
            group, stretches = stretches_of(np.concatenate([self.large.times[at_hand], *self._times])), True
        elif self.problem.group is not None or held.group is not None:
            group = np.unique(np.concatenate([self.large.split[at_hand], *self._split]), return_inverse=True)[1]
        return Stakes(amount, rule, group, stretches)


def _joined(parts: Sequence[np.ndarray | None]) -> np.ndarray | None:
    known = [part for part in parts if part is not None]
    return np.concatenate(known) if len(known) == len(parts) else None
