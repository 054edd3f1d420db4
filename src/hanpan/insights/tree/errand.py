"""The upper levels of a decision tree fitted on all development rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.files import from_plain
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.fitting.fitting import fit_once

if TYPE_CHECKING:
    from hanpan.modeling.workers.jobs import Workshop


def do(workshop: Workshop, job: dict[str, Any]) -> dict[str, Any]:
    """``job``: ``candidate`` (of a decision tree), ``levels`` of splits to tell.

    Answers with the nodes in reading order (a split, all that is below its yes, all that is below its no), children as
    positions (-1 for none); ``values`` are shares of the classes, or the mean.
    """
    bench = workshop.bench()
    fitted = fit_once(bench, from_plain(job["candidate"], Candidate))
    tree, preparer = fitted.estimator.fitted.tree_, fitted.preparer
    flags = _flags(preparer.transform(bench.frame))
    nodes: list[dict[str, Any]] = []
    _tell(tree, 0, job["levels"], flags, nodes)
    return {
        "rows": int(tree.n_node_samples[0]),
        "depth": int(tree.max_depth),
        "leaves": int(tree.n_leaves),
        "nodes": nodes,
        "names": list(preparer.feature_names_),
        "sources": list(preparer.sources_),
    }


def _flags(x: np.ndarray) -> np.ndarray:
    """Prepared columns of 0 and 1 only, (p,) bool: their question is asked the other way round."""
    return np.asarray(((x == 0) | (x == 1)).all(axis=0))


def _tell(tree: Any, at: int, levels: int, flags: np.ndarray, nodes: list[dict[str, Any]]) -> int:
    """Add a node and what is below it; returns its position."""
    place, own = len(nodes), int(tree.feature[at])
    split = tree.children_left[at] >= 0
    node: dict[str, Any] = {
        "rows": int(tree.n_node_samples[at]),
        "values": np.ravel(tree.value[at]).tolist(),
        "impurity": float(tree.impurity[at]),
        "cut": bool(split and not levels),
        "yes": -1,
        "no": -1,
    }
    nodes.append(node)
    if split and levels:
        flag = bool(flags[own])
        children = (tree.children_right[at], tree.children_left[at])
        yes, no = children if flag else children[::-1]
        node |= {"feature": own, "threshold": float(tree.threshold[at]), "flag": flag}
        node["yes"] = _tell(tree, yes, levels - 1, flags, nodes)
        node["no"] = _tell(tree, no, levels - 1, flags, nodes)
    return place
