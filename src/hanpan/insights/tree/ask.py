"""The best decision tree of the board, drawn, whether it was chosen or not."""

from __future__ import annotations

from hanpan.insights.insight import Insight, Reason
from hanpan.insights.scene import Scene
from hanpan.insights.tree.errand import GrowTree
from hanpan.insights.tree.record import DrawnTree
from hanpan.insights.tree.work import GrownTree, read_tree
from hanpan.modeling.board.board import BoardRow
from hanpan.modeling.candidate import PLAIN
from hanpan.modeling.workers.errands import Fetched

_LEVELS = 4


def _row(scene: Scene) -> BoardRow | None:
    """The best one whose nodes tell of the rows as they are: rows that were weighed or repeated cannot be counted."""
    known = (row for row in scene.board.ranked if row.algorithm == "decision_tree" and row.balance == PLAIN)
    return next(known, None)


def _errands(scene: Scene) -> list[GrowTree]:
    row = _row(scene)
    trial = next((trial for trial in scene.board.trials if row and trial.key == row.key), None)
    if trial is None:
        return []
    return [GrowTree(candidate=trial.candidate, levels=_LEVELS)]


def _make(scene: Scene, answers: list[Fetched[GrowTree, GrownTree]]) -> DrawnTree | None:
    row = _row(scene)
    if row is None or not answers:
        return None
    orders = {column.name: column.categories for column in scene.schema if column.kind == "ordered"}
    return read_tree(answers[0].found, row.model, scene.problem.labels, row.score, orders)


def _absent(scene: Scene) -> Reason | None:
    if scene.on_images:
        return "images"
    return "model" if _row(scene) is None else None


TREE = Insight("tree", _make, _errands, absent=_absent, seconds=10.0)
"""A DrawnTree record: up to four levels of splits with their information gain."""
