"""More rows than the time allows to try algorithms on: the search goes over a stated sample, refits over all rows.

Rows of one stratum of the target (a class, a tenth of the range) come in the same share; each row stays in its fold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from hanpan.data.schema import Schema
from hanpan.foundation.findings import Finding
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.folds.batches import HeldRows
from hanpan.modeling.folds.buckets import strata_of
from hanpan.preparation.ngrams import LONGEST
from hanpan.study.before.large import most_rows
from hanpan.study.before.understanding import Understood

if TYPE_CHECKING:
    import pandas as pd

_WORTHWHILE = 0.8  # a sample of nearly all rows saves nothing
_RARE = 50  # rows of a stratum that are all taken
_CHARACTERS_A_SECOND = 500_000  # of texts, for each second of the budget
_FEWEST = 2_000  # rows, however long their texts
_LOOKED_AT = 1_000  # rows by which the length of texts is judged


def with_sample(understood: Understood, seconds: float | None, seed: int) -> tuple[Understood, list[Finding]]:
    """What is known, with the rows that the time is too short for left aside; the same if there are none."""
    n = len(understood.bench.frame)
    most = n if seconds is None else rows_for(seconds, understood.bench.frame, understood.bench.schema)
    if most > _WORTHWHILE * n or understood.large is not None:  # which is a sample already
        return understood, []
    bench = understood.bench
    taken = _drawn(strata_of(bench.problem, bench.y), most / n, np.random.default_rng(seed_for(seed, "sample")))
    place = np.cumsum(taken) - 1
    folds = [(place[fit[taken[fit]]], place[valid[taken[valid]]]) for fit, valid in bench.folds]
    folds = [fold for fold in folds if all(map(len, fold))]
    sample = replace(bench, frame=bench.frame[taken].reset_index(drop=True), y=bench.y[taken], folds=folds)
    aside = replace(
        understood,
        bench=sample,
        rest=HeldRows(bench.frame[~taken].reset_index(drop=True), bench.y[~taken]),
        places=_dealt(understood.places, taken),
        stakes=understood.stakes.at(taken),
    )
    evidence: dict[str, str | int | float] = {"rows": int(taken.sum()), "of": n, "seconds": float(seconds or 0)}
    return aside, [Finding(code="search_sampled", severity="info", evidence=evidence)]


def rows_for(seconds: float, frame: pd.DataFrame, schema: Schema) -> int:
    """Rows on which algorithms can be tried in the seconds: fewer where each holds much that must be read."""
    most = most_rows(seconds, frame.shape[1])
    written = sum(_length(frame[column.name]) for column in schema.features if column.kind == "text")
    return most if not written else min(most, max(_FEWEST, int(seconds * _CHARACTERS_A_SECOND / written)))


def _length(texts: pd.Series) -> float:
    """Mean number of characters, those counted that are read."""
    some = texts.iloc[:: max(1, len(texts) // _LOOKED_AT)]
    return float(some.str.len().clip(upper=LONGEST).fillna(0).mean()) if len(some) else 0.0


def _dealt(places: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Places of all rows, those that are not taken between the others and the hold-out."""
    development = places[: len(taken)]
    return np.concatenate([development[taken], development[~taken], places[len(taken) :]])


def _drawn(strata: np.ndarray, share: float, random: np.random.Generator) -> np.ndarray:
    """(n,) whether a row is taken: the share of each stratum, and all rows of one that has few."""
    scarce = np.bincount(strata)[strata] <= _RARE
    chance = random.uniform(size=len(strata))
    return np.asarray(scarce | (chance < share))
