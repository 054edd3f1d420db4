"""The learning rate that suits the best network here."""

from __future__ import annotations

from hanpan.insights.insight import Insight, Reason
from hanpan.insights.learning_rate.errand import FindRate
from hanpan.insights.learning_rate.record import RatesTried
from hanpan.insights.scene import Scene
from hanpan.modeling.curves.rates import LearningRates
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_LEAST_SECONDS = 3.0


def _network(scene: Scene) -> Trial | None:
    """The best plain network of the board."""
    return scene.best(scene.scored("network"))


def _errands(scene: Scene) -> list[FindRate]:
    trial = _network(scene)
    if trial is None or scene.until.left < _LEAST_SECONDS:
        return []
    return [FindRate(candidate=trial.candidate)]


def _make(scene: Scene, answers: list[Fetched[FindRate, LearningRates]]) -> RatesTried | None:
    del scene
    if not answers:
        return None
    parameters = answers[0].errand.candidate.parameters
    return RatesTried(
        found=answers[0].found,
        used=parameters.get("learning_rate"),
        hidden=list(parameters["hidden"]),
    )


def _absent(scene: Scene) -> Reason | None:
    return "model" if _network(scene) is None else None


LEARNING_RATE = Insight("learning_rate", _make, _errands, absent=_absent, seconds=15.0)
"""A RatesTried record."""
