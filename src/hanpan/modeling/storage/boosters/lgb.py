"""LightGBM as its own text; what the library reads is written anew from checked values, never the file itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hanpan.modeling.storage.base import Members, Scorer, Shape, damaged, threads_for
from hanpan.modeling.storage.boosters.boosted import check_flat, numbers, parsed, two_columns
from hanpan.modeling.storage.boosters.lean import lean
from hanpan.modeling.storage.boosters.lgb_flat import flattened
from hanpan.modeling.storage.boosters.lgb_row import single_row
from hanpan.modeling.storage.forest import Boosted
from hanpan.modeling.storage.treecheck import check_features

_FILE = "model.txt"
_KIND = "lightgbm"
_MOST_WORDS = 4_096  # of the bit set of one column's categories: 131,072 codes
_BY_CATEGORY = 1  # bit of decision_type
_LARGEST_DECISION = 15
_LARGEST = repr(np.finfo(float).max.item())
_PER_SPLIT = ("threshold", "internal_value", "internal_weight")
_PER_LEAF = ("leaf_value", "leaf_weight")
_WHOLES = ("split_feature", "decision_type", "left_child", "right_child", "internal_count")
_PER_TREE = (*_WHOLES, *_PER_SPLIT, *_PER_LEAF, "leaf_count")
_PER_SET = ("cat_boundaries", "cat_threshold")


class LightGBMScorer:
    """A Booster; one thread, of very many rows all."""

    def __init__(self, booster: Any, shape: Shape) -> None:
        self._booster, self._shape = booster, shape
        self._of_row = single_row(booster, shape.n_features, shape.raw_outputs)

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        if len(x) == 1 and self._of_row is not None:
            return two_columns(self._of_row.output(x), self._shape)
        return two_columns(self._booster.predict(x, num_threads=threads_for(len(x))), self._shape)

    def flat(self) -> Boosted | None:
        """Its trees as flat arrays; None where they split in a way that those have not."""
        return flat_trees(self._booster.model_to_string(), self._shape)

    def contributions(self, x: np.ndarray) -> np.ndarray:
        """Exact shares of the raw answer (TreeSHAP), (n, p + 1), the base last."""
        return np.asarray(self._booster.predict(x, pred_contrib=True, num_threads=1), dtype=float)


def dump(booster: Any) -> Members:
    """A Booster as text."""
    return {_FILE: booster.model_to_string().encode()}


def load(members: Members, shape: Shape) -> Scorer:
    """Checked, written anew, then loaded."""
    with lean():
        import lightgbm

    sound = rebuilt(members[_FILE].decode("ascii"), shape)
    try:
        return LightGBMScorer(lightgbm.Booster(model_str=sound), shape)
    except lightgbm.basic.LightGBMError as error:
        raise damaged(_KIND, str(error)[:200]) from error


def rebuilt(text: str, shape: Shape) -> str:
    """A model of the same trees with nothing in it that was not checked.

    Raises
    ------
    BundleError
        A tree or the objective does not hold together.
    """
    head, *blocks = text.split("\nend of trees")[0].split("\nTree=")
    lines = _lines(head)
    objective = {1: "regression", 2: "binary sigmoid:1"}.get(shape.n_outputs, f"multiclass num_class:{shape.n_outputs}")
    if lines["objective"] != objective or "average_output" in head:
        raise damaged(_KIND, "another objective")
    if int(lines["max_feature_idx"]) != shape.n_features - 1:
        raise damaged(_KIND, "another number of columns")
    if not blocks or len(blocks) % shape.raw_outputs or int(lines["num_tree_per_iteration"]) != shape.raw_outputs:
        raise damaged(_KIND, "trees do not fit the classes")
    trees = [_finite(_lines(block)) for block in blocks]
    _check_trees([tree_of(tree, shape) for tree in trees], shape)
    return _written(objective, trees, shape)


def flat_trees(text: str, shape: Shape) -> Boosted | None:
    """The trees of a checked model as flat arrays."""
    blocks = text.split("\nend of trees")[0].split("\nTree=")[1:]
    return flattened([tree_of(_finite(_lines(block)), shape) for block in blocks], shape)


def _lines(block: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in block.splitlines() if "=" in line)


def _finite(lines: dict[str, str]) -> dict[str, str]:
    """A split of missing cells from all others asks whether these are below infinity."""
    words = lines.get("threshold", "").split()
    return lines | {"threshold": " ".join(_LARGEST if word == "inf" else word for word in words)}


def tree_of(lines: dict[str, str], shape: Shape) -> dict[str, np.ndarray]:
    """The lists of one tree; a tree of one leaf has its value only."""
    leaves = int(lines["num_leaves"])
    if leaves < 1 or int(lines.get("is_linear", "0")) != 0:
        raise damaged(_KIND, "leaves of another kind")
    read = _reader(lines)
    if leaves == 1:
        return {"leaf_value": read("leaf_value", 1, float)}
    n = leaves - 1
    tree = {name: read(name, n, int) for name in _WHOLES} | {name: read(name, n, float) for name in _PER_SPLIT}
    tree |= {name: read(name, leaves, float) for name in _PER_LEAF} | {"leaf_count": read("leaf_count", leaves, int)}
    counts = np.r_[tree["internal_count"], tree["leaf_count"]]
    if tree["decision_type"].min() < 0 or tree["decision_type"].max() > _LARGEST_DECISION:
        raise damaged(_KIND, "a split of another kind")
    if counts.min() < 0 or counts.max() >= 2**31:
        raise damaged(_KIND, "a number of rows is out of range")
    return tree | _sets(read, int(lines.get("num_cat", "0")), tree, shape)


def _reader(lines: dict[str, str]) -> Callable[..., np.ndarray]:
    def read(name: str, length: int | None, kind: type) -> np.ndarray:
        # As JSON: what passes is a list of plain numbers, so that the very words can be written again.
        words = lines[name].split()
        told = parsed(f"[{','.join(words)}]", list[int] if kind is int else list[float], _KIND)
        if len(told) != len(words):
            raise damaged(_KIND, "a word that is several numbers")
        return numbers(told, length, _KIND, whole=kind is int)

    return read


def _sets(read: Callable[..., np.ndarray], n_sets: int, tree: dict[str, np.ndarray], shape: Shape) -> dict[str, Any]:
    """The sets of categories: splits by category name one by its number; they lie behind one another in words."""
    by_category = (tree["decision_type"] & _BY_CATEGORY) == _BY_CATEGORY
    asked = tree["threshold"][by_category]
    if not np.isin(tree["split_feature"][by_category], shape.categorical).all():
        raise damaged(_KIND, "a split by category asks for a number")
    if n_sets == 0 and not len(asked):
        return {}
    bounds, words = read("cat_boundaries", n_sets + 1, int), read("cat_threshold", None, int)
    widths = np.diff(bounds)
    if bounds[0] != 0 or bounds[-1] != len(words) or (widths < 1).any() or (widths > _MOST_WORDS).any():
        raise damaged(_KIND, "a set of categories is not there")
    if (asked < 0).any() or (asked >= n_sets).any() or (words < 0).any() or (words >= 2**32).any():
        raise damaged(_KIND, "a set of categories is not there")
    return {"cat_boundaries": bounds, "cat_threshold": words}


def _check_trees(trees: list[dict[str, np.ndarray]], shape: Shape) -> None:
    """All nodes of a tree: splits first, then leaves, which LightGBM names by ~position."""
    leaves = [len(tree["leaf_value"]) for tree in trees]
    sides = []
    for side in ("left_child", "right_child"):
        parts = [
            np.r_[_nodes(tree[side], n), np.full(n, -1)] if n > 1 else [-1]
            for tree, n in zip(trees, leaves, strict=True)
        ]
        sides.append(np.concatenate(parts))
    feature = [
        np.r_[tree["split_feature"], np.zeros(n, int)] if n > 1 else [0] for tree, n in zip(trees, leaves, strict=True)
    ]
    check_flat([2 * n - 1 for n in leaves], sides[0], sides[1], _KIND)
    check_features(np.concatenate(feature), sides[0], shape.n_features, _KIND)


def _nodes(child: np.ndarray, leaves: int) -> np.ndarray:
    if (child >= leaves - 1).any() or (child < -leaves).any():
        raise damaged(_KIND, "a child lies outside its tree")
    return np.where(child >= 0, child, leaves - 1 + ~child)


def _written(objective: str, trees: list[dict[str, str]], shape: Shape) -> str:
    """The text of a model. Without the line ``tree_sizes`` LightGBM reads tree after tree."""
    p = shape.n_features
    head = {
        "version": "v4",
        "num_class": shape.raw_outputs,
        "num_tree_per_iteration": shape.raw_outputs,
        "label_index": 0,
        "max_feature_idx": p - 1,
        "objective": objective,
        "feature_names": " ".join(f"Column_{i}" for i in range(p)),
        "feature_infos": " ".join(["none"] * p),
    }
    blocks = [_block(number, tree) for number, tree in enumerate(trees)]
    told = "".join(f"{name}={value}\n" for name, value in head.items())
    return f"tree\n{told}\n{''.join(blocks)}end of trees\n\npandas_categorical:null\n"


def _block(number: int, lines: dict[str, str]) -> str:
    """The lines of one tree that were read, word for word."""
    leaves = int(lines["num_leaves"])
    names = ("leaf_value",) if leaves == 1 else (*_PER_TREE, *(_PER_SET if int(lines.get("num_cat", "0")) else ()))
    told = "".join(f"{name}={' '.join(lines[name].split())}\n" for name in names)
    sets = 0 if leaves == 1 else int(lines.get("num_cat", "0"))
    return f"Tree={number}\nnum_leaves={leaves}\nnum_cat={sets}\n{told}is_linear=0\nshrinkage=1\n\n\n"
