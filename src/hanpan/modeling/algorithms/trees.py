"""One tree, many trees, trees one after another (scikit-learn)."""

from hanpan.business.problem import TASKS
from hanpan.modeling.algorithms.algorithm import Algorithm, Knob
from hanpan.modeling.algorithms.space import Choice, Int, Real
from hanpan.preparation.needs import Needs

_SCIKIT = "hanpan.modeling.estimators.scikit:ScikitEstimator"
_STAGED = "hanpan.modeling.estimators.staged:StagedEstimator"


def _builders(module: str, stem: str) -> dict[str, str]:
    classifier = f"sklearn.{module}:{stem}Classifier"
    return {"regression": f"sklearn.{module}:{stem}Regressor", "binary": classifier, "multiclass": classifier}


DECISION_TREE = Algorithm(
    name="decision_tree",
    family="tree",
    tasks=TASKS,
    estimator=_SCIKIT,
    builders=_builders("tree", "DecisionTree"),
    defaults=({"max_depth": 5, "min_samples_leaf": 10}, {"max_depth": 8, "min_samples_leaf": 20}),
    space={"max_depth": Int(1, 16), "min_samples_leaf": Int(1, 100, log=True)},
    knobs=(
        Knob(parameter="max_depth", values=(1, 2, 3, 4, 5, 6, 8, 12, 16)),
        Knob(parameter="min_samples_leaf", values=(100, 50, 20, 10, 5, 2, 1)),
    ),
    plane=("max_depth", "min_samples_leaf"),
    balance=("weights", "copies", "smote"),
    reference="Breiman, Friedman, Olshen, Stone (1984), Classification and regression trees.",
)

RANDOM_FOREST = Algorithm(
    name="random_forest",
    family="forest",
    tasks=TASKS,
    estimator=_SCIKIT,
    builders=_builders("ensemble", "RandomForest"),
    defaults=(
        {"n_estimators": 100, "max_features": "sqrt", "min_samples_leaf": 1},
        {"n_estimators": 200, "max_features": 0.5, "min_samples_leaf": 2},
    ),
    space={
        "n_estimators": Choice((100, 200, 400)),
        "max_features": Real(0.1, 1.0),
        "min_samples_leaf": Int(1, 30, log=True),
    },
    knobs=(
        Knob(parameter="max_features", values=(0.1, 0.25, 0.5, 0.75, 1.0)),
        Knob(parameter="n_estimators", values=(5, 10, 25, 50, 100, 200), drives=False),
        Knob(parameter="min_samples_leaf", values=(50, 20, 10, 5, 2, 1)),
    ),
    plane=("n_estimators", "max_features"),
    # Leaves of one row let every tree be sure: where all are wrong together, the loss has no end.
    for_classes={"n_estimators": 200, "min_samples_leaf": 3},
    row_limit=60_000,
    growth=(1.1, 0.1),
    by_heart={},  # each tree grows until it knows its rows; their average does not over-fit for that
    balance=("weights", "copies", "smote"),
    reference="Breiman (2001), Random forests.",
)

GRADIENT_BOOSTING = Algorithm(
    name="gradient_boosting",
    family="boosting",
    tasks=TASKS,
    estimator=_STAGED,
    builders=_builders("ensemble", "GradientBoosting"),
    defaults=({"n_estimators": 200, "learning_rate": 0.1, "max_depth": 3, "subsample": 0.8, "max_features": 0.5},),
    space={
        "n_estimators": Choice((200, 400)),
        "learning_rate": Real(0.02, 0.3, log=True),
        "max_depth": Int(2, 6),
        "subsample": Real(0.5, 1.0),
        "max_features": Real(0.2, 1.0),
        "min_samples_leaf": Int(1, 50, log=True),
    },
    on_images={"max_features": 0.05},
    for_many_classes={"n_estimators": 60, "learning_rate": 0.2},
    knobs=(
        Knob(parameter="max_depth", values=(1, 2, 3, 4, 6)),
        Knob(parameter="min_samples_leaf", values=(100, 50, 20, 10, 5, 1)),
        Knob(parameter="learning_rate", values=(0.025, 0.05, 0.1, 0.2, 0.4), drives=False),
    ),
    plane=("n_estimators", "learning_rate"),
    iterations="n_estimators",
    row_limit=30_000,
    balance=("weights", "copies", "smote"),
    turn_on_images=3,
    turn_with_classes=5,
    reference="Friedman (2001), Greedy function approximation: a gradient boosting machine.",
)

HIST_GRADIENT_BOOSTING = Algorithm(
    name="hist_gradient_boosting",
    family="boosting",
    tasks=TASKS,
    estimator=_STAGED,
    builders=_builders("ensemble", "HistGradientBoosting"),
    fixed={"early_stopping": False},
    defaults=({"max_iter": 200, "learning_rate": 0.06, "max_leaf_nodes": 31, "min_samples_leaf": 20},),
    space={
        "max_iter": Choice((200, 400)),
        "learning_rate": Real(0.01, 0.2, log=True),
        "max_leaf_nodes": Int(4, 64, log=True),
        "min_samples_leaf": Int(2, 100, log=True),
        "l2_regularization": Real(1e-3, 10, log=True),
    },
    for_many_classes={"max_iter": 80, "learning_rate": 0.2},
    knobs=(
        Knob(parameter="max_leaf_nodes", values=(2, 4, 8, 16, 31, 64)),
        Knob(parameter="l2_regularization", values=(100.0, 10.0, 1.0, 0.1, 0.0)),
        Knob(parameter="learning_rate", values=(0.015, 0.03, 0.06, 0.12, 0.24), drives=False),
    ),
    plane=("max_iter", "learning_rate"),
    iterations="max_iter",
    needs=Needs(complete=False, dummies=False),
    balance=("weights", "copies"),
    turn_on_images=8,
    turn_with_classes=4,
    reference="scikit-learn, after Ke et al. (2017), LightGBM.",
)
