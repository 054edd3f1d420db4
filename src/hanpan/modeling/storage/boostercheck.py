"""Structure of boosters' trees: the libraries trust their files, and a bad index there ends the process."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from hanpan.modeling.storage.base import Shape, damaged


def check_xgboost(content: bytes, shape: Shape) -> None:
    """Children behind their parents and in range, one parent each, columns in range."""
    try:
        learner = json.loads(content)["learner"]
        model = learner["gradient_booster"]["model"]
        trees = model["trees"]
        groups = [int(group) for group in model["tree_info"]]
        n_features = int(learner["learner_model_param"]["num_feature"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged("xgboost", f"not a model: {error}") from error
    outputs = shape.n_outputs if shape.n_outputs > 2 else 1
    if n_features != shape.n_features or len(groups) != len(trees):
        raise damaged("xgboost", "another number of columns or trees")
    if any(not 0 <= group < outputs for group in groups):
        raise damaged("xgboost", "a tree of a class that is not there")
    for tree in trees:
        _check_xgboost_tree(tree, n_features)


def _check_xgboost_tree(tree: dict[str, Any], n_features: int) -> None:
    try:
        left, right = np.asarray(tree["left_children"], int), np.asarray(tree["right_children"], int)
        feature = np.asarray(tree["split_indices"], int)
        lengths = {len(tree[name]) for name in ("parents", "default_left", "split_conditions", "base_weights")}
        nodes, starts = tree["categories_nodes"], np.asarray(tree["categories_segments"], int)
        sizes, total = np.asarray(tree["categories_sizes"], int), len(tree["categories"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged("xgboost", f"not a tree: {error}") from error
    if lengths != {len(left)} or len(starts) != len(nodes) or len(sizes) != len(nodes):
        raise damaged("xgboost", "a tree's lists differ in length")
    if len(nodes) and ((starts < 0).any() or (sizes < 0).any() or (starts + sizes > total).any()):
        raise damaged("xgboost", "a set of categories is not there")
    check_children(left, right, feature, n_features, "xgboost")


def check_lightgbm(text: str, shape: Shape) -> None:
    """Children in range (inner nodes >= 0, leaves ~index), one parent each, columns and category sets there."""
    blocks = text.split("\nTree=")
    head = dict(line.split("=", 1) for line in blocks[0].splitlines() if "=" in line)
    try:
        n_features = int(head["max_feature_idx"]) + 1
        per_round = int(head["num_tree_per_iteration"])
    except (KeyError, ValueError) as error:
        raise damaged("lightgbm", f"not a model: {error}") from error
    outputs = shape.n_outputs if shape.n_outputs > 2 else 1
    if n_features != shape.n_features or per_round != outputs or (len(blocks) - 1) % outputs:
        raise damaged("lightgbm", "another number of columns or trees")
    for block in blocks[1:]:
        _check_lightgbm_tree(dict(line.split("=", 1) for line in block.splitlines() if "=" in line), n_features)


def _check_lightgbm_tree(tree: dict[str, str], n_features: int) -> None:
    def numbers(name: str, kind: Any = int) -> np.ndarray:
        return np.array([kind(word) for word in tree.get(name, "").split()])

    try:
        leaves = int(tree["num_leaves"])
        left, right, feature = numbers("left_child"), numbers("right_child"), numbers("split_feature")
        values, threshold, decision = (
            numbers("leaf_value", float),
            numbers("threshold", float),
            numbers("decision_type"),
        )
        bounds, n_sets, words = numbers("cat_boundaries"), int(tree.get("num_cat", "0")), numbers("cat_threshold")
    except (KeyError, ValueError) as error:
        raise damaged("lightgbm", f"not a tree: {error}") from error
    inner = leaves - 1
    if (
        leaves < 1
        or len(values) != leaves
        or {len(left), len(right), len(feature), len(threshold), len(decision)} != {inner}
    ):
        raise damaged("lightgbm", "a tree's lists differ in length")
    if not inner:
        return
    children = np.r_[left, right]
    parents = np.r_[np.arange(inner), np.arange(inner)]
    down = children >= 0
    if (
        (children[down] <= parents[down]).any()
        or children.max() >= inner
        or (~children[~down]).max(initial=0) >= leaves
    ):
        raise damaged("lightgbm", "a child lies outside its tree")
    if len(np.unique(children)) != len(children) or feature.min() < 0 or feature.max() >= n_features:
        raise damaged("lightgbm", "a node has two parents, or a split asks for a column that is not there")
    _check_lightgbm_sets(threshold[(decision & 1) == 1], bounds, n_sets, len(words))


def _check_lightgbm_sets(asked: np.ndarray, bounds: np.ndarray, n_sets: int, n_words: int) -> None:
    """Splits by category name a set by its number; the sets lie behind one another in so many words."""
    if not n_sets:
        if len(asked):
            raise damaged("lightgbm", "a set of categories is not there")
        return
    ordered = len(bounds) == n_sets + 1 and bounds[0] == 0 and (np.diff(bounds) >= 0).all() and bounds[-1] == n_words
    if not ordered or (len(asked) and (asked.min() < 0 or asked.max() >= n_sets)):
        raise damaged("lightgbm", "a set of categories is not there")


def check_catboost(exported: dict[str, Any], shape: Shape) -> None:
    """Every split asks for a column that is there; leaf values are finite and as many as the tree needs."""
    info = exported.get("features_info", {})
    n_numbers, n_sets = len(info.get("float_features", [])), len(info.get("categorical_features", []))
    if n_numbers + n_sets != shape.n_features or n_sets != len(shape.categorical):
        raise damaged("catboost", "another number of columns")
    outputs = shape.n_outputs if shape.n_outputs > 2 else 1
    for tree in exported.get("oblivious_trees", []):
        splits, values = tree.get("splits") or [], np.asarray(tree.get("leaf_values", []), float)
        if len(values) != outputs * 2 ** len(splits) or not np.isfinite(values).all():
            raise damaged("catboost", "a tree's leaves do not fit its splits")
        if any(not 0 <= split.get("float_feature_index", 0) < max(1, n_numbers) for split in splits):
            raise damaged("catboost", "a split asks for a column that is not there")


def check_children(left: np.ndarray, right: np.ndarray, feature: np.ndarray, n_features: int, kind: str) -> None:
    """A tree of arrays where a leaf has left = right = -1."""
    n, inner = len(left), np.flatnonzero(left >= 0)
    if len(right) != n or len(feature) != n or n == 0 or ((left < 0) != (right < 0)).any():
        raise damaged(kind, "a tree's lists differ in length")
    children = np.r_[left[inner], right[inner]]
    if (children <= np.r_[inner, inner]).any() or (children >= n).any():
        raise damaged(kind, "a child lies outside its tree")
    if len(np.unique(children)) != len(children) or len(children) + 1 != n:
        raise damaged(kind, "a node has no parent, or two")
    if len(inner) and (feature[inner].min() < 0 or feature[inner].max() >= n_features):
        raise damaged(kind, "a split asks for a column that is not there")
