"""The upper levels of a decision tree fitted on all development rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from hanpan.insights.tree.work import GrownNode, GrownTree
from hanpan.modeling.fitting.fitting import fit_once
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.errands import Errand


@dataclass(frozen=True, kw_only=True)
class GrowTree(Errand):
    """The decision tree of a Candidate: so many ``levels`` of its splits."""

    answer: ClassVar = GrownTree
    levels: int

    def do(self, bench: Bench, seconds: float) -> GrownTree:
        """Nodes in reading order: a split, all that is below its yes, all that is below its no."""
        del seconds
        fitted = fit_once(bench, self.candidate)
        tree, preparer = fitted.estimator.fitted.tree_, fitted.preparer
        nodes: list[GrownNode] = []
        _tell(tree, 0, self.levels, _flags(preparer.transform(bench.frame)), nodes)
        return GrownTree(
            rows=int(tree.n_node_samples[0]),
            depth=int(tree.max_depth),
            leaves=int(tree.n_leaves),
            nodes=nodes,
            names=list(preparer.feature_names_),
            sources=list(preparer.sources_),
        )


def _flags(x: np.ndarray) -> np.ndarray:
    """Prepared columns of 0 and 1 only, (p,) bool: their question is asked the other way round."""
    return np.asarray(((x == 0) | (x == 1)).all(axis=0))


def _tell(tree: Any, at: int, levels: int, flags: np.ndarray, nodes: list[GrownNode]) -> int:
    """Add a node and what is below it; returns its position."""
    place, own = len(nodes), int(tree.feature[at])
    split = tree.children_left[at] >= 0
    node = GrownNode(
        rows=int(tree.n_node_samples[at]),
        values=np.ravel(tree.value[at]).tolist(),
        impurity=float(tree.impurity[at]),
        cut=bool(split and not levels),
    )
    nodes.append(node)
    if split and levels:
        flag = bool(flags[own])
        children = (tree.children_right[at], tree.children_left[at])
        yes, no = (_tell(tree, child, levels - 1, flags, nodes) for child in (children if flag else children[::-1]))
        threshold = float(tree.threshold[at])
        nodes[place] = replace(node, feature=own, threshold=threshold, flag=flag, yes=yes, no=no)
    return place
