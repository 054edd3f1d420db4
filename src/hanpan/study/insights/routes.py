"""Small and plain, or large and held back: the route to a network that did better here."""

from __future__ import annotations

from hanpan.evaluation.routes import Routes, compare_routes
from hanpan.study.insights.base import Answers, Insight, Scene


def _make(scene: Scene, answers: Answers) -> Routes | None:
    del answers
    return compare_routes(scene.board.trials, scene.board.greater_is_better)


ROUTES = Insight("routes", _make)
