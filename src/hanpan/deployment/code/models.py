"""The estimator of a candidate as one expression of scikit-learn, a booster's own class, or a small network class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from hanpan.business.problem import Problem
from hanpan.deployment.code import networks
from hanpan.deployment.code.asked import Asked, ModelCode
from hanpan.deployment.code.pieces import Code, call
from hanpan.deployment.code.record import Member
from hanpan.foundation.errors import UsageError
from hanpan.modeling.candidate import PLAIN

# Names of parameters where the class of scikit-learn's kind has another one.
_XGBOOST = {"lambda": "reg_lambda", "alpha": "reg_alpha"}
_LIGHTGBM = {
    "feature_fraction": "colsample_bytree",
    "bagging_fraction": "subsample",
    "bagging_freq": "subsample_freq",
    "min_data_in_leaf": "min_child_samples",
    "lambda_l1": "reg_alpha",
    "lambda_l2": "reg_lambda",
}


def model_code(member: Member, problem: Problem, y: np.ndarray) -> ModelCode:
    """A member's model, for values or class codes y (n,).

    Raises
    ------
    UsageError
        It has no counterpart in plain code.
    """
    name = member.candidate.algorithm
    if name not in WRITERS:
        raise UsageError("code_own_network") if name == "network_own" else UsageError("code_algorithm", name=name)
    return WRITERS[name](Asked(member, problem, y))


def _baseline(asked: Asked) -> ModelCode:
    if asked.classes:
        return ModelCode(call("DummyClassifier", {"strategy": "prior"}))
    return ModelCode(call("DummyRegressor", {}))


def _linear_regression(asked: Asked) -> ModelCode:
    settings = asked.settings
    penalty, alpha = settings.get("penalty", "none"), float(settings.get("alpha", 0.01))
    if penalty == "none":
        share = float(settings.get("share", 1.0))
        if share >= 1:
            return ModelCode(call("LinearRegression", {}))
        return ModelCode(Code(f"FewColumns({share!r})"), bricks={"few_columns": {}})
    if penalty == "ridge":  # the penalty of scikit-learn is a sum over rows, ours a mean
        return ModelCode(Code(f"make_pipeline(StandardScaler(), {call('Ridge', {'alpha': alpha * asked.rows})})"))
    kind = {"lasso": "Lasso", "elastic_net": "ElasticNet"}[penalty]
    return ModelCode(_on_standard_scale(call(kind, {"alpha": alpha, "fit_intercept": False, "max_iter": 5000}), True))


def _on_standard_scale(model: Code, columns: bool) -> Code:
    """A model that learns y, and if wished its columns, on a standard scale."""
    inner = f"make_pipeline(StandardScaler(), {model})" if columns else str(model)
    return call("TransformedTargetRegressor", {"transformer": Code("StandardScaler()")}, given=[inner])


def _logistic_regression(asked: Asked) -> ModelCode:
    model = call("LogisticRegression", {**asked.settings, "max_iter": 2000, "random_state": asked.seed})
    return ModelCode(Code(f"make_pipeline(StandardScaler(), {model})"))


def _k_neighbors(asked: Asked) -> ModelCode:
    settings = asked.settings
    return ModelCode(
        call(asked.kind("KNeighbors"), {**settings, "n_neighbors": min(settings["n_neighbors"], asked.rows)})
    )


def _svm(asked: Asked) -> ModelCode:
    settings = asked.settings
    if not asked.classes:
        return ModelCode(_on_standard_scale(call("SVR", settings), False))
    if asked.fewest < asked.splits:  # scikit-learn's own classes refuse it
        raise UsageError("code_lonely_class", label=asked.problem.labels[asked.rarest])
    folds = call("StratifiedKFold", {"shuffle": True, "random_state": asked.seed}, given=[str(asked.splits)])
    model = call("SVC", {**settings, "random_state": asked.seed})
    return ModelCode(call("CalibratedClassifierCV", {"ensemble": False, "cv": folds}, given=[str(model)]))


def _scikit(stem: str) -> Callable[[Asked], ModelCode]:
    def write(asked: Asked) -> ModelCode:
        settings = {**asked.settings, "random_state": asked.seed}
        if stem == "HistGradientBoosting" and asked.coded:
            settings["categorical_features"] = asked.coded
        return ModelCode(call(asked.kind(stem), settings))

    return write


def _xgboost(asked: Asked) -> ModelCode:
    settings = _renamed(asked.settings, _XGBOOST)
    settings |= {"tree_method": "hist", "n_jobs": 1, "random_state": asked.seed}
    if asked.coded:
        types = ["c" if place in asked.coded else "q" for place in range(len(asked.member.preparer.feature_names_))]
        settings |= {"enable_categorical": True, "feature_types": types}
    return ModelCode(call("XGBClassifier" if asked.classes else "XGBRegressor", settings))


def _lightgbm(asked: Asked) -> ModelCode:
    settings = _renamed(asked.settings, _LIGHTGBM)
    settings |= {"n_jobs": 1, "random_state": asked.seed}
    settings |= {"deterministic": True, "force_row_wise": True, "verbosity": -1}
    fitting = {"categorical_feature": asked.coded} if asked.coded else {}
    return ModelCode(call("LGBMClassifier" if asked.classes else "LGBMRegressor", settings), fitting)


def _catboost(asked: Asked) -> ModelCode:
    settings = _renamed(asked.settings, {"n_estimators": "iterations"})
    settings |= {"random_seed": asked.seed, "thread_count": 1, "allow_writing_files": False, "verbose": False}
    if asked.coded:
        settings["cat_features"] = asked.coded
    return ModelCode(call("CatBoostClassifier" if asked.classes else "CatBoostRegressor", settings))


def _renamed(settings: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in settings.items()}


def weighed(member: Member) -> str:
    """How ``fit`` calls the weights of rows, where rows of rare classes weigh more; else empty."""
    if member.candidate.balance != "weights":
        return ""
    return (
        "logisticregression__sample_weight" if member.candidate.algorithm == "logistic_regression" else "sample_weight"
    )


def repeated(member: Member) -> str:
    """How rows of rare classes stand more often: ``copies``, ``smote``, or empty."""
    balance = member.candidate.balance
    return balance if balance not in (PLAIN, "weights") else ""


WRITERS: dict[str, Callable[[Asked], ModelCode]] = {
    "baseline": _baseline,
    "linear_regression": _linear_regression,
    "logistic_regression": _logistic_regression,
    "k_neighbors": _k_neighbors,
    "svm": _svm,
    "decision_tree": _scikit("DecisionTree"),
    "random_forest": _scikit("RandomForest"),
    "gradient_boosting": _scikit("GradientBoosting"),
    "hist_gradient_boosting": _scikit("HistGradientBoosting"),
    "xgboost": _xgboost,
    "lightgbm": _lightgbm,
    "catboost": _catboost,
    "network": networks.dense,
    "network_grouped": networks.grouped,
    "network_modern": networks.modern,
    "network_packed": networks.packed,
}
