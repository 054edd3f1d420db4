"""Networks of several sizes, scored on the folds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.business.metrics import metric
from hanpan.foundation.budget import Deadline
from hanpan.foundation.files import from_plain, to_json
from hanpan.insights.networks import fold_rows
from hanpan.modeling.candidate import Candidate

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop

MOST_FOLDS = 3  # only one where rows are wide: the starts still tell how much a score varies


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate`` (of a network: its recipe prepares the rows), ``sizes``, ``starts``, ``seconds``."""
    until = Deadline.after(0.8 * job["seconds"])
    from hanpan.modeling.networks.lessons.complexity import WIDE, Trying, baseline_score, score_sizes

    bench = workshop.bench()
    candidate = from_plain(job["candidate"], Candidate)
    judge = metric(bench.problem.metric)

    def score(y: np.ndarray, output: np.ndarray) -> float:
        value = judge(y, output)
        return float("nan") if value is None else float(value)

    folds = [fold_rows(bench, candidate, 0)]
    if folds[0].fit_x.shape[1] <= WIDE:
        folds += [fold_rows(bench, candidate, number) for number in range(1, min(MOST_FOLDS, len(bench.folds)))]
    trying = Trying(n_classes=len(bench.problem.labels), judge=score, starts=job["starts"], until=until)
    sizes = score_sizes(folds, [tuple(size) for size in job["sizes"]], trying)
    return {
        "sizes": json.loads(to_json([one for one in sizes if one.finite])),
        "baseline": baseline_score(folds, trying),
        "folds": len(folds),
        "fit_rows": int(np.mean([len(fold.fit_y) for fold in folds])),
    }
