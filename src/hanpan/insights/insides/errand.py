"""A network fitted on the development rows, and what its hidden nodes do there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.networks.plain.insides import Insides, insides
from hanpan.modeling.workers.errands import Errand

MOST_ROWS = 1000  # rows looked at


@dataclass(frozen=True, kw_only=True)
class LookInside(Errand):
    """A network, fitted in so many ``rounds`` (epochs)."""

    answer: ClassVar = Insides | None
    rounds: int | None = None

    def do(self, bench: Bench, seconds: float) -> Insides | None:
        """What its nodes respond to; None for a network that cannot be looked into."""
        del seconds
        fitted = fit_once(bench, self.candidate, self.rounds)
        random = np.random.default_rng(seed_for(0, "insides"))
        rows = np.sort(random.permutation(len(bench.y))[:MOST_ROWS])
        network, preparer = fitted.estimator.fitted, fitted.preparer
        plain = ("number", "ordered", "date")
        try:
            return insides(
                network,
                preparer.transform(bench.frame.iloc[rows]),
                preparer.sources_,
                bench.y[rows],
                labels=bench.problem.labels,
                categories=[column.name for column in bench.schema.columns if column.kind not in plain],
            )
        except UsageError:
            return None
