"""Small and plain, or large and held back: the route to a network that did better here."""

from __future__ import annotations

from hanpan.insights.insight import Insight, Reason
from hanpan.insights.networks import is_large, is_small
from hanpan.insights.routes.errand import TryRoute
from hanpan.insights.routes.record import Routes
from hanpan.insights.routes.work import compare_routes
from hanpan.insights.scene import Scene
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_ROUTES = (is_small, is_large)


def _errands(scene: Scene) -> list[TryRoute]:
    """The first starting point of each route that the search did not come to."""
    tried = scene.scored("network")
    recipe, known = tried[0].candidate.recipe, [one.candidate.parameters for one in tried]
    starts = [dict(start) for start in algorithm("network").defaults]
    missing = [next(filter(route, starts)) for route in _ROUTES if not any(map(route, known))]
    wished = [Candidate(algorithm="network", parameters=start, recipe=recipe, seed=scene.seed) for start in missing]
    return [TryRoute(candidate=candidate) for candidate in wished]


def _make(scene: Scene, answers: list[Fetched[TryRoute, Trial]]) -> Routes | None:
    fitted = [answer.found for answer in answers]
    return compare_routes([*scene.board.trials, *fitted], scene.board.greater_is_better)


def _absent(scene: Scene) -> Reason | None:
    return None if scene.scored("network") else "model"


ROUTES = Insight("routes", _make, _errands, absent=_absent, seconds=20.0)
"""A Routes record: both networks and which is ahead."""
