"""Gradient boosting by XGBoost, LightGBM and CatBoost.

The starting points follow published tuned defaults and portfolios (RealMLP's benchmark of tuned defaults,
arXiv 2407.04491; TabRepo, arXiv 2311.02971): several that differ, rather than one.
"""

from hanpan.business.problem import TASKS
from hanpan.modeling.algorithms.algorithm import Algorithm, Knob
from hanpan.modeling.algorithms.space import Choice, Int, Real
from hanpan.preparation.needs import Needs

_NATIVE = Needs(complete=False, dummies=False)

XGBOOST = Algorithm(
    name="xgboost",
    family="boosting",
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.xgb:XGBoostEstimator",
    fixed={"n_estimators": 1000, "patience": 40},
    defaults=(
        {"learning_rate": 0.08, "max_depth": 6, "subsample": 0.7, "colsample_bylevel": 0.9, "min_child_weight": 1.0},
        {"learning_rate": 0.05, "max_depth": 4, "subsample": 0.7, "colsample_bynode": 0.6, "min_child_weight": 2.0},
    ),
    space={
        "learning_rate": Real(0.01, 0.2, log=True),
        "max_depth": Int(2, 10),
        "subsample": Real(0.5, 1.0),
        "colsample_bynode": Real(0.3, 1.0),
        "min_child_weight": Real(0.01, 30, log=True),
        "lambda": Real(1e-3, 10, log=True),
        "alpha": Real(1e-3, 3, log=True),
    },
    for_many_classes={"learning_rate": 0.25, "colsample_bynode": 0.5},
    knobs=(
        Knob(parameter="max_depth", values=(1, 2, 3, 4, 6, 8, 10)),
        Knob(parameter="lambda", values=(100.0, 10.0, 1.0, 0.1, 0.01)),
        Knob(parameter="learning_rate", values=(0.02, 0.04, 0.08, 0.16, 0.32), drives=False),
    ),
    plane=("n_estimators", "learning_rate"),
    iterations="n_estimators",
    needs=_NATIVE,
    balance=("weights", "copies"),
    turn_on_images=6,
    turn_with_classes=3,
    batches=True,
    reference="Chen, Guestrin (2016), XGBoost: a scalable tree boosting system.",
)

LIGHTGBM = Algorithm(
    name="lightgbm",
    family="boosting",
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.lgb:LightGBMEstimator",
    fixed={"n_estimators": 1000, "patience": 40, "bagging_freq": 1},
    defaults=(
        {"learning_rate": 0.05, "num_leaves": 31, "bagging_fraction": 0.8, "min_data_in_leaf": 20},
        {
            "learning_rate": 0.03,
            "num_leaves": 39,
            "feature_fraction": 0.5,
            "bagging_fraction": 0.85,
            "min_data_in_leaf": 3,
            "extra_trees": True,
        },
        {"learning_rate": 0.04, "num_leaves": 8, "feature_fraction": 0.6, "bagging_fraction": 0.8, "lambda_l2": 1.0},
    ),
    space={
        "learning_rate": Real(0.01, 0.15, log=True),
        "num_leaves": Int(3, 128, log=True),
        "feature_fraction": Real(0.4, 1.0),
        "bagging_fraction": Real(0.5, 1.0),
        "min_data_in_leaf": Int(1, 100, log=True),
        "lambda_l1": Real(1e-3, 3, log=True),
        "lambda_l2": Real(1e-3, 10, log=True),
        "extra_trees": Choice((False, True)),
    },
    on_images={"feature_fraction": 0.15},
    for_many_classes={"learning_rate": 0.15, "extra_trees": True, "feature_fraction": 0.5},
    knobs=(
        Knob(parameter="num_leaves", values=(2, 4, 8, 16, 31, 64, 128)),
        Knob(parameter="lambda_l2", values=(100.0, 10.0, 1.0, 0.1, 0.01)),
        Knob(parameter="learning_rate", values=(0.0125, 0.025, 0.05, 0.1, 0.2), drives=False),
    ),
    plane=("n_estimators", "learning_rate"),
    iterations="n_estimators",
    needs=_NATIVE,
    balance=("weights", "copies"),
    turn_on_images=2,
    turn_with_classes=1,
    batches=True,
    reference="Ke et al. (2017), LightGBM: a highly efficient gradient boosting decision tree.",
)

CATBOOST = Algorithm(
    name="catboost",
    family="boosting",
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.cat:CatBoostEstimator",
    fixed={"n_estimators": 600, "patience": 40},
    defaults=(
        {"learning_rate": 0.08, "depth": 6, "l2_leaf_reg": 3.0},
        {
            "learning_rate": 0.07,
            "depth": 7,
            "l2_leaf_reg": 1.0,
            "bootstrap_type": "Bernoulli",
            "subsample": 0.9,
            "boosting_type": "Plain",
        },
    ),
    space={
        "learning_rate": Real(0.02, 0.2, log=True),
        "depth": Int(3, 8),
        "l2_leaf_reg": Real(0.1, 30, log=True),
        "random_strength": Real(0.1, 5, log=True),
        "one_hot_max_size": Int(2, 25),
    },
    for_many_classes={"learning_rate": 0.3},
    knobs=(
        Knob(parameter="depth", values=(1, 2, 4, 6, 8)),
        Knob(parameter="l2_leaf_reg", values=(100.0, 30.0, 10.0, 3.0, 1.0, 0.1)),
        Knob(parameter="learning_rate", values=(0.02, 0.04, 0.08, 0.16, 0.32), drives=False),
    ),
    plane=("n_estimators", "learning_rate"),
    iterations="n_estimators",
    needs=_NATIVE,
    balance=("weights", "copies"),
    turn_on_images=7,
    turn_with_classes=2,
    reference="Prokhorenkova et al. (2018), CatBoost: unbiased boosting with categorical features.",
)
