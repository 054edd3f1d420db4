"""Networks of several sizes, scored on the folds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.business.metrics import metric
from hanpan.foundation.budget import Deadline
from hanpan.foundation.files import from_json, to_json
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.folds.bench import Bench

if TYPE_CHECKING:
    from hanpan.modeling.networks.lessons.complexity import FoldRows
    from hanpan.modeling.workers.jobs import Workshop

MOST_ROWS = 1500  # fit rows of a fold; more take longer and change the picture little
MOST_FOLDS = 3  # only one where rows are wide: the starts still tell how much a score varies
_MOST_JUDGED = 4000


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate`` (of a network: its recipe prepares the rows), ``sizes``, ``starts``, ``seconds``."""
    until = Deadline.after(0.8 * job["seconds"])
    from hanpan.modeling.networks.lessons.complexity import WIDE, Trying, baseline_score, score_sizes

    bench = workshop.bench()
    candidate = from_json(json.dumps(job["candidate"]).encode(), Candidate)
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
    }  # fmt: skip


def fold_rows(bench: Bench, candidate: Candidate, number: int) -> FoldRows:
    """A fold after its recipe, with at most 1,500 fit rows drawn at random."""
    from hanpan.modeling.networks.lessons.complexity import FoldRows

    data, (fit, valid) = bench.prepared.fold(candidate.recipe, number), bench.folds[number]
    random = np.random.default_rng(seed_for(0, "complexity", number))
    rows, judged = (
        np.sort(random.permutation(len(part))[:most]) for part, most in ((fit, MOST_ROWS), (valid, _MOST_JUDGED))
    )
    return FoldRows(data.fit[rows], bench.y[fit[rows]], data.valid[judged], bench.y[valid[judged]])
