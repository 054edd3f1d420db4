"""Trees as flat arrays: a decision tree, a forest, scikit-learn's gradient boosting.

All trees lie behind one another; ``left`` and ``right`` count from the start of all nodes, a leaf has ``left`` = -1.
The arrays are checked before use (a bad index in a tree is how other formats crash), load a hundred times faster than
an object graph, and are walked in NumPy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from hanpan.modeling.arrays import pack, unpack
from hanpan.modeling.storage.base import (
    Members,
    Scorer,
    Shape,
    classes_of,
    damaged,
    spread,
    take,
    take_number,
    take_whole,
)
from hanpan.modeling.storage.linear import linked
from hanpan.modeling.storage.treecheck import check_features, check_trees

_FILE = "trees.npz"
_PAIRS = 20_000  # row-tree pairs walked at once: few enough for the processor's cache
_BEYOND = 1.7e308
_FEW_NODES = 20_000  # for one row it is quicker to ask so many nodes at once than those on the way one by one
_CHUNK = 4_000_000  # row-tree pairs whose leaves are kept at once


class Trees:
    """Flat trees: which leaf each row falls into.

    Attributes
    ----------
    single
        Cells are compared in single precision.
    roots, left, right, feature, threshold, missing_left, value
        As stored; a cell goes left if it is at most the threshold. ``value`` is (nodes, k).
    """

    single: ClassVar[bool] = True  # scikit-learn's trees do

    def __init__(self, state: Mapping[str, Any], kind: str, n_features: int) -> None:
        self.roots = take_whole(state, "roots", kind, None)
        left = take_whole(state, "left", kind, None)
        n = len(left)
        right = take_whole(state, "right", kind, n)
        feature = take_whole(state, "feature", kind, n)
        self.threshold = take(state, "threshold", kind, n).astype(float)
        self.missing_left = take(state, "missing_left", kind, n).astype(bool)
        self.value = take(state, "value", kind, n, None).astype(float)
        check_features(feature, left, n_features, kind)
        check_trees(self.roots, left, right, kind)
        self._leaf = left < 0
        self.feature = np.maximum(feature, 0)
        # The next node is children[2 * node + whether the row goes left].
        self._children = np.column_stack([right, left]).ravel()
        here = np.arange(n)
        self._beside = np.where(self._leaf, here, right), np.where(self._leaf, here, left)  # leaves lead to themselves
        self._few = n <= _FEW_NODES

    @property
    def count(self) -> int:
        """Number of trees."""
        return len(self.roots)

    @property
    def left(self) -> np.ndarray:
        """Where cells up to the threshold go (nodes,); -1 in leaves."""
        return self._children[1::2]

    @property
    def right(self) -> np.ndarray:
        """Where the others go (nodes,); -1 in leaves."""
        return self._children[::2]

    def codes_left(self, node: int) -> np.ndarray | None:
        """The codes that go left, where a split asks whether a category is in a set."""
        return None

    def leaves(self, x: np.ndarray) -> np.ndarray:
        """The leaf of every row in every tree, (n, trees). x float64 (n, p)."""
        cells, n = self._cells(x), len(x)
        if n == 1 and self._few:
            return self._of_one(cells[0])
        at = np.repeat(self.roots[:, None], n, axis=1)
        some = max(1, _PAIRS // max(1, n))  # one row: all trees in step; many rows: tree after tree
        for first in range(0, self.count, some):
            part = at[first : first + some].ravel()
            self._walk(cells, part)
            at[first : first + some] = part.reshape(-1, n)
        return at.T

    def _of_one(self, cells: np.ndarray) -> np.ndarray:
        """The leaves of one row, (1, trees): every node is asked where it sends the row, then the trees are walked."""
        right, left = self._beside
        following = np.where(self._sides(cells), left, right)
        at, before = following[self.roots], self.roots
        while (at != before).any():
            at, before = following[at], at
        return np.asarray(at[None, :])

    def _sides(self, cells: np.ndarray) -> np.ndarray:
        """Whether one row is on the left side of each node's split (nodes,)."""
        cell = cells.take(self.feature)
        left = np.asarray(cell <= self.threshold)
        if np.isnan(cells).any():
            missing = np.flatnonzero(np.isnan(cell))
            left[missing] = self.missing_left[missing]
        return left

    def chunks(self, x: np.ndarray) -> list[np.ndarray]:
        """Rows in parts whose leaves fit the memory; at least one part."""
        step = max(1, _CHUNK // self.count)
        return [x[i : i + step] for i in range(0, max(len(x), 1), step)]

    def _cells(self, x: np.ndarray) -> np.ndarray:
        return np.asarray(x, dtype=np.float32 if self.single else float).astype(float)

    def _walk(self, cells: np.ndarray, at: np.ndarray) -> None:
        """Move row-tree pairs ``at`` (rows of ``cells`` over and over) from their roots down to their leaves."""
        walking = np.flatnonzero(~self._leaf[at])
        row = (walking % max(1, len(cells))) * cells.shape[1]
        flat = cells.ravel()
        while len(walking):
            node = at[walking]
            cell = flat[row + self.feature[node]]
            node = self._children[2 * node + self._goes_left(cell, node)]
            at[walking] = node
            on = ~self._leaf[node]
            walking, row = walking[on], row[on]

    def _goes_left(self, cell: np.ndarray, node: np.ndarray) -> np.ndarray:
        """Whether each cell is on the left side of its node's split; missing ones go where the node sends them."""
        left = cell <= self.threshold[node]
        missing = np.isnan(cell)
        return np.asarray(np.where(missing, self.missing_left[node], left) if missing.any() else left)


class Forest:
    """The mean of the trees' leaf values (a single tree is a forest of one)."""

    def __init__(self, trees: Trees, seen: np.ndarray | None, n_outputs: int) -> None:
        self.trees, self.seen, self.n_outputs = trees, seen, n_outputs

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        mean = np.concatenate([self._mean(part) for part in self.trees.chunks(x)])
        return mean[:, 0] if self.seen is None else spread(mean, self.seen, self.n_outputs)

    def _mean(self, x: np.ndarray) -> np.ndarray:
        """Tree after tree, as scikit-learn adds them, (n, k)."""
        leaves = self.trees.leaves(x)
        if len(x) == 1:
            return np.asarray(self.trees.value[leaves[0]].sum(axis=0, keepdims=True) / self.trees.count)
        total = np.zeros((len(x), self.trees.value.shape[1]))
        for leaf in leaves.T:
            total += self.trees.value[leaf]
        return total / self.trees.count


class Boosted:
    """A start value and a rate times the sum of trees; one tree a sum and round."""

    def __init__(
        self, trees: Trees, start: np.ndarray, seen: np.ndarray | None, n_outputs: int, rate: float = 1.0
    ) -> None:
        self.trees, self.start, self.rate = trees, start, rate
        self.seen, self.n_outputs = seen, n_outputs
        sums = 1 if seen is None or len(seen) == 2 else len(seen)
        if len(start) != sums or trees.count % sums or trees.value.shape[1] != 1:
            raise damaged("boosted", "trees do not fit the classes")

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        raw = np.concatenate([self._raw(part) for part in self.trees.chunks(x)])
        return raw[:, 0] if self.seen is None else linked(raw, self.seen, self.n_outputs)

    def _raw(self, x: np.ndarray) -> np.ndarray:
        found = self.trees.value[self.trees.leaves(self._arranged(x)), 0]
        by_round = found.reshape(len(x), -1, len(self.start))
        return np.asarray(self.start + self.rate * by_round.sum(axis=1))

    def _arranged(self, x: np.ndarray) -> np.ndarray:
        """The columns as the trees know them."""
        return x


def dump_forest(model: Any) -> Members:
    """A decision tree or a random forest."""
    trees = [tree.tree_ for tree in getattr(model, "estimators_", [model])]
    state = _flat(trees, [_leaf_values(tree, hasattr(model, "classes_")) for tree in trees])
    if hasattr(model, "classes_"):
        state["classes"] = np.asarray(model.classes_, int)
    return {_FILE: pack(state)}


def dump_boosted(model: Any) -> Members:
    """A GradientBoostingClassifier or -Regressor."""
    trees = [tree.tree_ for tree in model.estimators_.ravel()]
    state = _flat(trees, [tree.value[:, 0, :1] for tree in trees])
    state["rate"] = float(model.learning_rate)
    state["start"] = np.asarray(model._raw_predict_init(np.zeros((1, model.n_features_in_), np.float32))[0], float)
    if hasattr(model, "classes_"):
        state["classes"] = np.asarray(model.classes_, int)
    return {_FILE: pack(state)}


def load_forest(members: Members, shape: Shape) -> Scorer:
    """Flat trees whose leaves are averaged."""
    state = unpack(members[_FILE])
    trees = Trees(state, "forest", shape.n_features)
    seen = None if shape.n_outputs == 1 else classes_of(state, "forest", shape.n_outputs)
    if trees.value.shape[1] != (1 if seen is None else len(seen)):
        raise damaged("forest", "leaves do not fit the classes")
    return Forest(trees, seen, shape.n_outputs)


def load_boosted(members: Members, shape: Shape) -> Scorer:
    """Flat trees that are added up."""
    state = unpack(members[_FILE])
    seen = None if shape.n_outputs == 1 else classes_of(state, "boosted", shape.n_outputs)
    trees, start = Trees(state, "boosted", shape.n_features), take(state, "start", "boosted", None)
    return Boosted(trees, start, seen, shape.n_outputs, take_number(state, "rate", "boosted"))


def bounded(threshold: np.ndarray) -> np.ndarray:
    """Thresholds with infinity (missing cells against all others) as a number no cell reaches."""
    return np.asarray(np.nan_to_num(threshold, posinf=_BEYOND, neginf=-_BEYOND))


def _leaf_values(tree: Any, classes: bool) -> np.ndarray:
    value = tree.value[:, 0, :]
    return np.asarray(value / value.sum(axis=1, keepdims=True) if classes else value)


def _flat(trees: list[Any], values: list[np.ndarray]) -> dict[str, Any]:
    sizes = [tree.node_count for tree in trees]
    roots = np.r_[0, np.cumsum(sizes)[:-1]].astype(np.int64)
    left = [np.where(t.children_left < 0, -1, t.children_left + start) for t, start in zip(trees, roots, strict=True)]
    right = [
        np.where(t.children_right < 0, -1, t.children_right + start) for t, start in zip(trees, roots, strict=True)
    ]
    return {
        "roots": roots,
        "left": np.concatenate(left).astype(np.int32),
        "right": np.concatenate(right).astype(np.int32),
        "feature": np.concatenate([np.maximum(t.feature, -1) for t in trees]).astype(np.int32),
        "threshold": bounded(np.concatenate([t.threshold for t in trees])),
        "value": np.concatenate(values),
        "missing_left": np.concatenate([np.asarray(t.missing_go_to_left, bool) for t in trees]),
    }
