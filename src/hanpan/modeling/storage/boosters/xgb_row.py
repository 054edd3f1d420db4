"""One row through XGBoost's trees: the library takes three times as long to hear of a row as to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from hanpan.modeling.storage.base import Shape
from hanpan.modeling.storage.forest import Boosted
from hanpan.modeling.storage.hist import SETS, HistTrees
from hanpan.modeling.storage.linear import linked

if TYPE_CHECKING:
    from hanpan.modeling.storage.boosters.xgb import Tree

MOST_NODES = 20_000  # beyond, the library is quicker
_WORD = 32


class RowTrees(HistTrees):
    """XGBoost's splits: cells are float32, and a cell equal to the threshold goes right."""

    single: ClassVar[bool] = True


class RowScorer:
    """The trees of a checked Booster as flat arrays."""

    def __init__(self, trees: list[Tree], start: np.ndarray, shape: Shape) -> None:
        self._trees = RowTrees(_flat(trees), shape.n_features)
        self._start, self._shape, self._seen = start.astype(np.float32), shape, np.arange(shape.n_outputs)

    def flat(self) -> Boosted:
        """The same trees, added up in double precision."""
        seen = None if self._shape.n_outputs == 1 else self._seen
        return Boosted(self._trees, self._start.astype(float), seen, self._shape.n_outputs)

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        found = self._trees.value[self._trees.leaves(x), 0].astype(np.float32)
        by_round = found.reshape(len(x), -1, self._shape.raw_outputs)
        start = np.broadcast_to(self._start, (len(x), 1, self._shape.raw_outputs))
        # Tree after tree in float32, as the library adds them.
        raw = np.cumsum(np.concatenate([start, by_round], axis=1), axis=1)[:, -1].astype(float)
        return np.asarray(raw[:, 0]) if self._shape.n_outputs == 1 else linked(raw, self._seen, self._shape.n_outputs)


def row_scorer(trees: list[Tree], base: np.ndarray, shape: Shape, most_nodes: int = MOST_NODES) -> RowScorer | None:
    """None where the library is quicker, or a split asks for more categories than a set holds.

    Parameters
    ----------
    base
        The start values as XGBoost writes them: of two classes a probability.
    """
    most = max((category for tree in trees for category in tree.categories), default=0)
    if sum(len(tree.left_children) for tree in trees) > most_nodes or most >= SETS - 1:
        return None
    start = np.log(base / (1 - base)) if shape.n_outputs == 2 else base
    return RowScorer(trees, start, shape) if np.isfinite(start).all() and trees else None


def _flat(trees: list[Tree]) -> dict[str, Any]:
    sizes = [len(tree.left_children) for tree in trees]
    roots = np.r_[0, np.cumsum(sizes)[:-1]].astype(np.int64)
    offset = np.repeat(roots, sizes)

    def joined(name: str) -> np.ndarray:
        return np.concatenate([np.asarray(getattr(tree, name)) for tree in trees])

    left, right, condition = joined("left_children"), joined("right_children"), joined("split_conditions")
    leaf, by_set, missing_left = left < 0, joined("split_type") == 1, joined("default_left") == 1
    set_of, sets = _sets(trees, roots, len(left))
    # XGBoost sends a category of the set to the right, here it goes left.
    first, second = np.where(by_set, right, left), np.where(by_set, left, right)
    threshold = np.nextafter(condition.astype(np.float32), np.float32(-np.inf)).astype(float)
    return {
        "roots": roots,
        "left": np.where(leaf, -1, first + offset),
        "right": np.where(leaf, -1, second + offset),
        "feature": np.where(leaf, -1, joined("split_indices")),
        "threshold": np.where(leaf, 0.0, threshold),
        "value": condition.astype(float).reshape(-1, 1),
        "missing_left": missing_left != by_set,
        "set_of": set_of,
        "sets": sets,
    }


def _sets(trees: list[Tree], roots: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Which set each node asks for (-1: none), and the sets as bits."""
    set_of = np.full(n, -1, dtype=np.int64)
    sets: list[np.ndarray] = []
    for tree, root in zip(trees, roots.tolist(), strict=True):
        asked = zip(tree.categories_nodes, tree.categories_segments, tree.categories_sizes, strict=True)
        for node, start, size in asked:
            set_of[root + node] = len(sets)
            words = np.zeros(SETS // _WORD, dtype=np.uint32)
            for category in tree.categories[start : start + size]:
                words[category // _WORD] |= np.uint32(1 << category % _WORD)
            sets.append(words)
    return set_of, np.array(sets, dtype=np.uint32).reshape(-1, SETS // _WORD)
