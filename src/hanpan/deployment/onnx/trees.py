"""Flat trees as ONNX's ``TreeEnsemble``, in double precision, sets of categories among the splits."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.deployment.onnx.answers import linked, spread
from hanpan.deployment.onnx.graph import TREES, Graph
from hanpan.modeling.storage.forest import Boosted, Forest, Trees
from hanpan.modeling.storage.hist import HistBoosted

_AT_MOST, _MEMBER = 0, 6
_SUM, _AS_IT_IS = 1, 0
_NO_CODE = -1.0


def forest(graph: Graph, scorer: Forest, x: str) -> str:
    """The mean of the leaves: values (n,), or probabilities (n, C)."""
    trees, width = scorer.trees, scorer.trees.value.shape[1]
    if width == 1:
        total = _summed(graph, trees, x, trees.value[:, 0], np.zeros(trees.count, np.int64), 1)
        mean = graph("Div", total, np.array(float(trees.count)))
    else:  # a leaf adds to one sum only: ask each tree for its leaf, and look up what that says of all classes
        leaves = np.flatnonzero(trees.left < 0)
        place = np.zeros(len(trees.left))
        place[leaves] = np.arange(len(leaves))
        found = graph.wholes(_summed(graph, trees, x, place, np.arange(trees.count), trees.count))
        mean = graph("ReduceMean", graph("Gather", trees.value[leaves], found, axis=0), np.array([1]), keepdims=0)
    return graph("Reshape", mean, np.array([-1])) if scorer.seen is None else spread(graph, mean, scorer)


def boosted(graph: Graph, scorer: Boosted, x: str) -> str:
    """A start value and a rate times the sum of the leaves: values (n,), or probabilities (n, C)."""
    if isinstance(scorer, HistBoosted):
        x = _arranged(graph, scorer, x)
    trees, sums = scorer.trees, len(scorer.start)
    total = _summed(graph, trees, x, scorer.rate * trees.value[:, 0], np.arange(trees.count) % sums, sums)
    raw = graph("Add", total, scorer.start.astype(float))
    return graph("Reshape", raw, np.array([-1])) if scorer.seen is None else linked(graph, raw, scorer)


def _arranged(graph: Graph, scorer: HistBoosted, x: str) -> str:
    """Category columns first, as their place among the known codes; unknown codes are missing."""
    parts = []
    for position, known in enumerate(scorer.known):
        cell = graph("Gather", x, scorer.order[[position]], axis=1)
        keys, places = known.astype(float), np.arange(len(known), dtype=float)
        if not len(known):
            keys, places = np.array([0.0]), np.array([np.nan])
        tables: dict[str, Any] = {"keys_tensor": keys, "values_tensor": places, "default_tensor": np.array([np.nan])}
        parts.append(graph("LabelEncoder", cell, domain=TREES, **tables))
    rest = scorer.order[len(scorer.known) :]
    return graph.beside([*parts, graph("Gather", x, rest, axis=1)] if len(rest) else parts)


def _summed(graph: Graph, trees: Trees, x: str, value: np.ndarray, target: np.ndarray, targets: int) -> str:
    """The values (nodes,) of the leaves that a row falls into, added up by the target (trees,) of each tree."""
    if trees.single:
        x = graph.doubles(graph.singles(x))
    return graph("TreeEnsemble", x, domain=TREES, **_WrittenTrees(trees).attributes(value, target, targets))


class _WrittenTrees:
    """Trees in ONNX's order: splits and leaves apart; a tree that is a leaf becomes a split of two like it."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._leaf = trees.left < 0
        self._alone = trees.roots[self._leaf[trees.roots]]
        self._splits = np.sort(np.r_[np.flatnonzero(~self._leaf), self._alone])
        self._leaves = np.flatnonzero(self._leaf)

    def attributes(self, value: np.ndarray, target: np.ndarray, targets: int) -> dict[str, Any]:
        trees, splits = self._trees, self._splits
        sets = {place: codes for place, node in enumerate(splits) if (codes := trees.codes_left(int(node))) is not None}
        modes = np.full(len(splits), _AT_MOST, np.uint8)
        modes[list(sets)] = _MEMBER
        yes, no = self._side(trees.left), self._side(trees.right)
        owner = np.searchsorted(trees.roots, self._leaves, side="right") - 1
        made: dict[str, Any] = {
            "n_targets": int(targets),
            "aggregate_function": _SUM,
            "post_transform": _AS_IT_IS,
            "tree_roots": np.searchsorted(splits, trees.roots).tolist(),
            "nodes_splits": np.where(modes == _MEMBER, 0.0, trees.threshold[splits]),
            "nodes_featureids": trees.feature[splits].tolist(),
            "nodes_modes": modes,
            "nodes_missing_value_tracks_true": trees.missing_left[splits].astype(int).tolist(),
            "leaf_weights": value[self._leaves].astype(float),
            "leaf_targetids": target[owner].tolist(),
        }
        for name, (places, ends) in {"true": yes, "false": no}.items():
            made |= {f"nodes_{name}nodeids": places.tolist(), f"nodes_{name}leafs": ends.astype(int).tolist()}
        if sets:  # one behind another, each ended by NaN; an empty one is not allowed, so that it gets what no cell is
            known = [np.r_[codes if len(codes) else _NO_CODE, np.nan] for codes in sets.values()]
            made["membership_values"] = np.concatenate(known).astype(float)
        return made

    def _side(self, child: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where each split leads: places among splits or leaves, and which of the two."""
        nodes = np.where(self._leaf[self._splits], self._splits, child[self._splits])
        ends = self._leaf[nodes]
        places = np.where(ends, np.searchsorted(self._leaves, nodes), np.searchsorted(self._splits, nodes))
        return places, ends
