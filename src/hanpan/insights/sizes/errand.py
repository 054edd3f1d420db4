"""One point of a size curve: a Candidate fitted on a share of each fold's rows, judged on the whole validation part."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.files import from_plain
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.buckets import strata_of

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate``, ``share`` of the fit rows, how many ``folds``. Smaller shares lie inside larger ones."""
    bench = workshop.bench()
    folds = [
        (share_of(bench, fit, job["share"], number), valid)
        for number, (fit, valid) in enumerate(bench.folds[: job["folds"]])
    ]
    smaller = replace(bench, folds=folds)
    trial, *_ = run_trial(smaller, from_plain(job["candidate"], Candidate))
    return {
        "rows": int(np.mean([len(fit) for fit, _ in folds])),
        "score": trial.score,
        "score_std": trial.score_std,
        "train_score": trial.train_score,
        "fold_scores": trial.fold_scores,
    }


def share_of(bench: Bench, fit: np.ndarray, share: float, number: int) -> np.ndarray:
    """A stratified share of a fold's fit rows, at least one of each stratum; smaller shares lie inside larger ones."""
    if share >= 1:
        return fit
    random = np.random.default_rng(seed_for(0, "size", number))
    strata, chosen = strata_of(bench.problem, bench.y[fit]), []
    for stratum in np.unique(strata):
        rows = random.permutation(np.flatnonzero(strata == stratum))
        chosen.append(rows[: max(1, round(share * len(rows)))])
    return np.asarray(fit[np.sort(np.concatenate(chosen))])
