"""``--test FILE``: the person's own test rows, made to fit the table and put below it as the hold-out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.conforming.conform import ConformNotes, conform
from hanpan.data.dataset import Dataset
from hanpan.data.fingerprint import fingerprint
from hanpan.data.joining import join_tables
from hanpan.data.question.target import refuse_too_large
from hanpan.data.raw import Note
from hanpan.data.readers import read_table
from hanpan.foundation.errors import DataError
from hanpan.foundation.events import Events
from hanpan.foundation.findings import Finding
from hanpan.study.before.asking import Question

_SHOWN = 5


@dataclass(frozen=True)
class Tested:
    """The dataset with the test rows below it; ``rows`` of them, 0 without a test file."""

    dataset: Dataset
    rows: int = 0
    file: str = ""
    findings: tuple[Finding, ...] = ()

    def seen_before(self, groups: np.ndarray) -> list[Finding]:
        """A Finding if test rows stand in the table too (``groups`` (n,): rows that are alike share a number)."""
        if not self.rows:
            return []
        seen = int(np.isin(groups[-self.rows :], groups[: -self.rows]).sum())
        return [self._finding("test_rows_seen", seen)] if seen else []

    def _finding(self, code: str, count: int) -> Finding:
        evidence = {"count": count, "rows": self.rows, "share": count / self.rows}
        return Finding(code=code, severity="warning", subject=self.file, evidence=evidence)


def add_test_file(dataset: Dataset, problem: Problem, question: Question, events: Events) -> Tested:
    """Read the test file, if there is one, and append its rows that have a target.

    Raises
    ------
    DataError
        The file cannot be read, lacks a column or the target, or has classes that the table never has.
    """
    options = question.options
    file = options.design.test
    if file is None:
        return Tested(dataset)
    raw = join_tables(read_table(file, options.read, dataset.schema), question.joins)
    frame, notes = conform(raw, dataset.schema, target=problem.target)
    if problem.target in notes.absent:
        raise DataError("test_without_target", file=file, target=problem.target)
    known = frame[problem.target].notna()
    rows = frame[known]
    if not len(rows):
        raise DataError("test_target_missing", file=file, target=problem.target)
    _check_labels(rows[problem.target], problem, file)
    if not problem.labels:
        refuse_too_large(problem.target, rows[problem.target])
    events.tell("test_file", rows=len(rows), file=file)
    return Tested(_appended(dataset, rows, notes.told), len(rows), file, tuple(_findings(notes, problem, file)))


def _appended(dataset: Dataset, rows: pd.DataFrame, told: list[Note]) -> Dataset:
    below = rows.reindex(columns=dataset.frame.columns)
    absent = [name for name in below if below[name].isna().all()]  # no cell decides a type: the table's own does
    below = below.astype({name: dataset.frame[name].dtype for name in absent})
    frame = pd.concat([dataset.frame, below], ignore_index=True)
    reading = replace(dataset.reading, notes=[*dataset.reading.notes, *told])
    return replace(dataset, frame=frame, reading=reading, fingerprint=fingerprint(frame), spellings={})


def _check_labels(target: pd.Series, problem: Problem, file: str) -> None:
    strange = sorted(set(target) - set(problem.labels)) if problem.labels else []
    if strange:
        told = {"labels": ", ".join(strange[:_SHOWN]), "known": ", ".join(problem.labels)}
        raise DataError("test_labels_unknown", file=file, target=problem.target, **told)


def _findings(notes: ConformNotes, problem: Problem, file: str) -> list[Finding]:
    """Rows left out, and cells that were no value of their column."""
    missing = notes.missing.get(problem.target, 0)
    unread = {name: count for name, count in notes.unread.items() if name != problem.target}
    evidence: dict[str, str | int] = {"count": missing, "rows": notes.rows, "target": problem.target}
    told = [Finding(code="test_target_missing", severity="warning", subject=file, evidence=evidence)] if missing else []
    if unread:
        evidence = {"count": sum(unread.values()), "columns": ", ".join(unread)}
        told.append(Finding(code="test_cells_unread", severity="warning", subject=file, evidence=evidence))
    return told
