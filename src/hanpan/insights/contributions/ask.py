"""Three answers split into columns: a typical one, the highest one, the greatest mistake."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.foundation.randomness import seed_for
from hanpan.insights.contributions.record import ExplainedRow, ExplainedRows
from hanpan.insights.contributions.work import explained, rows_worth_explaining
from hanpan.insights.insight import Answers, Insight
from hanpan.insights.scene import Scene
from hanpan.insights.single_rows import unexplained
from hanpan.modeling.fitted.contributions import contributions

_BACKGROUND = 25


def _make(scene: Scene, answers: Answers) -> ExplainedRows | None:
    del answers
    ground, problem = scene.ground, scene.problem
    output, y = scene.chosen.output, ground.holdout_y
    random = np.random.default_rng(seed_for(scene.seed, "contributions"))
    frame = ground.bench.frame
    background = frame.iloc[np.sort(random.permutation(len(frame))[:_BACKGROUND])]
    decided = scene.model.labels_of(output) if problem.labels else output
    found: list[ExplainedRow] = []
    for which, place in rows_worth_explaining(problem, y, output).items():
        if scene.until.over:
            break
        row = ground.holdout.iloc[[place]]
        label = str(decided[place]) if len(problem.labels) > 2 else None
        split = contributions(scene.model, row, background, label=label, repeats=2, seed=scene.seed)
        truth = _truth(problem.labels, y[place], decided[place])
        found.append(explained(which, row, place, truth, split))
    return ExplainedRows(rows=found) if found else None


def _truth(labels: tuple[str, ...], actual: Any, decided: Any) -> tuple[str | float, str | float]:
    return (labels[int(actual)], str(decided)) if labels else (float(actual), float(decided))


CONTRIBUTIONS = Insight("contributions", _make, absent=unexplained, seconds=5.0)
"""An ExplainedRows record."""
