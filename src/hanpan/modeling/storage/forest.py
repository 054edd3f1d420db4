"""Trees as flat arrays: a decision tree, a forest, scikit-learn's gradient boosting.

All trees lie behind one another; ``left`` and ``right`` count from the start of all nodes, a leaf has ``left`` = -1.
The arrays are checked before use (a bad index in a tree is how other formats crash), load a hundred times faster than
an object graph, and are walked in NumPy, all trees in step.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hanpan.modeling.storage.arrays import pack, unpack
from hanpan.modeling.storage.base import Members, Scorer, Shape, classes_of, damaged, spread, take
from hanpan.modeling.storage.linear import sigmoid, softmax

_FILE = "trees.npz"
_CHUNK = 2_000_000  # row-tree pairs walked at once


class Trees:
    """Flat trees: which leaf each row falls into."""

    def __init__(self, state: Mapping[str, Any], kind: str, n_features: int) -> None:
        self.roots = take(state, "roots", kind, None).astype(np.int64)
        self.left = take(state, "left", kind, None).astype(np.int64)
        n = len(self.left)
        self.right = take(state, "right", kind, n).astype(np.int64)
        self.feature = take(state, "feature", kind, n).astype(np.int64)
        self.threshold = take(state, "threshold", kind, n).astype(float)
        self.value = take(state, "value", kind, n, None).astype(float)
        self.missing_left = take(state, "missing_left", kind, n).astype(bool)
        self._check(kind, n_features)
        self._leaf = self.left < 0
        self._depth = self._deepest()

    def _check(self, kind: str, n_features: int) -> None:
        """Every child lies behind its parent, inside its own tree, and has one parent; features exist."""
        n, inner = len(self.left), np.flatnonzero(self.left >= 0)
        if not len(self.roots) or self.roots[0] != 0 or (np.diff(self.roots) <= 0).any() or self.roots[-1] >= n:
            raise damaged(kind, "roots are out of order")
        ends = np.r_[self.roots[1:], n]
        end = ends[np.searchsorted(self.roots, inner, side="right") - 1]
        children = np.r_[self.left[inner], self.right[inner]]
        if (children <= np.r_[inner, inner]).any() or (children >= np.r_[end, end]).any():
            raise damaged(kind, "a child lies outside its tree")
        if len(np.unique(children)) != len(children) or len(children) + len(self.roots) != n:
            raise damaged(kind, "a node has no parent, or two")
        if len(inner) and (self.feature[inner].min() < 0 or self.feature[inner].max() >= n_features):
            raise damaged(kind, "a split asks for a column that is not there")

    def _deepest(self) -> int:
        at, depth = self.roots, 0
        while True:
            at = at[~self._leaf[at]]
            if not len(at):
                return depth
            at, depth = np.concatenate([self.left[at], self.right[at]]), depth + 1

    def leaves(self, x: np.ndarray) -> np.ndarray:
        """The leaf of every row in every tree, (n, trees). x float64 (n, p)."""
        x = np.asarray(x, dtype=np.float32).astype(float)  # scikit-learn's trees compare float32
        at = np.tile(self.roots, (len(x), 1))
        rows = np.arange(len(x))[:, None]
        for _ in range(self._depth):
            cell = x[rows, np.maximum(self.feature[at], 0)]
            go_left = np.where(np.isnan(cell), self.missing_left[at], cell <= self.threshold[at])
            step = np.where(go_left, self.left[at], self.right[at])
            at = np.where(self._leaf[at], at, step)
        return at


class Forest:
    """The mean of the trees' leaf values (a single tree is a forest of one)."""

    def __init__(self, trees: Trees, seen: np.ndarray | None, n_outputs: int) -> None:
        self._trees, self._seen, self._n_outputs = trees, seen, n_outputs

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        step = max(1, _CHUNK // len(self._trees.roots))
        parts = [self._trees.value[self._trees.leaves(x[i : i + step])].mean(axis=1) for i in range(0, len(x), step)]
        mean = np.concatenate(parts) if parts else np.zeros((0, self._trees.value.shape[1]))
        return mean[:, 0] if self._seen is None else spread(mean, self._seen, self._n_outputs)


class Boosted:
    """A start value and a learning rate times the sum of trees; one tree a class and round."""

    def __init__(self, trees: Trees, state: Mapping[str, Any], seen: np.ndarray | None, shape: Shape) -> None:
        self._trees, self._seen, self._n_outputs = trees, seen, shape.n_outputs
        self._start = take(state, "start", "boosted", None)
        self._rate = float(state["rate"])
        if not len(self._start) or len(trees.roots) % len(self._start) or not np.isfinite(self._rate):
            raise damaged("boosted", "trees do not fit the classes")

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        step = max(1, _CHUNK // len(self._trees.roots))
        raw = np.concatenate([self._raw(x[i : i + step]) for i in range(0, max(len(x), 1), step)])
        if self._seen is None:
            return raw[:, 0]
        if raw.shape[1] == 1:
            positive = sigmoid(raw[:, 0])
            return spread(np.column_stack([1 - positive, positive]), self._seen, self._n_outputs)
        return spread(softmax(raw), self._seen, self._n_outputs)

    def _raw(self, x: np.ndarray) -> np.ndarray:
        found = self._trees.value[self._trees.leaves(x), 0]
        by_round = found.reshape(len(x), -1, len(self._start))
        return np.asarray(self._start + self._rate * by_round.sum(axis=1))


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
    return Boosted(Trees(state, "boosted", shape.n_features), state, seen, shape)


def _leaf_values(tree: Any, classes: bool) -> np.ndarray:
    value = tree.value[:, 0, :]
    return value / value.sum(axis=1, keepdims=True) if classes else value


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
        "threshold": np.concatenate([t.threshold for t in trees]),
        "value": np.concatenate(values),
        "missing_left": np.concatenate([np.asarray(t.missing_go_to_left, bool) for t in trees]),
    }
