"""A network on a route that the search did not come to, scored on the folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hanpan.modeling.fitting.fitting import run_trial
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Errand

_SHARE = 0.8  # of its time; a network ends by then with what it has


@dataclass(frozen=True, kw_only=True)
class TryRoute(Errand):
    """The network of a Candidate."""

    answer: ClassVar = Trial

    def do(self, bench: Bench, seconds: float) -> Trial:
        """Its Trial."""
        return run_trial(bench, self.candidate, _SHARE * seconds).trial
