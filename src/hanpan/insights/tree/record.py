"""A decision tree to read: its questions, what they sort, and how much each of them tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from hanpan.foundation.showing import AsRows


@dataclass(frozen=True, kw_only=True)
class SplitQuestion:
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
    question: SplitQuestion | None = None
    yes: int = -1
    no: int = -1
    gain: float | None = None
    cut: bool = False


@dataclass(frozen=True, kw_only=True)
class DrawnTree(AsRows):
    """The upper levels of a tree; ``depth`` and ``leaves`` of the whole one, ``score`` of its trial (out of fold)."""

    model: str
    labels: list[str]
    rows: int
    depth: int
    leaves: int
    score: float | None
    nodes: list[Node] = field(default_factory=list)
