"""The best small network with some activation functions, on one of the folds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.business.metrics import metric
from hanpan.foundation.files import from_plain
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.estimators.base import spread_classes

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop

MOST_ROWS = 4000  # fit rows; a comparison of functions needs no more


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate`` (of the plain network), ``activations``, ``repeats``, ``fold``, ``seconds``."""
    from hanpan.modeling.networks.lessons.comparing import compare_activations

    bench = workshop.bench()
    candidate = from_plain(job["candidate"], Candidate)
    data, (fit, valid) = bench.prepared.fold(candidate.recipe, job["fold"]), bench.folds[job["fold"]]
    rows = np.sort(np.random.default_rng(seed_for(0, "activations")).permutation(len(fit))[:MOST_ROWS])
    judge = metric(bench.problem.metric)

    def scorer(fitted: Any, x: np.ndarray, y: np.ndarray) -> float:
        output = fitted.output(x)
        if output.ndim == 2:
            output = spread_classes(output, fitted.classes_, len(bench.problem.labels))
        score = judge(y, output)
        return float("nan") if score is None else float(score)

    found = compare_activations(
        data.fit[rows],
        bench.y[fit][rows],
        network=_network(candidate, bench.problem.task),
        activations=job["activations"],
        repeats=job["repeats"],
        validation=(data.valid, bench.y[valid]),
        scorer=scorer,
        seconds=0.5 * job["seconds"],  # what is begun by then is likely to end in time
    )
    return {
        "rows": len(rows),
        "valid_rows": len(valid),
        "scores": {one.activation: list(one.scores) for one in found},
    }


def _network(candidate: Candidate, task: str) -> Any:
    from hanpan.modeling.networks.estimators.dense import NetworkClassifier, NetworkRegressor

    settings = {**algorithm("network").fixed, **candidate.settings}
    settings["hidden"] = tuple(settings["hidden"])
    return (NetworkRegressor if task == "regression" else NetworkClassifier)(**settings)
