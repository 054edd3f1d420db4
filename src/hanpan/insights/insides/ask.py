"""Inside the best networks of the board: what their hidden nodes respond to."""

from __future__ import annotations

from hanpan.insights.insides.errand import LookInside
from hanpan.insights.insides.record import NetworkInside, NetworksInside
from hanpan.insights.insight import Insight, Reason
from hanpan.insights.networks import no_network
from hanpan.insights.scene import Scene
from hanpan.modeling.algorithms.catalogue import ALGORITHMS, algorithm
from hanpan.modeling.networks.plain.insides import Insides
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_LONGEST = 6.0  # seconds of fitting a fold


def _networks(scene: Scene) -> list[Trial]:
    """The best trial of each kind that is quickly fitted, and has nodes to look into; packs where they are best."""
    inside = sorted((entry for entry in ALGORITHMS if entry.nodes), key=lambda entry: not entry.grouped)
    kinds = [_best(scene, (entry.name,)) for entry in inside]  # with named nodes first
    packs = [entry for entry in ALGORITHMS if entry.pack]
    best = _best(scene, tuple(entry.name for entry in (*inside, *packs)))
    found = [best, *kinds] if best is not None and algorithm(best.candidate.algorithm).pack else kinds
    return [trial for trial in found if trial is not None]


def _best(scene: Scene, kinds: tuple[str, ...]) -> Trial | None:
    return scene.best(one for one in scene.scored(*kinds) if scene.quick(one, _LONGEST))


def _errands(scene: Scene) -> list[LookInside]:
    return [
        LookInside(candidate=trial.candidate, rounds=trial.curve.chosen if trial.curve else None)
        for trial in _networks(scene)
    ]


def _make(scene: Scene, answers: list[Fetched[LookInside, Insides | None]]) -> NetworksInside | None:
    names = {trial.key: row.model for trial in scene.board.trials for row in scene.board.rows if row.key == trial.key}
    keys = {trial.candidate.algorithm: trial.key for trial in _networks(scene)}
    found = [
        NetworkInside(
            algorithm=kind,
            model=names.get(keys.get(kind, ""), kind),
            insides=answer.found,
        )
        for answer in answers
        if answer.found is not None and (kind := answer.errand.candidate.algorithm)
    ]
    return NetworksInside(networks=found) if found else None


def _absent(scene: Scene) -> Reason | None:
    if scene.on_images:
        return "images"
    return None if _networks(scene) else no_network(scene)


INSIDES = Insight("insides", _make, _errands, absent=_absent, seconds=15.0)
"""A NetworksInside record."""
