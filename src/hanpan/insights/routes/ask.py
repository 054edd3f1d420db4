"""Small and plain, or large and held back: the route to a network that did better here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hanpan.foundation.files import from_plain
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.networks import is_large, is_small
from hanpan.insights.routes.work import Routes, compare_routes
from hanpan.insights.scene import Scene
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.trial import Trial

_ERRAND = "hanpan.insights.routes.errand:do"
_ROUTES = (is_small, is_large)


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    """The first starting point of each route that the search did not come to."""
    tried = scene.scored("network")
    recipe, known = tried[0].candidate.recipe, [one.candidate.parameters for one in tried]
    starts = [dict(start) for start in algorithm("network").defaults]
    missing = [next(filter(route, starts)) for route in _ROUTES if not any(map(route, known))]
    wished = [Candidate(algorithm="network", parameters=start, recipe=recipe, seed=scene.seed) for start in missing]
    return [{"kind": _ERRAND, "candidate": asdict(candidate)} for candidate in wished]


def _make(scene: Scene, answers: Answers) -> Routes | None:
    fitted = [from_plain(answer["trial"], Trial) for answer in answers]
    return compare_routes([*scene.board.trials, *fitted], scene.board.greater_is_better)


def _absent(scene: Scene) -> Reason | None:
    return None if scene.scored("network") else "model"


ROUTES = Insight("routes", _make, _jobs, absent=_absent, seconds=20.0)
"""A Routes record: both networks and which is ahead."""
