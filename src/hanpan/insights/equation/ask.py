"""The equation of the linear model, and the same learnt by a single node of a network."""

from __future__ import annotations

from hanpan.insights.equation.errand import WriteEquation
from hanpan.insights.equation.record import Equation
from hanpan.insights.insight import Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.modeling.candidate import PLAIN
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_LINES = {"regression": "linear_regression", "binary": "logistic_regression"}


def _errands(scene: Scene) -> list[WriteEquation]:
    trial = _line(scene)
    return [] if trial is None else [WriteEquation(candidate=trial.candidate)]


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


def _make(scene: Scene, answers: list[Fetched[WriteEquation, Equation | None]]) -> Equation | None:
    del scene
    return answers[0].found if answers else None


EQUATION = Insight("equation", _make, _errands, absent=_absent, seconds=20.0)
"""An Equation record."""
