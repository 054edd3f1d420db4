"""The best small network with some activation functions, on one of the folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from hanpan.business.metrics import metric
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.estimators.base import spread_classes
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.errands import Errand

MOST_ROWS = 4000  # fit rows; a comparison of functions needs no more


@dataclass(frozen=True, kw_only=True)
class FunctionScores:
    """Of each function the scores of its starts, None where there is none; rows that were fitted and judged on."""

    rows: int
    valid_rows: int
    scores: dict[str, list[float | None]]


@dataclass(frozen=True, kw_only=True)
class CompareFunctions(Errand):
    """These ``activations`` in the plain network of a Candidate, each ``repeats`` times, on one ``fold``."""

    answer: ClassVar = FunctionScores
    activations: list[str]
    repeats: int
    fold: int

    def do(self, bench: Bench, seconds: float) -> FunctionScores:
        """As many functions as the time allows."""
        from hanpan.modeling.networks.lessons.comparing import compare_activations

        data, (fit, valid) = bench.prepared.fold(self.candidate.recipe, self.fold), bench.folds[self.fold]
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
            network=_network(self.candidate, bench.problem.task),
            activations=self.activations,
            repeats=self.repeats,
            validation=(data.valid, bench.y[valid]),
            scorer=scorer,
            seconds=0.5 * seconds,  # what is begun by then is likely to end in time
        )
        scores: dict[str, list[float | None]] = {one.activation: list(one.scores) for one in found}
        return FunctionScores(rows=len(rows), valid_rows=len(valid), scores=scores)


def _network(candidate: Candidate, task: str) -> Any:
    from hanpan.modeling.networks.estimators.dense import NetworkClassifier, NetworkRegressor

    settings = {**algorithm("network").fixed, **candidate.settings}
    settings["hidden"] = tuple(settings["hidden"])
    return (NetworkRegressor if task == "regression" else NetworkClassifier)(**settings)
