"""The baseline, lines and neighbours."""

from hanpan.business.problem import TASKS, Task
from hanpan.modeling.algorithms.algorithm import Algorithm, Knob
from hanpan.modeling.algorithms.space import Choice, Int, Real
from hanpan.preparation.needs import Needs

_CLASSES: tuple[Task, ...] = ("binary", "multiclass")
_NEIGHBORS = (100, 50, 25, 15, 10, 5, 2, 1)
_ALPHAS = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)  # the stronger the penalty, the simpler

BASELINE = Algorithm(
    name="baseline",
    family="baseline",
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.baseline:BaselineEstimator",
    needs=Needs(columns=False, complete=False, dummies=False),
    batches=True,
    reference="The mean, or the shares of the classes.",
)

LINEAR_REGRESSION = Algorithm(
    name="linear_regression",
    family="linear",
    tasks=("regression",),
    estimator="hanpan.modeling.estimators.linear:LinearEstimator",
    defaults=(
        {"penalty": "none", "share": 1.0},
        {"penalty": "ridge", "alpha": 0.01},
        {"penalty": "lasso", "alpha": 0.003},
    ),
    space={
        "penalty": Choice(("ridge", "lasso", "elastic_net")),
        "alpha": Real(1e-4, 1.0, log=True),
    },
    knobs=(
        Knob(parameter="share", values=(0.1, 0.25, 0.5, 0.75, 1.0)),
        Knob(parameter="alpha", values=_ALPHAS, given={"penalty": "lasso"}),
        Knob(parameter="alpha", values=_ALPHAS, given={"penalty": "ridge"}),
    ),
    needs=Needs(independent=True, drop_first=True, topics=False),
    batches=True,
    reference="Legendre (1805); Hoerl, Kennard (1970), Ridge regression; Tibshirani (1996), The lasso.",
)

LOGISTIC_REGRESSION = Algorithm(
    name="logistic_regression",
    family="linear",
    tasks=_CLASSES,
    estimator="hanpan.modeling.estimators.linear:LogisticEstimator",
    defaults=({"C": 1.0}, {"C": 0.1}),
    space={"C": Real(1e-4, 1e3, log=True)},
    knobs=(Knob(parameter="C", values=(0.0001, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0)),),
    needs=Needs(independent=True, drop_first=True, topics=False),
    balance=("weights", "copies", "smote"),
    batches=True,
    reference="Cox (1958), The regression analysis of binary sequences.",
)

K_NEIGHBORS = Algorithm(
    name="k_neighbors",
    family="neighbors",
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.scikit:NeighborsEstimator",
    builders={
        "regression": "sklearn.neighbors:KNeighborsRegressor",
        "binary": "sklearn.neighbors:KNeighborsClassifier",
        "multiclass": "sklearn.neighbors:KNeighborsClassifier",
    },
    defaults=(
        {"n_neighbors": 15, "weights": "uniform", "metric": "euclidean"},
        {"n_neighbors": 25, "weights": "distance", "metric": "manhattan"},
    ),
    space={
        "n_neighbors": Int(1, 100, log=True),
        "weights": Choice(("uniform", "distance")),
        "metric": Choice(("euclidean", "manhattan")),
    },
    # Few neighbours are the complex end.
    knobs=(
        Knob(parameter="n_neighbors", values=_NEIGHBORS),
        Knob(parameter="n_neighbors", values=_NEIGHBORS, given={"metric": "manhattan"}),
    ),
    plane=("n_neighbors", "metric"),
    needs=Needs(scaled=True, topics=False),
    row_limit=20_000,
    growth=(1.0, 1.0),
    by_heart={"weights": "distance"},  # each row is its own nearest neighbour, at distance 0
    balance=("copies", "smote"),
    reference="Fix, Hodges (1951); Cover, Hart (1967), Nearest neighbor pattern classification.",
)

SVM = Algorithm(
    name="svm",
    family="kernel",
    tasks=TASKS,
    estimator="hanpan.modeling.estimators.scikit:SupportVectorEstimator",
    builders={"regression": "sklearn.svm:SVR", "binary": "sklearn.svm:SVC", "multiclass": "sklearn.svm:SVC"},
    fixed={"cache_size": 500},
    defaults=({"C": 1.0, "gamma": "scale"}, {"C": 10.0, "gamma": "scale"}),
    space={"C": Real(0.01, 1000, log=True), "gamma": Real(1e-4, 1.0, log=True)},
    knobs=(
        Knob(parameter="C", values=(0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)),
        Knob(parameter="gamma", values=(0.0001, 0.001, 0.01, 0.1, 1.0)),
    ),
    plane=("C", "gamma"),
    needs=Needs(scaled=True),
    row_limit=5_000,
    growth=(2.0, 1.0),
    balance=("weights",),
    reference="Cortes, Vapnik (1995), Support-vector networks.",
)
