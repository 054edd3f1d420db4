"""How many hidden nodes? Networks of many sizes on this table."""

from __future__ import annotations

from hanpan.business.metrics import metric
from hanpan.insights.complexity.errand import ScoreSizes, SizesScored
from hanpan.insights.insight import Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.curves.complexity import ComplexityMap, recommend
from hanpan.modeling.networks.lessons.complexity import grid, programs
from hanpan.modeling.workers.errands import Fetched

_STARTS = 2
_LEAST_SECONDS = 4.0


def _network(scene: Scene) -> Candidate | None:
    """A network of the board: its recipe prepares the rows for all sizes."""
    return next((one.candidate for one in scene.scored("network")), None)


def _errands(scene: Scene) -> list[ScoreSizes]:
    """Small sizes first; the large ones, for which each program is compiled anew, in jobs of their own."""
    candidate = _network(scene)
    if candidate is None or scene.until.left < _LEAST_SECONDS:
        return []
    parts = programs(grid())
    return [
        ScoreSizes(candidate=candidate, sizes=[size for part in some for size in part], starts=_STARTS)
        for some in (parts[:3], parts[3:])
    ]


def _make(scene: Scene, answers: list[Fetched[ScoreSizes, SizesScored]]) -> ComplexityMap | None:
    if not answers:
        return None
    first = answers[0].found
    return recommend(
        [size for answer in answers for size in answer.found.sizes],
        baseline=first.baseline,
        metric=metric(scene.board.metric),
        fit_rows=first.fit_rows,
        folds=first.folds,
        starts=_STARTS,
    )


def _urgent(scene: Scene) -> bool:
    """On images these errands take longest, and nothing else says how large a network must be."""
    return scene.schema.image is not None


def _absent(scene: Scene) -> Reason | None:
    return "model" if _network(scene) is None else None


COMPLEXITY = Insight("complexity", _make, _errands, absent=_absent, urgent=_urgent, seconds=20.0)
