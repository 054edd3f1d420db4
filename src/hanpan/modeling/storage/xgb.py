"""XGBoost as its own JSON; what the library reads is written anew from checked values, never the file itself."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from hanpan.modeling.storage.base import Members, Scorer, Shape, damaged
from hanpan.modeling.storage.boosted import check_flat, numbers, two_columns

_FILE = "model.json"
_KIND = "xgboost"
_NO_PARENT = 2147483647
_MOST_CATEGORIES = 65_536
_OBJECTIVES = {
    "reg:squarederror": ("reg_loss_param", {"scale_pos_weight": "1"}),
    "binary:logistic": ("reg_loss_param", {"scale_pos_weight": "1"}),
    "multi:softprob": ("softmax_multiclass_param", {}),
}


class XGBoostScorer:
    """A Booster; one thread."""

    def __init__(self, booster: Any, shape: Shape) -> None:
        self._booster, self._shape = booster, shape
        self._types = ["c" if i in shape.categorical else "q" for i in range(shape.n_features)]

    def output(self, x: np.ndarray) -> np.ndarray:
        """Values (n,) or probabilities (n, C)."""
        if not self._shape.categorical:  # without a DMatrix: half the time for one row
            return two_columns(self._booster.inplace_predict(x, validate_features=False), self._shape)
        import xgboost

        rows = xgboost.DMatrix(x, feature_types=self._types, enable_categorical=True, nthread=1)
        return two_columns(self._booster.predict(rows), self._shape)


def dump(booster: Any) -> Members:
    """A Booster as JSON."""
    return {_FILE: bytes(booster.save_raw(raw_format="json"))}


def load(members: Members, shape: Shape) -> Scorer:
    """Checked, written anew, then loaded."""
    import xgboost

    sound = json.dumps(rebuilt(json.loads(members[_FILE]), shape)).encode()
    booster = xgboost.Booster({"nthread": 1})
    try:
        booster.load_model(bytearray(sound))
    except xgboost.core.XGBoostError as error:
        raise damaged(_KIND, str(error)[:200]) from error
    booster.set_param({"nthread": 1})
    return XGBoostScorer(booster, shape)


def rebuilt(model: Any, shape: Shape) -> dict[str, Any]:
    """A model of the same trees with nothing in it that was not checked.

    Raises
    ------
    BundleError
        A tree or the objective does not hold together.
    """
    learner = model["learner"]
    trees = learner["gradient_booster"]["model"]["trees"]
    groups = numbers(learner["gradient_booster"]["model"]["tree_info"], len(trees), _KIND, whole=True)
    if (groups != np.arange(len(trees)) % shape.raw_outputs).any() or len(trees) % shape.raw_outputs:
        raise damaged(_KIND, "trees do not fit the classes")
    made = [_tree(tree, number, shape) for number, tree in enumerate(trees)]
    check_flat([_flat(tree) for tree in made], shape.n_features, _KIND)
    booster = {
        "cats": {"enc": [], "feature_segments": [], "sorted_idx": []},
        "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": str(len(made))},
        "iteration_indptr": list(range(0, len(made) + 1, shape.raw_outputs)),
        "tree_info": groups.tolist(),
        "trees": made,
    }
    return {
        "learner": {
            "attributes": {},
            "feature_names": [],
            "feature_types": ["c" if i in shape.categorical else "q" for i in range(shape.n_features)],
            "gradient_booster": {"model": booster, "name": "gbtree"},
            "learner_model_param": _parameters(learner, shape),
            "objective": _objective(learner, shape),
        },
        "version": [3, 0, 0],
    }


def _parameters(learner: dict[str, Any], shape: Shape) -> dict[str, str]:
    words = str(learner["learner_model_param"]["base_score"]).strip("[]").split(",")
    start = numbers([float(word) for word in words], None, _KIND)
    if int(learner["learner_model_param"]["num_feature"]) != shape.n_features:
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


def _objective(learner: dict[str, Any], shape: Shape) -> dict[str, Any]:
    wanted = {1: "reg:squarederror", 2: "binary:logistic"}.get(shape.n_outputs, "multi:softprob")
    if learner["objective"]["name"] != wanted:
        raise damaged(_KIND, "another objective")
    section, parameters = _OBJECTIVES[wanted]
    classes = {"num_class": str(shape.n_outputs)} if shape.n_outputs > 2 else {}
    return {"name": wanted, section: {**parameters, **classes}}


def _tree(tree: dict[str, Any], number: int, shape: Shape) -> dict[str, Any]:
    left = numbers(tree["left_children"], None, _KIND, whole=True)
    n = len(left)
    right = numbers(tree["right_children"], n, _KIND, whole=True)
    if min(left.min(initial=0), right.min(initial=0)) < -1:  # a leaf is -1 and nothing else
        raise damaged(_KIND, "a child lies outside its tree")
    by_category = numbers(tree["split_type"], n, _KIND, whole=True) == 1
    column = numbers(tree["split_indices"], n, _KIND, whole=True)
    if not np.isin(column[by_category], shape.categorical).all():
        raise damaged(_KIND, "a split by category asks for a number")
    return {
        "id": number,
        "left_children": left.tolist(),
        "right_children": right.tolist(),
        "parents": _parents(left, right).tolist(),
        "split_indices": column.tolist(),
        "split_type": by_category.astype(int).tolist(),
        "split_conditions": numbers(tree["split_conditions"], n, _KIND).tolist(),
        "default_left": (numbers(tree["default_left"], n, _KIND, whole=True) != 0).astype(int).tolist(),
        "base_weights": numbers(tree["base_weights"], n, _KIND).tolist(),
        "loss_changes": [0.0] * n,  # gains of the training, which no prediction needs
        "sum_hessian": numbers(tree["sum_hessian"], n, _KIND).tolist(),
        **_categories(tree, np.flatnonzero(by_category)),
        "tree_param": {
            "num_deleted": "0",
            "num_feature": str(shape.n_features),
            "num_nodes": str(n),
            "size_leaf_vector": "1",
        },
    }


def _categories(tree: dict[str, Any], nodes: np.ndarray) -> dict[str, list[int]]:
    """The set of categories of each split by category, one behind another."""
    values = numbers(tree["categories"], None, _KIND, whole=True)
    own = numbers(tree["categories_nodes"], len(nodes), _KIND, whole=True)
    sizes = numbers(tree["categories_sizes"], len(nodes), _KIND, whole=True)
    starts = numbers(tree["categories_segments"], len(nodes), _KIND, whole=True)
    in_order = (own == nodes).all() and (sizes > 0).all() and (starts == np.cumsum(sizes) - sizes).all()
    if not in_order or sizes.sum() != len(values):
        raise damaged(_KIND, "a set of categories is not there")
    if len(values) and (values.min() < 0 or values.max() >= _MOST_CATEGORIES):
        raise damaged(_KIND, "a category is out of range")
    return {
        "categories": values.tolist(),
        "categories_nodes": own.tolist(),
        "categories_segments": starts.tolist(),
        "categories_sizes": sizes.tolist(),
    }


def _parents(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Each node's parent; out-of-range children are left to ``check_flat``."""
    parents = np.full(len(left), _NO_PARENT)
    for children in (left, right):
        known = np.flatnonzero((children >= 0) & (children < len(left)))
        parents[children[known]] = known
    return parents


def _flat(tree: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    left, right = np.asarray(tree["left_children"]), np.asarray(tree["right_children"])
    return left, right, np.asarray(tree["split_indices"])
