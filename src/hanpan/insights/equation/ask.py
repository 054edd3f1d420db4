"""The equation of the linear model, and the same learnt by a single node of a network."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hanpan.foundation.files import from_plain
from hanpan.insights.equation.work import Equation
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.modeling.candidate import PLAIN
from hanpan.modeling.trial import Trial

_ERRAND = "hanpan.insights.equation.errand:do"
_LINES = {"regression": "linear_regression", "binary": "logistic_regression"}


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    trial = _line(scene)
    return [] if trial is None else [{"kind": _ERRAND, "candidate": asdict(trial.candidate)}]


def _line(scene: Scene) -> Trial | None:
    """The best linear model of the board whose constant tells of the rows as they are."""
    name = _LINES.get(scene.problem.task)
    known = scene.scored(name) if name else []
    return scene.best(one for one in known if one.candidate.balance == PLAIN)


def _absent(scene: Scene) -> Reason | None:
    if scene.on_images:
        return "images"
    if scene.problem.task not in _LINES:
        return "task"
    return "model" if _line(scene) is None else None


def _make(scene: Scene, answers: Answers) -> Equation | None:
    if not answers or not answers[0]["terms"]:
        return None
    candidate = answers[0]["job"]["candidate"]
    own = {"algorithm": candidate["algorithm"], "penalty": candidate["parameters"].get("penalty", "none")}
    return from_plain({**answers[0], **own}, Equation)


EQUATION = Insight("equation", _make, _jobs, absent=_absent, seconds=20.0)
"""An Equation record."""
