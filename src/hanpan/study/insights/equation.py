"""The equation of the linear model, and the same learnt by a single node of a network."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hanpan.study.insights.base import Answers, Insight, Scene

_LINES = {"regression": "linear_regression", "binary": "logistic_regression"}


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    """The best linear model of the board."""
    name = _LINES.get(scene.understood.problem.task)
    if scene.understood.schema.image is not None:
        return []
    sign = 1.0 if scene.board.greater_is_better else -1.0
    known = [one for one in scene.board.trials if one.candidate.algorithm == name and one.score is not None]
    best = sorted(known, key=lambda trial: -sign * (trial.score or 0.0))[:1]
    return [{"kind": "equation", "candidate": asdict(trial.candidate)} for trial in best]


def _make(scene: Scene, answers: Answers) -> dict[str, Any] | None:
    if not answers or not answers[0]["terms"]:
        return None
    told = {name: value for name, value in answers[0].items() if name not in ("job", "id", "status")}
    candidate = answers[0]["job"]["candidate"]
    return {**told, "algorithm": candidate["algorithm"], "penalty": candidate["parameters"].get("penalty", "none")}


EQUATION = Insight("equation", _make, _jobs, seconds=20.0)
"""``terms`` (``numeric``: numbers of the table as they are) with ``coefficients``, ``constant`` and ``spreads``; for
regression ``learnt``: by a node and exactly."""
