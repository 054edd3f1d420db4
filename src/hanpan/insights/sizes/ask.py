"""Whether more rows would help: the best model fitted on growing shares of the rows."""

from __future__ import annotations

from hanpan.insights.insight import Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.insights.sizes.errand import ScoreOnShare
from hanpan.insights.sizes.record import SizeCurves
from hanpan.insights.sizes.work import SHARES, SizePoint, size_curve
from hanpan.modeling.trial import Trial
from hanpan.modeling.workers.errands import Fetched

_FOLDS = 3
_LEADERS = 2
_LONGEST = 1.5  # seconds of fitting a fold; slower models are left to those who have more time


def _leaders(scene: Scene) -> list[Trial]:
    """The best trials of different algorithms that fit quickly enough."""
    trials = {trial.key: trial for trial in scene.board.trials}
    found: dict[str, Trial] = {}
    for row in scene.board.ranked:
        trial = trials.get(row.key)
        if trial is None or not row.learnt_alone or not scene.quick(trial, _LONGEST):
            continue
        found.setdefault(row.algorithm, trial)
    return list(found.values())[:_LEADERS]


def _errands(scene: Scene) -> list[ScoreOnShare]:
    """Small shares first: they are cheap, and two points make the beginning of a curve."""
    folds = min(_FOLDS, len(scene.ground.bench.folds))
    return [
        ScoreOnShare(candidate=trial.candidate, share=share, folds=folds)
        for trial in _leaders(scene)
        for share in SHARES
    ]


def _make(scene: Scene, answers: list[Fetched[ScoreOnShare, SizePoint]]) -> SizeCurves | None:
    names = {row.key: row.model for row in scene.board.rows}
    greater, curves = scene.board.greater_is_better, []
    for trial in _leaders(scene):
        own = [one.found for one in answers if one.errand.candidate.key == trial.key]
        curve = size_curve(trial.candidate.algorithm, names.get(trial.key, ""), own, greater_is_better=greater)
        if curve is not None:
            curves.append(curve)
    return SizeCurves(curves=curves) if curves else None


def _absent(scene: Scene) -> Reason | None:
    if _leaders(scene):
        return None
    return "slow" if any(row.learnt_alone for row in scene.board.ranked) else "baseline"


SIZES = Insight("sizes", _make, _errands, absent=_absent, seconds=20.0)
