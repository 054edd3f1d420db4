"""A tree, drawn."""

from __future__ import annotations

from typing import Any

import pytest
from drawn_pictures import Picture
from draws import Random
from kinds import Kind, follows, of

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.tree.chart import TreeChart
from hanpan.doors.telling.words import Words
from hanpan.insights.tree.record import DrawnTree, Node, SplitQuestion


def tree_chart(random: Random, words: Words) -> Chart:
    cut = bool(random.integers(2))
    question = SplitQuestion(name="x", source="x", threshold=2.5, flag=False)
    nodes = [
        Node(depth=0, rows=90, values=[0.4, 0.6], impurity=0.97, question=question, yes=1, no=2, gain=0.3),
        Node(depth=1, rows=40, values=[0.8, 0.2], impurity=0.72, cut=cut),
        Node(depth=1, rows=50, values=[0.1, 0.9], impurity=0.47),
    ]
    told = DrawnTree(
        model="decision_tree",
        labels=["아니요", "예"],
        rows=90,
        depth=int(random.integers(1, 9)),
        leaves=int(random.integers(2, 40)),
        nodes=nodes,
        score=0.8,
    )
    return TreeChart(words, "tree", told, "y")


def tree(chart: Any, picture: Picture, words: Words) -> str:
    """It goes on where a box says so."""
    key = "cut" if "…" in [text for *_, text in picture.texts] else "whole"
    return of(words, f"tree.chart.{key}", depth=chart.told.depth, leaves=chart.told.leaves)


KINDS = {
    "tree": Kind(tree_chart, tree),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_follows_from_the_picture(kind: str) -> None:
    follows(KINDS[kind])
