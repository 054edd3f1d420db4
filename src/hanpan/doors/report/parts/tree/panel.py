"""The decision tree of the board, drawn and read out."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.tree.chart import TreeChart
from hanpan.doors.report.questions import outcome, rule
from hanpan.doors.telling.numbers import fixed
from hanpan.doors.telling.words import Words
from hanpan.insights.tree.record import DrawnTree
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """The picture, the first question, what it gains, and the ends with the highest and the lowest answer."""
    tree, problem = study.insights.tree, study.problem
    if tree is None or problem is None:
        return None
    chosen = study.board is not None and study.board.winner.model == tree.model
    if tree.nodes[0].question is None:
        return None
    kind = "class" if tree.labels else "value"
    return {
        "lead": words.text(f"tree.lead.{'chosen' if chosen else 'other'}", model=tree.model, rows=f"{tree.rows:,}"),
        "chart": TreeChart(words, "tree", tree, problem.target),
        "sentences": [
            _first(tree, problem.target, words),
            _gain(tree, kind, words),
            *_ends(tree, problem.target, words),
        ],
        "means": words.text(f"tree.means.{kind}"),
    }


def _first(tree: DrawnTree, target: str, words: Words) -> str:
    root = tree.nodes[0]
    yes, no = tree.nodes[root.yes], tree.nodes[root.no]
    return words.text(
        "tree.first",
        rows=f"{root.rows:,}",
        all=outcome(root, tree, target),
        question=rule(root.question, words, yes=True),
        yes_rows=f"{yes.rows:,}",
        yes=outcome(yes, tree, target),
        no_rows=f"{no.rows:,}",
        no=outcome(no, tree, target),
    )


def _gain(tree: DrawnTree, kind: str, words: Words) -> str:
    root = tree.nodes[0]
    left = root.impurity - (root.gain or 0.0)
    like = (root.impurity,)
    return words.text(
        f"tree.gain.{kind}", before=fixed(root.impurity, like), after=fixed(left, like), gain=fixed(root.gain, like)
    )


def _ends(tree: DrawnTree, target: str, words: Words) -> list[str]:
    """Of the ends shown, the one with the highest and the one with the lowest answer, by the way there."""
    if len(tree.labels) > 2:
        return []
    at = 1 if tree.labels else 0
    ends = [place for place, node in enumerate(tree.nodes) if node.yes < 0]
    order = sorted(ends, key=lambda place: tree.nodes[place].values[at])
    return [
        words.text(
            f"tree.end.{which}",
            way=", ".join(_way(tree, place, words).values()),
            rows=f"{tree.nodes[place].rows:,}",
            answer=outcome(tree.nodes[place], tree, target),
        )
        for which, place in (("highest", order[-1]), ("lowest", order[0]))
    ]


def _way(tree: DrawnTree, place: int, words: Words) -> dict[tuple[str, bool], str]:
    """What holds for the rows of a node; of several limits on one side of a column the last says it all."""
    found: dict[tuple[str, bool], str] = {}
    for number, parent in enumerate(tree.nodes):
        if place in (parent.yes, parent.no) and parent.question is not None:
            found = _way(tree, number, words)
            yes = place == parent.yes
            found[parent.question.name, yes] = rule(parent.question, words, yes=yes)
    return found


def _chapter(study: Study) -> str:
    """Among the reasons where it is the model that was chosen; elsewhere a model to learn to read."""
    chosen = study.evaluation.algorithm if study.evaluation else ""
    return "reasons" if chosen in ("decision_tree",) else "reading"


TREE = Panel("tree", _chapter, build)
