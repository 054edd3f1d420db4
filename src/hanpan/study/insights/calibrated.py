"""Whether probabilities come true as often as they say."""

from __future__ import annotations

from hanpan.evaluation.explanation.calibrated import Calibrated, calibrated
from hanpan.study.insights.base import Answers, Insight, Scene


def _make(scene: Scene, answers: Answers) -> Calibrated | None:
    del answers
    problem, y, output = scene.understood.problem, scene.chosen.rows, scene.chosen.output
    if not problem.labels or scene.board.winner.algorithm == "baseline":
        return None
    group = scene.chosen.stakes.group
    if len(problem.labels) == 2:
        return calibrated(output[:, 1], y == 1, scene.seed, group)
    return calibrated(output.max(axis=1), output.argmax(axis=1) == y, scene.seed, group)


def _concerns(scene: Scene) -> bool:
    return bool(scene.understood.problem.labels)


CALIBRATED = Insight("calibrated", _make, concerns=_concerns)
"""A Calibrated record, for classes."""
