"""How many hidden nodes? Networks of many sizes on this table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hanpan.business.metrics import metric
from hanpan.foundation.files import from_plain
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.curves.complexity import ComplexityMap, SizeScore, recommend
from hanpan.modeling.networks.lessons.complexity import grid, programs

_ERRAND = "hanpan.insights.complexity.errand:do"
_STARTS = 2
_LEAST_SECONDS = 4.0


def _network(scene: Scene) -> Candidate | None:
    """A network of the board: its recipe prepares the rows for all sizes."""
    return next((one.candidate for one in scene.scored("network")), None)


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    """Small sizes first; the large ones, for which each program is compiled anew, in jobs of their own."""
    candidate = _network(scene)
    if candidate is None or scene.until.left < _LEAST_SECONDS:
        return []
    told = {"kind": _ERRAND, "candidate": asdict(candidate), "starts": _STARTS}
    parts = programs(grid())
    return [{**told, "sizes": [list(size) for part in some for size in part]} for some in (parts[:3], parts[3:])]


def _make(scene: Scene, answers: Answers) -> ComplexityMap | None:
    if not answers:
        return None
    sizes = [from_plain(size, SizeScore) for answer in answers for size in answer["sizes"]]
    first = answers[0]
    return recommend(
        sizes,
        baseline=first["baseline"],
        metric=metric(scene.board.metric),
        fit_rows=first["fit_rows"],
        folds=first["folds"],
        starts=_STARTS,
    )


def _urgent(scene: Scene) -> bool:
    """On images these errands take longest, and nothing else says how large a network must be."""
    return scene.schema.image is not None


def _absent(scene: Scene) -> Reason | None:
    return "model" if _network(scene) is None else None


COMPLEXITY = Insight("complexity", _make, _jobs, absent=_absent, urgent=_urgent, seconds=20.0)
