"""XGBoost as its own JSON; what the library reads is written anew from checked values, never the file itself."""

from __future__ import annotations

import sys
from typing import Any

import msgspec
import numpy as np

from hanpan.modeling.storage.base import Members, Scorer, Shape, damaged, threads_for
from hanpan.modeling.storage.boosters.boosted import check_flat, joined, numbers, parsed, two_columns
from hanpan.modeling.storage.boosters.lean import lean
from hanpan.modeling.storage.boosters.xgb_row import MOST_NODES, RowScorer, row_scorer
from hanpan.modeling.storage.forest import Boosted
from hanpan.modeling.storage.treecheck import check_features

_FILE = "model.json"
_KIND = "xgboost"
_NO_PARENT = 2147483647
_MOST_CATEGORIES = 65_536
_WHOLES = ("left_children", "right_children", "split_indices", "split_type", "default_left")
_FLOATS = ("split_conditions", "base_weights", "sum_hessian")
_PER_NODE = (*_WHOLES, *_FLOATS)
_WRITTEN = (*_PER_NODE, "categories", "categories_nodes", "categories_segments", "categories_sizes")
_OBJECTIVES = {
    "reg:squarederror": ("reg_loss_param", {"scale_pos_weight": "1"}),
    "binary:logistic": ("reg_loss_param", {"scale_pos_weight": "1"}),
    "multi:softprob": ("softmax_multiclass_param", {}),
}


class XGBoostScorer:
    """A Booster; one thread, of very many rows all."""

    def __init__(self, booster: Any, shape: Shape, of_row: RowScorer | None = None) -> None:
        self._booster, self._shape, self._of_row = booster, shape, of_row
        self._threads = 1
        self._types = ["c" if i in shape.categorical else "q" for i in range(shape.n_features)]

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        if len(x) == 1 and self._of_row is not None:
            return self._of_row.output(x)
        self._use(threads_for(len(x)))
        # Without a DMatrix: half the time for a few rows. Codes of categories are read as they are.
        return two_columns(self._booster.inplace_predict(x, validate_features=False), self._shape)

    def _use(self, threads: int) -> None:
        if threads != self._threads:
            self._booster.set_param({"nthread": threads})
            self._threads = threads

    def flat(self) -> Boosted | None:
        """Its trees as flat arrays; None where a split asks for more categories than a set holds."""
        scorer = self._of_row or _row_scorer(
            parsed(dump(self._booster)[_FILE], _BoosterModel, _KIND), self._shape, sys.maxsize
        )
        return None if scorer is None else scorer.flat()

    def contributions(self, x: np.ndarray) -> np.ndarray:
        """Exact shares of the raw answer (TreeSHAP), (n, p + 1), the base last."""
        return np.asarray(self._booster.predict(self._rows(x), pred_contribs=True), dtype=float)

    def _rows(self, x: np.ndarray) -> Any:
        import xgboost

        return xgboost.DMatrix(x, feature_types=self._types, enable_categorical=True, nthread=1)


def dump(booster: Any) -> Members:
    """A Booster as JSON."""
    return {_FILE: bytes(booster.save_raw(raw_format="json"))}


def load(members: Members, shape: Shape) -> Scorer:
    """Checked, written anew, then loaded."""
    with lean():
        import xgboost

    told = parsed(members[_FILE], _BoosterModel, _KIND)
    sound = msgspec.json.encode(rebuilt(told, shape))
    booster = xgboost.Booster({"nthread": 1})
    try:
        booster.load_model(bytearray(sound))
    except xgboost.core.XGBoostError as error:
        raise damaged(_KIND, str(error)[:200]) from error
    booster.set_param({"nthread": 1})
    return XGBoostScorer(booster, shape, _row_scorer(told, shape))


class Tree(msgspec.Struct):
    """One tree, a list an idea; children are counted inside the tree, -1 in leaves."""

    left_children: list[int]
    right_children: list[int]
    split_indices: list[int]
    split_type: list[int]
    default_left: list[int]
    split_conditions: list[float]
    base_weights: list[float]
    sum_hessian: list[float]
    categories: list[int]
    categories_nodes: list[int]
    categories_segments: list[int]
    categories_sizes: list[int]


class _BoosterTrees(msgspec.Struct):
    trees: list[Tree]
    tree_info: list[int]


class _Booster(msgspec.Struct):
    model: _BoosterTrees


class _Parameters(msgspec.Struct):
    base_score: str
    num_feature: str


class _Objective(msgspec.Struct):
    name: str


class _Learner(msgspec.Struct):
    gradient_booster: _Booster
    learner_model_param: _Parameters
    objective: _Objective


class _BoosterModel(msgspec.Struct):
    learner: _Learner


