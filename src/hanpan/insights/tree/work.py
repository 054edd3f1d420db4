"""A decision tree to read: its questions, what they sort, and how much each of them tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a split asks: a 0/1 column ``flag`` asks whether it is so, any other whether it is at most ``threshold``.

    ``levels``: of an ordered category, from low to high; the threshold counts them from 0.
    """

    name: str
    source: str
    threshold: float
    flag: bool
    levels: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node, in reading order.

    Attributes
    ----------
    depth
        0 for the root.
    rows, values
        Rows that come here; shares of the classes among them, or their mean.
    impurity
        Entropy in bits of the classes, or variance of y.
    question, yes, no
        None and -1 where the tree ends or is cut.
    gain
        Information gain of the question: the impurity here less that of both children, weighted by their rows.
    cut
        Whether the tree goes on below what is shown.
    """

    depth: int
    rows: int
    values: list[float]
    impurity: float
    question: Question | None = None
    yes: int = -1
    no: int = -1
    gain: float | None = None
    cut: bool = False


@dataclass(frozen=True, kw_only=True)
class DrawnTree:
    """The upper levels of a tree; ``depth`` and ``leaves`` of the whole one, ``score`` of its trial (out of fold)."""

    model: str
    labels: list[str]
    rows: int
    depth: int
    leaves: int
    score: float | None
    nodes: list[Node] = field(default_factory=list)


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
    told: dict[str, Any],
    model: str,
    labels: Sequence[str],
    score: float | None,
    orders: Mapping[str, Sequence[str]] | None = None,
) -> DrawnTree:
    """The record of a tree from the answer of its errand (``errand``).

    ``orders``: the levels of ordered categories, from low to high.
    """
    raw, nodes = told["nodes"], list[Node]()
    impurity = [entropy(node["values"]) if labels else node["impurity"] for node in raw]
    depth = _depths(raw)
    for place, node in enumerate(raw):
        children = [node["yes"], node["no"]] if node["yes"] >= 0 else []
        left = sum(raw[child]["rows"] * impurity[child] for child in children) / node["rows"]
        nodes.append(
            Node(
                depth=depth[place],
                rows=node["rows"],
                values=node["values"],
                impurity=impurity[place],
                question=_question(node, told, orders or {}) if children else None,
                yes=node["yes"],
                no=node["no"],
                gain=impurity[place] - left if children else None,
                cut=node["cut"],
            )
        )
    return DrawnTree(
        model=model,
        labels=list(labels),
        rows=told["rows"],
        depth=told["depth"],
        leaves=told["leaves"],
        score=score,
        nodes=nodes,
    )


def _question(node: dict[str, Any], told: dict[str, Any], orders: Mapping[str, Sequence[str]]) -> Question:
    at = node["feature"]
    return Question(
        name=told["names"][at],
        source=told["sources"][at],
        threshold=node["threshold"],
        flag=node["flag"],
        levels=list(orders.get(told["names"][at], ())),
    )


def _depths(raw: list[dict[str, Any]]) -> list[int]:
    """Children lie behind their parent."""
    depth = [0] * len(raw)
    for place, node in enumerate(raw):
        for child in (node["yes"], node["no"]):
            if child >= 0:
                depth[child] = depth[place] + 1
    return depth
