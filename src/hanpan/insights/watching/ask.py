"""The best networks of the board, trained once more on all development rows: curves, checkpoints, layers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hanpan.foundation.files import from_plain, to_json
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.networks import no_network
from hanpan.insights.scene import Scene
from hanpan.insights.watching.work import WatchedTraining, Watching
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.board.boarding import reachable
from hanpan.modeling.curves.watched import Watched, curve_findings
from hanpan.modeling.network_picture import NetworkPicture
from hanpan.modeling.trial import Trial

_ERRAND = "hanpan.insights.watching.errand:do"
_PACKS = ("network_modern", "network_packed")  # trained outside of Keras: no checkpoints
_LONGEST = 8.0  # seconds of fitting a fold; slower networks are left to those who have more time
_COMPILING = 2.5  # seconds for programs of another size, and for the checkpoints


def _best(scene: Scene) -> list[Trial]:
    """The best network that Keras trains, winner or not; and the best of all, if that is a pack and time allows it."""
    trials = {trial.key: trial for trial in scene.board.trials}
    rows = [row for row in scene.board.ranked if row.key in trials and algorithm(row.algorithm).family == "network"]
    known = [trials[row.key] for row in rows if scene.quick(trials[row.key], _LONGEST)]
    plain = next((trial for trial in known if trial.candidate.algorithm not in _PACKS), None)
    found = [trial for trial in (plain, *known[:1]) if trial is not None]
    left = scene.until.left
    affordable = [trial for trial in found if 1.3 * trial.fit_seconds + _COMPILING < left]
    return list({trial.key: trial for trial in affordable}.values())


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    folder = None if scene.folder is None else str(scene.folder / "checkpoints")
    return [{"kind": _ERRAND, "candidate": asdict(one.candidate), "folder": folder} for one in _best(scene)]


def _make(scene: Scene, answers: Answers) -> Watching | None:
    found = [_read(told, scene) for told in sorted(answers, key=lambda told: not told["lines"])]
    known = [one for one in found if one is not None]
    return Watching(networks=known) if known else None


def _read(told: dict[str, Any], scene: Scene) -> WatchedTraining | None:
    key = _key(told["job"]["candidate"], scene)
    row = next((row for row in scene.board.rows if row.key == key), None)
    if row is None:
        return None
    watched = from_plain(told["watched"], Watched)
    return WatchedTraining(
        model=row.model,
        algorithm=row.algorithm,
        rows=told["rows"],
        columns=told["columns"],
        history=told["history"],
        chosen=told["chosen"],
        findings=curve_findings([watched], row.model, reachable(scene.board.trials)),
        picture=from_plain(told["picture"], NetworkPicture),
        lines=told["lines"],
        files=told["files"],
        equation=told["equation"],
        loss=told["loss"],
    )


def _key(candidate: dict[str, Any], scene: Scene) -> str:
    asked = to_json(candidate)
    return next((one.key for one in scene.board.trials if to_json(asdict(one.candidate)) == asked), "")


def _absent(scene: Scene) -> Reason | None:
    return None if _best(scene) else no_network(scene)


WATCHING = Insight("watching", _make, _jobs, absent=_absent, seconds=15.0)
