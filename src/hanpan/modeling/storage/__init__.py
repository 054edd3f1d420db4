"""How fitted estimators become bytes and come back as Scorers, one file per kind.

No pickle, joblib or class names in any file: arrays, numbers, and the boosters' and Keras's own formats, each
checked before it is used. What a booster's library reads (``boosters``) is written anew from the checked values.
Adding a kind = one file and one line in ``KINDS``.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from hanpan.foundation.errors import BundleError
from hanpan.modeling.storage.base import Members, Scorer, Shape

__all__ = ["KINDS", "Members", "Scorer", "Shape", "dump_estimator", "load_scorer"]

_HERE = "hanpan.modeling.storage."


@dataclass(frozen=True)
class Kind:
    """A kind of storage: class names it takes, and ``module:function`` of dump and load."""

    name: str
    classes: tuple[str, ...]
    dump: str
    load: str


KINDS: tuple[Kind, ...] = (
    Kind("constant", ("BaselineEstimator",), "linear:dump_constant", "linear:load_constant"),
    Kind("line", ("LinearRegression", "Ridge", "Lasso", "ElasticNet"), "linear:dump_line", "linear:load_line"),
    Kind("logistic", ("LogisticRegression",), "linear:dump_logistic", "linear:load_logistic"),
    Kind("neighbors", ("KNeighborsClassifier", "KNeighborsRegressor"), "neighbors:dump", "neighbors:load"),
    Kind(
        "forest",
        (
            "DecisionTreeClassifier",
            "DecisionTreeRegressor",
            "RandomForestClassifier",
            "RandomForestRegressor",
            "ExtraTreesClassifier",
            "ExtraTreesRegressor",
        ),
        "forest:dump_forest",
        "forest:load_forest",
    ),
    Kind(
        "boosted",
        ("GradientBoostingClassifier", "GradientBoostingRegressor"),
        "forest:dump_boosted",
        "forest:load_boosted",
    ),
    Kind("hist", ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor"), "hist:dump", "hist:load"),
    Kind("svr", ("SVR",), "svm:dump_regressor", "svm:load"),
    Kind("svc", ("CalibratedClassifierCV",), "svm:dump_classifier", "svm:load"),
    Kind("xgboost", ("xgboost.Booster",), "boosters.xgb:dump", "boosters.xgb:load"),
    Kind("lightgbm", ("lightgbm.Booster",), "boosters.lgb:dump", "boosters.lgb:load"),
    Kind("catboost", ("CatBoost", "CatBoostClassifier", "CatBoostRegressor"), "boosters.cat:dump", "boosters.cat:load"),
    Kind(
        "network",
        (
            "NetworkClassifier",
            "NetworkRegressor",
            "ModernNetworkClassifier",
            "ModernNetworkRegressor",
            "GroupedNetworkClassifier",
            "GroupedNetworkRegressor",
            "PackedNetworkClassifier",
            "PackedNetworkRegressor",
            "OwnNetworkClassifier",
            "OwnNetworkRegressor",
        ),
        "network:dump",
        "network:load",
    ),
)


def dump_estimator(fitted: Any) -> tuple[str, Members]:
    """A fitted library object as its kind and its members (file name -> content).

    Raises
    ------
    TypeError
        Nothing here can store such an object.
    """
    names = {type(fitted).__name__, f"{type(fitted).__module__.split('.')[0]}.{type(fitted).__name__}"}
    for kind in KINDS:
        if names & set(kind.classes):
            return kind.name, _function(kind.dump)(fitted)
    raise TypeError(f"no storage for {type(fitted).__name__}")


def load_scorer(kind: str, members: Members, shape: Shape) -> Scorer:
    """A Scorer from its kind and members, checked.

    Raises
    ------
    BundleError
        An unknown kind, an absent member, or content that does not hold together.
    """
    known = next((entry for entry in KINDS if entry.name == kind), None)
    if known is None:
        raise BundleError("part_unknown", kind=kind)
    try:
        scorer: Scorer = _function(known.load)(members, shape)
        return scorer
    except BundleError:
        raise
    except (LookupError, AttributeError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        raise BundleError("part_damaged", part=kind, reason=f"{type(error).__name__}: {error}"[:200]) from error


def _function(path: str) -> Any:
    module, name = path.split(":")
    return getattr(importlib.import_module(_HERE + module), name)
