"""Whether the model errs alike in the groups of protected columns."""

from __future__ import annotations

import numpy as np

from hanpan.data.schema import Column
from hanpan.evaluation.explanation.slices import slices_of
from hanpan.insights.fairness.work import Fairness, Protected, fairness, of_classes, of_values
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.statistics.groups import told_apart


def _make(scene: Scene, answers: Answers) -> Protected | None:
    del answers
    ground, problem = scene.ground, scene.problem
    y, output = ground.holdout_y, scene.chosen.output
    if problem.labels:
        counted = of_classes(y, scene.model.decision.decide(output), len(problem.labels))
    else:
        counted = of_values(y, output)
    features = {column.name for column in ground.schema.features}
    clusters = told_apart(ground.holdout_stakes.group)
    found: list[Fairness] = []
    for name in problem.protected:
        groups = _groups(scene, ground.schema[name])
        told = fairness(name, groups, counted, used=name in features, clusters=clusters)
        found += [told] if told is not None else []
    return Protected(columns=found) if found else None


def _groups(scene: Scene, column: Column) -> list[tuple[str, np.ndarray]]:
    cells = scene.protected[column.name]
    table = cells.to_frame(column.name)
    return [(one.name, one.rows(table)) for one in slices_of(cells, column, least=1)]


def _absent(scene: Scene) -> Reason | None:
    if not scene.problem.protected:
        return "not_asked"
    return None if len(scene.ground.holdout) else "rows"


FAIRNESS = Insight("fairness", _make, absent=_absent)
"""A Protected record."""
