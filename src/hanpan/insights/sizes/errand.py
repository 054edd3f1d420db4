"""One point of a size curve: a Candidate fitted on a share of each fold's rows, judged on the whole validation part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from hanpan.foundation.randomness import seed_for
from hanpan.insights.sizes.work import SizePoint
from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.folds.buckets import strata_of
from hanpan.modeling.workers.errands import Errand


@dataclass(frozen=True, kw_only=True)
class ScoreOnShare(Errand):
    """``share`` of the fit rows, on so many ``folds``. Smaller shares lie inside larger ones."""

    answer: ClassVar = SizePoint
    share: float
    folds: int

    def do(self, bench: Bench, seconds: float) -> SizePoint:
        """One point of the curve."""
        del seconds
        folds = [
            (share_of(bench, fit, self.share, number), valid)
            for number, (fit, valid) in enumerate(bench.folds[: self.folds])
        ]
        trial = run_trial(replace(bench, folds=folds), self.candidate).trial
        return SizePoint(
            share=self.share,
            rows=int(np.mean([len(fit) for fit, _ in folds])),
            score=trial.score,
            score_std=trial.score_std,
            train_score=trial.train_score,
            fold_scores=trial.fold_scores,
        )


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
