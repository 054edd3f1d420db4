"""Phases 5 and 6 in a run: the chosen model refitted, judged once on the hold-out, refitted on all rows and shipped."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.metrics import metric
from hanpan.evaluation.importance import permutation_importance
from hanpan.evaluation.judge import evaluate
from hanpan.evaluation.record import Evaluation
from hanpan.evaluation.requirement import parse_requirements
from hanpan.evaluation.uncertainty import advantage
from hanpan.foundation.events import Events
from hanpan.foundation.findings import Finding
from hanpan.modeling.board import Board, BoardRow
from hanpan.modeling.filling import Filled
from hanpan.modeling.journal import Journal
from hanpan.modeling.pool import WorkerPool
from hanpan.modeling.refit import FitWish, Refits
from hanpan.modeling.trial import Trial
from hanpan.study.options import RunOptions
from hanpan.study.record import Study
from hanpan.study.shipping import ship
from hanpan.study.understanding import Understood


@dataclass
class Judging:
    """What is needed to judge and ship. ``deadline``: monotonic second, None without a budget."""

    study: Study
    understood: Understood
    filled: Filled
    pool: WorkerPool
    journal: Journal
    events: Events
    deadline: float | None
    options: RunOptions

    def run(self) -> None:
        """Choose, refit, judge, explain, ship."""
        findings = self._no_signal()
        self.events.tell("phase", name="refitting")
        refits = Refits(self.pool, self.journal)
        members = self._refitted(refits)
        self.events.tell("phase", name="explaining")
