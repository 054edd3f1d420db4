"""A decision tree to read: its questions, what they sort, and how much each of them tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hanpan.insights.tree.record import DrawnTree, Node, SplitQuestion


@dataclass(frozen=True, kw_only=True)
class GrownNode:
    """A node as the tree has it: ``values`` are shares of the classes, or the mean; children are positions (-1: none).

    ``cut``: it splits below what is told. ``flag``: its column is of 0 and 1 only.
    """

    rows: int
    values: list[float]
    impurity: float
    cut: bool = False
    yes: int = -1
    no: int = -1
    feature: int = -1
    threshold: float = 0.0
    flag: bool = False


@dataclass(frozen=True, kw_only=True)
class GrownTree:
    """The upper levels of a fitted tree; ``names`` of the prepared columns, and the ``sources`` they come from."""

    rows: int
    depth: int
    leaves: int
    nodes: list[GrownNode]
    names: list[str]
    sources: list[str]


def entropy(shares: Sequence[float]) -> float:
    """Entropy in bits: 0 where all rows are of one class, 1 where two classes halve them.

    References
    ----------
    Shannon (1948), A mathematical theory of communication; Quinlan (1986), Induction of decision trees.

    Examples
    --------
    >>> entropy([0.5, 0.5]), entropy([1.0, 0.0]), round(entropy([0.25, 0.75]), 4)
    (1.0, 0.0, 0.8113)
    """
    p = np.asarray(shares, dtype=float)
    p = p[p > 0]
    return float(abs((p * np.log2(p)).sum()))


def read_tree(
    grown: GrownTree,
    model: str,
    labels: Sequence[str],
    score: float | None,
    orders: Mapping[str, Sequence[str]] | None = None,
) -> DrawnTree:
    """The record of a tree.

    ``orders``: the levels of ordered categories, from low to high.
    """
    raw, nodes = grown.nodes, list[Node]()
    impurity = [entropy(node.values) if labels else node.impurity for node in raw]
    depth = _depths(raw)
    for place, node in enumerate(raw):
        children = [node.yes, node.no] if node.yes >= 0 else []
        left = sum(raw[child].rows * impurity[child] for child in children) / node.rows
        nodes.append(
            Node(
                depth=depth[place],
                rows=node.rows,
                values=node.values,
                impurity=impurity[place],
                question=_question(node, grown, orders or {}) if children else None,
                yes=node.yes,
                no=node.no,
                gain=impurity[place] - left if children else None,
                cut=node.cut,
            )
        )
    return DrawnTree(
        model=model,
        labels=list(labels),
        rows=grown.rows,
        depth=grown.depth,
        leaves=grown.leaves,
        score=score,
        nodes=nodes,
    )


def _question(node: GrownNode, grown: GrownTree, orders: Mapping[str, Sequence[str]]) -> SplitQuestion:
    at = node.feature
    return SplitQuestion(
        name=grown.names[at],
        source=grown.sources[at],
        threshold=node.threshold,
        flag=node.flag,
        levels=list(orders.get(grown.names[at], ())),
    )


def _depths(raw: list[GrownNode]) -> list[int]:
    """Children lie behind their parent."""
    depth = [0] * len(raw)
    for place, node in enumerate(raw):
        for child in (node.yes, node.no):
            if child >= 0:
                depth[child] = depth[place] + 1
    return depth
