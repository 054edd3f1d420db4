"""Which rows judged a list would put first, and why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from hanpan.foundation.randomness import seed_for
from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.insights.single_rows import unexplained
from hanpan.insights.toplist.record import ListedReason, ListedRow, Toplist
from hanpan.modeling.fitted.gains import acted_on, expected_gains
from hanpan.modeling.fitted.reasons import reasons_of

MOST_ROWS = 20
_REASONS = 3
_BACKGROUND = 25
_MOST_NAMES = 2  # columns that name a row


def _make(scene: Scene, answers: Answers) -> Toplist | None:
    del answers
    ground, problem, output = scene.ground, scene.problem, scene.chosen.output
    gains = expected_gains(problem, scene.model.decision, output, ground.holdout_stakes.amount)
    sought = acted_on(problem)
    keys = output[:, sought] if gains is None else np.nan_to_num(gains, nan=-np.inf)
    first = np.argsort(-keys, kind="stable")[:MOST_ROWS]
    random = np.random.default_rng(seed_for(scene.seed, "toplist"))
    frame = ground.bench.frame
    background = frame.iloc[np.sort(random.permutation(len(frame))[:_BACKGROUND])]
    told = reasons_of(scene.model, ground.holdout.iloc[first], background, _REASONS)
    unit = next((one.unit for each in told for one in each), "probability")
    decided = scene.model.labels_of(output)
    named = scene.named.iloc[:, :_MOST_NAMES]
    rows = [
        ListedRow(
            row=int(named.index[place]) if len(named.index) else place,
            names={str(name): str(named[name].iloc[place]) for name in named.columns},
            probability=float(output[place, sought]),
            gain=None if gains is None or np.isnan(gains[place]) else float(gains[place]),
            decided=str(decided[place]),
            actual=problem.labels[int(ground.holdout_y[place])],
            reasons=[ListedReason(column=one.column, cell=_cell(one.cell), share=one.share) for one in reasons],
        )
        for place, reasons in zip(first.tolist(), told, strict=True)
    ]
    return Toplist(label=problem.labels[sought], unit=unit, rows=rows)


def _cell(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    if isinstance(cell, int | float | np.number):
        return float(cell)
    return str(cell).removesuffix(" 00:00:00")


def _absent(scene: Scene) -> Reason | None:
    return "task" if scene.problem.task != "binary" else unexplained(scene)


TOPLIST = Insight("toplist", _make, absent=_absent, seconds=8.0)