def rebuilt(model: _BoosterModel, shape: Shape) -> dict[str, Any]:
    """A model of the same trees with nothing in it that was not checked.

    Raises
    ------
    BundleError
        A tree or the objective does not hold together.
    """
    told = model.learner.gradient_booster.model
    if told.tree_info != [i % shape.raw_outputs for i in range(len(told.trees))] or len(told.trees) % shape.raw_outputs:
        raise damaged(_KIND, "trees do not fit the classes")
    _check_trees(told.trees, shape)
    booster = {
        "cats": {"enc": [], "feature_segments": [], "sorted_idx": []},
        "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": str(len(told.trees))},
        "iteration_indptr": list(range(0, len(told.trees) + 1, shape.raw_outputs)),
        "tree_info": told.tree_info,
        "trees": [_tree(tree, number, shape) for number, tree in enumerate(told.trees)],
    }
    return {
        "learner": {
            "attributes": {},
            "feature_names": [],
            "feature_types": ["c" if i in shape.categorical else "q" for i in range(shape.n_features)],
            "gradient_booster": {"model": booster, "name": "gbtree"},
            "learner_model_param": _parameters(model.learner.learner_model_param, shape),
            "objective": _objective(model.learner.objective.name, shape),
        },
        "version": [3, 0, 0],
    }


def _row_scorer(told: _BoosterModel, shape: Shape, most_nodes: int = MOST_NODES) -> RowScorer | None:
    start = np.broadcast_to(_start(told.learner.learner_model_param), (shape.raw_outputs,))
    return row_scorer(told.learner.gradient_booster.model.trees, start, shape, most_nodes)


def _parameters(told: _Parameters, shape: Shape) -> dict[str, str]:
    start = _start(told)
    if int(told.num_feature) != shape.n_features:
        raise damaged(_KIND, "another number of columns")
    if len(start) not in (1, shape.raw_outputs):
        raise damaged(_KIND, "start values do not fit the classes")
    return {
        "base_score": "[" + ",".join(map(repr, start.tolist())) + "]",
        "boost_from_average": "1",
        "num_class": str(shape.n_outputs if shape.n_outputs > 2 else 0),
        "num_feature": str(shape.n_features),
        "num_target": "1",
    }


def _start(told: _Parameters) -> np.ndarray:
    return numbers([float(word) for word in told.base_score.strip("[]").split(",")], None, _KIND)


def _objective(told: str, shape: Shape) -> dict[str, Any]:
    wanted = {1: "reg:squarederror", 2: "binary:logistic"}.get(shape.n_outputs, "multi:softprob")
    if told != wanted:
        raise damaged(_KIND, "another objective")
    section, parameters = _OBJECTIVES[wanted]
    classes = {"num_class": str(shape.n_outputs)} if shape.n_outputs > 2 else {}
    return {"name": wanted, section: {**parameters, **classes}}


def _check_trees(trees: list[Tree], shape: Shape) -> None:
    sizes = [len(tree.left_children) for tree in trees]
    if any({len(getattr(tree, name)) for name in _PER_NODE} != {size} for tree, size in zip(trees, sizes, strict=True)):
        raise damaged(_KIND, "a tree's lists differ in length")
    for name in _FLOATS:
        joined((getattr(tree, name) for tree in trees), _KIND, whole=False)
    left, right, feature, by_category, missing = (
        joined((getattr(tree, name) for tree in trees), _KIND) for name in _WHOLES
    )
    if min(left.min(initial=0), right.min(initial=0)) < -1:  # a leaf is -1 and nothing else
        raise damaged(_KIND, "a child lies outside its tree")
    if not np.isin(by_category, (0, 1)).all() or not np.isin(missing, (0, 1)).all():
        raise damaged(_KIND, "a split of another kind")
    check_flat(sizes, left, right, _KIND)
    check_features(feature, left, shape.n_features, _KIND)
    if not np.isin(feature[by_category == 1], shape.categorical).all() or (left[by_category == 1] < 0).any():
        raise damaged(_KIND, "a split by category asks for a number")


def _tree(tree: Tree, number: int, shape: Shape) -> dict[str, Any]:
    n = len(tree.left_children)
    if 1 in tree.split_type or tree.categories or tree.categories_nodes:
        _check_categories(tree)
    return {
        **{name: getattr(tree, name) for name in _WRITTEN},
        "id": number,
        "parents": _parents(tree.left_children, tree.right_children),
        "loss_changes": [0.0] * n,  # gains of the training, which no prediction needs
        "tree_param": {
            "num_deleted": "0",
            "num_feature": str(shape.n_features),
            "num_nodes": str(n),
            "size_leaf_vector": "1",
        },
    }


def _check_categories(tree: Tree) -> None:
    """The set of categories of each split by category, one behind another."""
    nodes = np.flatnonzero(numbers(tree.split_type, None, _KIND, whole=True))
    values = numbers(tree.categories, None, _KIND, whole=True)
    own = numbers(tree.categories_nodes, len(nodes), _KIND, whole=True)
    sizes = numbers(tree.categories_sizes, len(nodes), _KIND, whole=True)
    starts = numbers(tree.categories_segments, len(nodes), _KIND, whole=True)
    in_order = (own == nodes).all() and (sizes > 0).all() and (starts == np.cumsum(sizes) - sizes).all()
    if not in_order or sizes.sum() != len(values):
        raise damaged(_KIND, "a set of categories is not there")
    if len(values) and (values.min() < 0 or values.max() >= _MOST_CATEGORIES):
        raise damaged(_KIND, "a category is out of range")


def _parents(left: list[int], right: list[int]) -> list[int]:
    parents = [_NO_PARENT] * len(left)
    for node, children in enumerate(zip(left, right, strict=True)):
        for child in children:
            if child >= 0:
                parents[child] = node
    return parents
