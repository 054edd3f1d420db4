"""The learning rate that suits a network of the board, found by short trainings on a fold's fit rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from hanpan.insights.networks import fold_rows
from hanpan.modeling.curves.rates import LearningRates
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.errands import Errand

_SHAPE = ("activation", "dropout", "l1", "l2")


@dataclass(frozen=True, kw_only=True)
class FindRate(Errand):
    """The plain network of a Candidate."""

    answer: ClassVar = LearningRates

    def do(self, bench: Bench, seconds: float) -> LearningRates:
        """Short trainings with growing rates, its own among them."""
        del seconds
        from hanpan.modeling.networks.estimators.architecture import Architecture, build, start_weights
        from hanpan.modeling.networks.lessons.finder import RATES, find_learning_rate
        from hanpan.modeling.networks.stored import adapter

        rows = fold_rows(bench, self.candidate, 0)
        told, y = self.candidate.parameters, rows.fit_y
        if bench.problem.task == "regression":
            y = (y - y.mean()) / (y.std() or 1.0)
        own = {name: told[name] for name in _SHAPE if name in told}
        classes = len(bench.problem.labels)
        shape = Architecture(n_inputs=rows.fit_x.shape[1], n_classes=classes, hidden=tuple(told["hidden"]), **own)
        model = build(shape)
        adapter.give_variables(model, start_weights(model, np.random.RandomState(0)))
        tried = [*RATES, float(told["learning_rate"])] if "learning_rate" in told else RATES
        return find_learning_rate(model, rows.fit_x.astype(np.float32), y.astype(np.float32), rates=tried)
