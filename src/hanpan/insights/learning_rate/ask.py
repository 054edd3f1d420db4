"""The learning rate that suits the best network here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hanpan.foundation.files import from_plain
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.learning_rate.work import RatesTried
from hanpan.insights.scene import Scene
from hanpan.modeling.curves.rates import LearningRates
from hanpan.modeling.trial import Trial

_ERRAND = "hanpan.insights.learning_rate.errand:do"
_LEAST_SECONDS = 3.0


def _network(scene: Scene) -> Trial | None:
    """The best plain network of the board."""
    return scene.best(scene.scored("network"))


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    trial = _network(scene)
    if trial is None or scene.until.left < _LEAST_SECONDS:
        return []
    return [{"kind": _ERRAND, "candidate": asdict(trial.candidate)}]


def _make(scene: Scene, answers: Answers) -> RatesTried | None:
    del scene
    if not answers:
        return None
    parameters = answers[0]["job"]["candidate"]["parameters"]
    return RatesTried(
        found=from_plain(answers[0]["found"], LearningRates),
        used=parameters.get("learning_rate"),
        hidden=list(parameters["hidden"]),
    )


def _absent(scene: Scene) -> Reason | None:
    return "model" if _network(scene) is None else None


LEARNING_RATE = Insight("learning_rate", _make, _jobs, absent=_absent, seconds=15.0)
"""A RatesTried record."""
