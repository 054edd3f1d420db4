"""What weights, copies and offsets would change for rare classes."""

from __future__ import annotations

from hanpan.insights.insight import Insight, Reason
from hanpan.insights.rare.errand import TryWay, WaysJudged
from hanpan.insights.rare.record import RareClasses
from hanpan.insights.scene import Scene
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.rare import rare_labels
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_WAYS = ("plain", "weights", "copies", "copies_before")
_FOLDS = 3
_LONGEST = 3.0  # seconds of fitting a fold


def _quickest_good(scene: Scene) -> Trial | None:
    """The best trial that learns in rounds, so that there are curves to show, of those that fit quickly; else any.

    It must learn from weights as well as from copies.
    """
    trials = {trial.key: trial for trial in scene.board.trials}
    quick = [row for row in scene.board.ranked if row.key in trials and scene.quick(trials[row.key], _LONGEST)]
    able = [row for row in quick if {"weights", "copies"} <= set(algorithm(row.algorithm).balance)]
    rounds = [row for row in able if algorithm(row.algorithm).iterations]
    return next((trials[row.key] for row in [*rounds, *able]), None)


def _errands(scene: Scene) -> list[TryWay]:
    bench, trial = scene.ground.bench, _quickest_good(scene)
    if trial is None:
        return []
    folds = min(_FOLDS, len(bench.folds))
    return [TryWay(candidate=trial.candidate, folds=folds, way=way) for way in _WAYS]


def _make(scene: Scene, answers: list[Fetched[TryWay, WaysJudged]]) -> RareClasses | None:
    by_way = {answer.errand.way: answer for answer in answers}
    if "plain" not in by_way or len(by_way) < 2:
        return None
    problem, plain = scene.problem, by_way["plain"]
    return RareClasses(
        algorithm=plain.errand.candidate.algorithm,
        metric=problem.metric,
        labels=list(problem.labels),
        rows=plain.found.rows,
        rare=rare_labels(problem, scene.ground.bench.y),
        ways=[way for name in _WAYS if name in by_way for way in by_way[name].found.ways],
    )


def _absent(scene: Scene) -> Reason | None:
    problem, bench = scene.problem, scene.ground.bench
    if problem.task == "regression":
        return "task"
    if not rare_labels(problem, bench.y):
        return "common"
    return "model" if _quickest_good(scene) is None else None


RARE = Insight("rare", _make, _errands, absent=_absent, seconds=20.0)
