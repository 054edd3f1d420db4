"""More rows than the time allows to try algorithms on: the search goes over a stated sample, refits over all rows.

Rows of one stratum of the target (a class, a tenth of the range) come in the same share; each row stays in its fold.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hanpan.foundation.findings import Finding
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.folds.batches import HeldRows
from hanpan.modeling.folds.buckets import strata_of
from hanpan.study.before.large import most_rows
from hanpan.study.before.understanding import Understood

_WORTHWHILE = 0.8  # a sample of nearly all rows saves nothing
_RARE = 50  # rows of a stratum that are all taken


def with_sample(understood: Understood, seconds: float | None, seed: int) -> tuple[Understood, list[Finding]]:
    """What is known, with the rows that the time is too short for left aside; the same if there are none."""
    n, width = understood.bench.frame.shape
    most = n if seconds is None else most_rows(seconds, width)
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


def _dealt(places: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Places of all rows, those that are not taken between the others and the hold-out."""
    development = places[: len(taken)]
    return np.concatenate([development[taken], development[~taken], places[len(taken) :]])


def _drawn(strata: np.ndarray, share: float, random: np.random.Generator) -> np.ndarray:
    """(n,) whether a row is taken: the share of each stratum, and all rows of one that has few."""
    scarce = np.bincount(strata)[strata] <= _RARE
    chance = random.uniform(size=len(strata))
    return np.asarray(scarce | (chance < share))
