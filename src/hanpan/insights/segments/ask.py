"""Where the model errs most."""

from __future__ import annotations

import numpy as np

from hanpan.foundation.findings import Evidence, Finding
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.insights.segments.work import Errors, Segments, worst_segments
from hanpan.statistics.groups import told_apart

_MOST_COLUMNS = 25
_MOST_ROWS = 40_000


def _make(scene: Scene, answers: Answers) -> Segments | None:
    del answers
    ground = scene.ground
    output = scene.filled.output_of(scene.chosen.row)
    if output is None:
        return None
    bench = ground.bench
    known = np.flatnonzero(np.isfinite(output.reshape(len(output), -1)).all(axis=1))
    known = known[:: max(1, -(-len(known) // _MOST_ROWS))]
    seen = Errors(bench.frame.iloc[known], _errors(scene, bench.y[known], output[known]))
    judged = None
    if len(ground.holdout):
        group = told_apart(ground.holdout_stakes.group)
        judged = Errors(ground.holdout, _errors(scene, ground.holdout_y, scene.chosen.output), group)
    ranked = [one.column for one in scene.evaluation.importance]
    place = {name: rank for rank, name in enumerate(ranked)}
    columns = sorted(ground.schema.features, key=lambda column: place.get(column.name, len(place)))
    return worst_segments(columns[:_MOST_COLUMNS], seen, judged)


def _errors(scene: Scene, y: np.ndarray, output: np.ndarray) -> np.ndarray:
    """Whether each decision is wrong; the size of the error of a number."""
    if scene.problem.task == "regression":
        return np.asarray(np.abs(y - output))
    return np.asarray(scene.model.decision.decide(output) != y, dtype=bool)


def _notice(told: Segments) -> list[Finding]:
    """The worst of the segments that were confirmed: rows like these, or columns that tell them apart, would help."""
    sure = [segment for segment in told.found if segment.confirmed]
    if not sure:
        return []
    worst = max(sure, key=lambda segment: segment.shown[0])
    inside, outside = (f"{error:.1%}" if told.measure == "wrong" else f"{error:,.3g}" for error in worst.shown)
    evidence: dict[str, Evidence] = {"segment": worst.name, "rows": worst.judged, "inside": inside, "outside": outside}
    return [Finding(code="errors_concentrate", severity="info", subject=worst.slices[0].column, evidence=evidence)]


def _absent(scene: Scene) -> Reason | None:
    return "images" if scene.on_images else None


SEGMENTS = Insight("segments", _make, notice=_notice, absent=_absent)
"""A Segments record; the Finding ``errors_concentrate`` names the worst segment that was confirmed."""
