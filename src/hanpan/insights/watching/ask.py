"""The best networks of the board, trained once more on all development rows: curves, checkpoints, layers."""

from __future__ import annotations

from hanpan.foundation.files import to_json, write_whole
from hanpan.insights.insight import Insight, Reason
from hanpan.insights.networks import no_network
from hanpan.insights.scene import Scene
from hanpan.insights.watching.errand import TrainedOnce, TrainOnce
from hanpan.insights.watching.record import CHECKPOINTS, RECORDING, WatchedTraining, Watching
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.board.boarding import reachable
from hanpan.modeling.curves.watched import curve_findings
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_LONGEST = 8.0  # seconds of fitting a fold; slower networks are left to those who have more time
_COMPILING = 2.5  # seconds for programs of another size, and for the checkpoints


def _best(scene: Scene) -> list[Trial]:
    """The best network that Keras trains, winner or not; and the best of all, if that is a pack and time allows it."""
    trials = {trial.key: trial for trial in scene.board.trials}
    rows = [row for row in scene.board.ranked if row.key in trials and algorithm(row.algorithm).family == "network"]
    known = [trials[row.key] for row in rows if scene.quick(trials[row.key], _LONGEST)]
    plain = next((trial for trial in known if not algorithm(trial.candidate.algorithm).pack), None)
    found = [trial for trial in (plain, *known[:1]) if trial is not None]
    left = scene.until.left
    affordable = [trial for trial in found if 1.3 * trial.fit_seconds + _COMPILING < left]
    return list({trial.key: trial for trial in affordable}.values())


def _errands(scene: Scene) -> list[TrainOnce]:
    folder = None if scene.folder is None else str(scene.folder / CHECKPOINTS)
    return [TrainOnce(candidate=one.candidate, folder=folder) for one in _best(scene)]


def _make(scene: Scene, answers: list[Fetched[TrainOnce, TrainedOnce]]) -> Watching | None:
    found = [_read(one, scene) for one in sorted(answers, key=lambda one: not one.found.lines)]
    known = [one for one in found if one is not None]
    return Watching(networks=known) if known else None


def _read(answer: Fetched[TrainOnce, TrainedOnce], scene: Scene) -> WatchedTraining | None:
    told = answer.found
    row = next((row for row in scene.board.rows if row.key == answer.errand.candidate.key), None)
    if row is None:
        return None
    return WatchedTraining(
        recording=_kept(answer, scene),
        model=row.model,
        algorithm=row.algorithm,
        rows=told.rows,
        columns=told.columns,
        history=told.history,
        chosen=told.chosen,
        findings=curve_findings([told.watched], row.model, reachable(scene.board.trials)),
        picture=told.picture,
        lines=told.lines,
        files=told.files,
        equation=told.equation,
        loss=told.loss,
    )


def _kept(answer: Fetched[TrainOnce, TrainedOnce], scene: Scene) -> str:
    """The name of the file that a recording was written to; empty where there is none, or no folder."""
    if answer.found.recording is None or scene.folder is None:
        return ""
    name = f"{answer.errand.candidate.algorithm}-{answer.errand.candidate.key}{RECORDING}"
    (scene.folder / CHECKPOINTS).mkdir(parents=True, exist_ok=True)
    write_whole(scene.folder / CHECKPOINTS / name, to_json(answer.found.recording))
    return name


def _absent(scene: Scene) -> Reason | None:
    return None if _best(scene) else no_network(scene)


WATCHING = Insight("watching", _make, _errands, absent=_absent, seconds=15.0)
