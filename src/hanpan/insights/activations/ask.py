"""The best small network with each activation function, on one fold, or more where there is time."""

from __future__ import annotations

from hanpan.insights.activations.errand import CompareFunctions, FunctionScores
from hanpan.insights.activations.record import Activations
from hanpan.insights.activations.work import judged
from hanpan.insights.insight import Insight, Reason
from hanpan.insights.networks import is_small, no_network
from hanpan.insights.scene import Scene
from hanpan.modeling.networks.plain.activations import ACTIVATION_NAMES
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_REPEATS = 3
_COMPILING = 1.0  # seconds: each function is compiled anew
_LEAST_SECONDS = 3.0
_SHARE = 0.2  # of the time left that other folds than the first may take
_LONGEST = 1.0  # seconds of fitting a fold; slower networks are left to those who have more time


def _network(scene: Scene) -> Trial | None:
    """The best small, plain network of the board, of those that fit quickly."""
    known = scene.scored("network")
    return scene.best(one for one in known if is_small(one.candidate.parameters) and scene.quick(one, _LONGEST))


def _errands(scene: Scene) -> list[CompareFunctions]:
    trial = _network(scene)
    if trial is None or scene.until.left < _LEAST_SECONDS:
        return []
    return [
        CompareFunctions(candidate=trial.candidate, activations=[name], repeats=_REPEATS, fold=fold)
        for fold in range(_folds(scene, trial))
        for name in ACTIVATION_NAMES
    ]


def _folds(scene: Scene, trial: Trial) -> int:
    """On how many folds: the first, and as many others as fit into a share of the time."""
    if not scene.until.limited:
        return 1
    each = len(ACTIVATION_NAMES) * (_COMPILING + _REPEATS * trial.fit_seconds)
    others = int(_SHARE * scene.until.left / each)
    return max(1, min(len(scene.ground.bench.folds), 1 + others))


def _make(scene: Scene, answers: list[Fetched[CompareFunctions, FunctionScores]]) -> Activations | None:
    trial = _network(scene)
    if trial is None or not answers:
        return None
    scores: dict[str, dict[int, list[float]]] = {}
    for answer in answers:
        for name, starts in answer.found.scores.items():
            known = [float("nan") if score is None else score for score in starts]
            scores.setdefault(name, {})[answer.errand.fold] = known
    sizes = (answers[0].found.rows, answers[0].found.valid_rows)
    return judged(scores, trial.candidate.parameters["hidden"], sizes, scene.board.greater_is_better)


def _absent(scene: Scene) -> Reason | None:
    return None if _network(scene) is not None else no_network(scene)


ACTIVATIONS = Insight("activations", _make, _errands, absent=_absent, seconds=15.0)
