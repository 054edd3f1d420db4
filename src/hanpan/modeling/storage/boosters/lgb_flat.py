"""LightGBM's trees as flat arrays: for those who write them in another form."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hanpan.modeling.storage.base import Shape
from hanpan.modeling.storage.forest import Boosted
from hanpan.modeling.storage.hist import SETS, HistTrees

_BY_CATEGORY, _DEFAULT_LEFT, _MISSING = 1, 2, 2  # bits of decision_type, and where the kind of missing cell begins
_ZERO_IS_MISSING, _NAN_IS_MISSING = 1, 2
_WORD = 32


def flattened(trees: Sequence[dict[str, np.ndarray]], shape: Shape) -> Boosted | None:
    """Checked trees, each a list an idea (see ``lgb``); None where zeros are missing, or a set is too large."""
    sets: list[np.ndarray] = []
    parts = [_nodes(tree, sets) for tree in trees]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    roots = np.r_[0, np.cumsum([len(part["left"]) for part in known])[:-1]].astype(np.int64)
    state = {name: np.concatenate([part[name] for part in known]) for name in known[0]}
    for side in ("left", "right"):
        shifted = [np.where(part[side] < 0, -1, part[side] + root) for part, root in zip(known, roots, strict=True)]
        state[side] = np.concatenate(shifted)
    made = {**state, "roots": roots, "sets": np.array(sets, dtype=np.uint32).reshape(-1, SETS // _WORD)}
    seen = None if shape.n_outputs == 1 else np.arange(shape.n_outputs)
    return Boosted(HistTrees(made, shape.n_features), np.zeros(shape.raw_outputs), seen, shape.n_outputs)


def _nodes(tree: dict[str, np.ndarray], sets: list[np.ndarray]) -> dict[str, np.ndarray] | None:
    """The splits of one tree, then its leaves, which LightGBM names by ~position."""
    leaves = len(tree["leaf_value"])
    splits = leaves - 1
    kind = tree["decision_type"] if splits else np.zeros(0, np.int64)
    by_set, missing = (kind & _BY_CATEGORY) > 0, kind >> _MISSING
    set_of = _sets(tree, by_set, sets) if by_set.any() else np.full(splits, -1)
    if (missing == _ZERO_IS_MISSING).any() or set_of is None:
        return None
    threshold = np.where(by_set, 0.0, tree["threshold"]) if splits else np.zeros(0)
    # A missing cell is 0 to a split that met none in training; no set has it.
    as_zero = np.where(missing == _NAN_IS_MISSING, (kind & _DEFAULT_LEFT) > 0, threshold >= 0)
    ends = np.full(leaves, -1)
    sides = {
        side: np.where(tree[f"{side}_child"] >= 0, tree[f"{side}_child"], splits + ~tree[f"{side}_child"])
        if splits
        else ends[:0]
        for side in ("left", "right")
    }
    return {
        **{side: np.r_[child, ends] for side, child in sides.items()},
        "feature": np.r_[tree["split_feature"], ends] if splits else ends,
        "threshold": np.r_[threshold, np.zeros(leaves)],
        "missing_left": np.r_[as_zero & ~by_set, np.zeros(leaves, bool)].astype(bool),
        "value": np.r_[np.zeros(splits), tree["leaf_value"]].reshape(-1, 1),
        "set_of": np.r_[set_of, ends],
    }


def _sets(tree: dict[str, np.ndarray], by_set: np.ndarray, sets: list[np.ndarray]) -> np.ndarray | None:
    """Which set each split asks for (-1: none); the sets are added to those of the trees before."""
    set_of = np.full(len(by_set), -1, dtype=np.int64)
    for split in np.flatnonzero(by_set):
        which = int(tree["threshold"][split])
        words = tree["cat_threshold"][tree["cat_boundaries"][which] : tree["cat_boundaries"][which + 1]]
        if len(words) > SETS // _WORD or (len(words) == SETS // _WORD and words[-1] >> (_WORD - 1)):
            return None
        set_of[split] = len(sets)
        sets.append(np.r_[words, np.zeros(SETS // _WORD - len(words), np.int64)].astype(np.uint32))
    return set_of
