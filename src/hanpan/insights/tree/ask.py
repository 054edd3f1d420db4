"""The best decision tree of the board, drawn, whether it was chosen or not."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hanpan.insights.insight import Answers, Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.insights.tree.work import DrawnTree, read_tree
from hanpan.modeling.board.board import BoardRow
from hanpan.modeling.candidate import PLAIN

_ERRAND = "hanpan.insights.tree.errand:do"
_LEVELS = 4


def _row(scene: Scene) -> BoardRow | None:
    """The best one whose nodes tell of the rows as they are: rows that were weighed or repeated cannot be counted."""
    known = (row for row in scene.board.ranked if row.algorithm == "decision_tree" and row.balance == PLAIN)
    return next(known, None)


def _jobs(scene: Scene) -> list[dict[str, Any]]:
    row = _row(scene)
    trial = next((trial for trial in scene.board.trials if row and trial.key == row.key), None)
    if trial is None:
        return []
    return [{"kind": _ERRAND, "candidate": asdict(trial.candidate), "levels": _LEVELS}]


def _make(scene: Scene, answers: Answers) -> DrawnTree | None:
    row = _row(scene)
    if row is None or not answers:
        return None
    orders = {column.name: column.categories for column in scene.schema if column.kind == "ordered"}
    return read_tree(answers[0], row.model, scene.problem.labels, row.score, orders)


def _absent(scene: Scene) -> Reason | None:
    if scene.on_images:
        return "images"
    return "model" if _row(scene) is None else None


TREE = Insight("tree", _make, _jobs, absent=_absent, seconds=10.0)
"""A DrawnTree record: up to four levels of splits with their information gain."""
