"""A fit on more rows than are prepared at once.

The preparer learns from rows at hand (a sample of the table); then all rows are prepared batch by batch and lie on the
disk, from where algorithms that learn in batches read them as often as they like.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from hanpan.foundation.budget import Deadline
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import PLAIN, Candidate
from hanpan.modeling.estimators.base import PreparedRows
from hanpan.modeling.estimators.scikit import load_class
from hanpan.modeling.fitting.balancing import class_weights
from hanpan.modeling.fitting.fitting import Fitted, fit_once, setting_for, with_rounds
from hanpan.modeling.folds.batches import BATCH, Batches, too_large, total
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.ground import Ground, together
from hanpan.modeling.listening.stopwatch import go_on
from hanpan.modeling.trial import RowsFitted
from hanpan.preparation.preparer import build

if TYPE_CHECKING:
    import pandas as pd

_WEIGHED = (PLAIN, "weights")


def learns_in_batches(candidate: Candidate) -> bool:
    """Whether a candidate can be fitted on any number of rows; rows that are repeated or made up would be too many."""
    return algorithm(candidate.algorithm).batches and candidate.balance in _WEIGHED


def met_rows(ground: Ground, candidate: Candidate, rows: RowsFitted) -> int:
    """How many rows a fit of a candidate for good meets."""
    most, large = _all_rows(ground, rows)
    return len(ground.bench.y) if large and not learns_in_batches(candidate) else most


def in_batches(ground: Ground, candidate: Candidate, rows: RowsFitted) -> bool:
    """Whether a fit of a candidate for good meets its rows batch by batch."""
    return _all_rows(ground, rows)[1] and learns_in_batches(candidate)


def _all_rows(ground: Ground, rows: RowsFitted) -> tuple[int, bool]:
    """How many rows there are to be met, and whether they are too many to be met at once."""
    most = len(ground.bench.y) + total(ground.beside(rows))
    return most, too_large(most, ground.bench.frame.shape[1])


def fit_for_good(
    bench: Bench,
    beside: Sequence[Batches],
    places: np.ndarray,
    candidate: Candidate,
    rounds: int | None = None,
    factors: Sequence[float] = (),
) -> Fitted:
    """Fit a candidate on the rows of the bench and those beside, at once where they are few enough, else in batches.

    Who cannot learn in batches is fitted on the rows of the bench alone, the sample that it was tried on.

    Parameters
    ----------
    places
        Where all rows stand in the table (see ``Ground``); empty: as they are.
    rounds, factors
        As chosen before (see ``fit_once``).
    """
    large = too_large(len(bench.y) + total(beside), bench.frame.shape[1])
    if large and learns_in_batches(candidate):
        return fit_large(bench, beside, candidate, rounds, factors)
    return fit_once(together(bench, beside, places), candidate, rounds, factors)


def fit_large(
    bench: Bench,
    more: Sequence[Batches],
    candidate: Candidate,
    rounds: int | None = None,
    factors: Sequence[float] = (),
) -> Fitted:
    """As ``fit_once``, on the rows of the bench and on more of them.

    Rows of the bench meet encodings that use y as in any fit: with a value learnt from the others. The rows that follow
    never took part in an encoding.
    """
    entry = algorithm(candidate.algorithm)
    preparer = build(candidate.recipe, bench.schema)
    with tempfile.TemporaryDirectory(prefix="hanpan-rows-") as folder:
        first = preparer.fit_transform(bench.frame, bench.y)
        prepared = _Spill(Path(folder) / "x", first.shape[1])
        prepared.add(first, bench.y)
        del first
        for source in more:
            for batch in source:
                go_on()
                prepared.add(preparer.transform(batch.frame), batch.y)
        setting = setting_for(bench, with_rounds(candidate, rounds), entry, preparer)
        estimator = load_class(entry.estimator)(setting)
        rows = replace(prepared.rows(), at_hand=len(bench.y))
        if candidate.balance != PLAIN:
            rows = replace(rows, weight=class_weights(rows.y, setting.n_classes)[rows.y.astype(int)])
        estimator.fit_batches(rows)
    return Fitted(preparer, estimator, factors=tuple(factors))


class RowAnswers(Protocol):
    """Whatever answers rows of the table."""

    def output(self, frame: pd.DataFrame) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""


def outputs_of(fitted: RowAnswers, sources: Sequence[Batches], until: Deadline | None = None) -> np.ndarray:
    """Answers (n,) or (n, C) for the rows of all sources, one after another.

    Where the time is over before all are answered: for the rows of the first source alone, which are a sample.
    """
    at_hand = [fitted.output(batch.frame) for batch in sources[0]]
    found = list(at_hand)
    for source in sources[1:]:
        for batch in source:
            if at_hand and until is not None and until.over:
                return np.concatenate(at_hand)
            found.append(fitted.output(batch.frame))
    return np.concatenate(found)


class _Spill:
    """Prepared rows as they come, written below one another."""

    def __init__(self, path: Path, width: int) -> None:
        self._path, self._width = path, width
        self._y: list[np.ndarray] = []

    def add(self, x: np.ndarray, y: np.ndarray) -> None:
        """Write rows (n, p)."""
        with self._path.open("ab") as file:
            for start in range(0, len(x), BATCH):
                np.ascontiguousarray(x[start : start + BATCH], dtype=np.float64).tofile(file)
        self._y.append(np.asarray(y))

    def rows(self) -> PreparedRows:
        """All of them."""
        return PreparedRows(self._path, self._width, np.concatenate(self._y))
