"""How the answers depend on the most important columns."""

from __future__ import annotations

import numpy as np

from hanpan.evaluation.explanation.mattering import by_stake
from hanpan.foundation.randomness import seed_for
from hanpan.insights.dependence.work import Dependence, Dependences, dependence
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene

_COLUMNS = 4
_ROWS = 200
_CLASSES = 3
_MOST_CANDIDATES = 12


def _make(scene: Scene, answers: Answers) -> Dependences | None:
    del answers
    ground = scene.ground
    whole = ground.holdout if len(ground.holdout) else ground.bench.frame
    random = np.random.default_rng(seed_for(scene.seed, "dependence"))
    rows = whole.iloc[np.sort(random.permutation(len(whole))[:_ROWS])]
    problem, found = ground.problem, list[Dependence]()
    classes = len(problem.labels)
    shown = sorted(by_stake(ground.bench.y, classes, problem.value)[:_CLASSES]) if classes > 2 else []
    for name in _names(scene):
        if scene.until.over or len(found) == _COLUMNS:
            break
        one = dependence(scene.model.output, rows, ground.schema[name], problem.labels, shown)
        found += [one] if one is not None else []
    return Dependences(columns=found) if found else None


def _names(scene: Scene) -> list[str]:
    """The most important columns first; in the table's order where importance is not known."""
    ranked = [one.column for one in scene.evaluation.importance if one.mean > 0]
    features = [column.name for column in scene.features]
    return (ranked or features)[:_MOST_CANDIDATES]


def _absent(scene: Scene) -> Reason | None:
    if scene.on_images:
        return "images"
    return "baseline" if scene.board.winner.algorithm == "baseline" else None


DEPENDENCE = Insight("dependence", _make, absent=_absent, seconds=4.0)
"""A Dependences record."""
