"""Networks of several sizes, scored on the folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from hanpan.business.metrics import metric
from hanpan.foundation.budget import Deadline
from hanpan.insights.networks import fold_rows
from hanpan.modeling.curves.complexity import SizeScore
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.errands import Errand

MOST_FOLDS = 3  # only one where rows are wide: the starts still tell how much a score varies


@dataclass(frozen=True, kw_only=True)
class SizesScored:
    """Sizes that could be scored, beside the baseline; ``fit_rows`` of a fold on average."""

    sizes: list[SizeScore]
    baseline: float
    folds: int
    fit_rows: int


@dataclass(frozen=True, kw_only=True)
class ScoreSizes(Errand):
    """Networks of these ``sizes``, each from so many ``starts``; the Candidate's recipe prepares the rows."""

    answer: ClassVar = SizesScored
    sizes: list[tuple[int, ...]]
    starts: int

    def do(self, bench: Bench, seconds: float) -> SizesScored:
        """As many sizes as the time allows."""
        until = Deadline.after(0.8 * seconds)
        from hanpan.modeling.networks.lessons.complexity import WIDE, Trying, baseline_score, score_sizes

        judge = metric(bench.problem.metric)

        def score(y: np.ndarray, output: np.ndarray) -> float:
            value = judge(y, output)
            return float("nan") if value is None else float(value)

        folds = [fold_rows(bench, self.candidate, 0)]
        if folds[0].fit_x.shape[1] <= WIDE:
            others = range(1, min(MOST_FOLDS, len(bench.folds)))
            folds += [fold_rows(bench, self.candidate, number) for number in others]
        trying = Trying(n_classes=len(bench.problem.labels), judge=score, starts=self.starts, until=until)
        return SizesScored(
            sizes=[one for one in score_sizes(folds, self.sizes, trying) if one.finite],
            baseline=baseline_score(folds, trying),
            folds=len(folds),
            fit_rows=int(np.mean([len(fold.fit_y) for fold in folds])),
        )
