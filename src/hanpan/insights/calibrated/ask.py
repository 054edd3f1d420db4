"""Whether probabilities come true as often as they say."""

from __future__ import annotations

from hanpan.insights.calibrated.work import Calibrated, calibrated
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene


def _make(scene: Scene, answers: Answers) -> Calibrated | None:
    del answers
    problem, y, output = scene.problem, scene.chosen.rows, scene.chosen.output
    group = scene.chosen.stakes.group
    if len(problem.labels) == 2:
        return calibrated(output[:, 1], y == 1, scene.seed, group)
    return calibrated(output.max(axis=1), output.argmax(axis=1) == y, scene.seed, group)


def _absent(scene: Scene) -> Reason | None:
    if not scene.problem.labels:
        return "task"
    return "baseline" if scene.board.winner.algorithm == "baseline" else None


CALIBRATED = Insight("calibrated", _make, absent=_absent)
"""A Calibrated record, for classes."""
