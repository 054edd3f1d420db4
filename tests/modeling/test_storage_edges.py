"""Fits at the edges of what can be stored: classes that were absent, no rows, no support vectors, other estimators."""

import numpy as np
import pytest

from hanpan.modeling.algorithms.catalogue import ALGORITHMS
from hanpan.modeling.estimators.base import Rows, Setting
from hanpan.modeling.estimators.scikit import load_class
from hanpan.modeling.storage import Shape, dump_estimator, load_scorer

P = 4


def rows(n=90, seed=0):
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, P))
    return x, x[:, 0] * 2 + x[:, 1] ** 2 + random.normal(size=n) * 0.1


def fitted(entry, task, x, y, n_classes):
    parameters = {**entry.fixed, **entry.defaults[0]}
    parameters |= {name: 8 for name in ("n_estimators", "max_iter") if name in parameters}
    if entry.family == "network":
        parameters["fixed_epochs"] = 3
    setting = Setting(task=task, n_classes=n_classes, parameters=parameters, builder=entry.builders.get(task, ""))
    estimator = load_class(entry.estimator)(setting)
    estimator.fit(Rows(x, y))
    return estimator


def scorer_of(estimator, n_outputs):
    return load_scorer(*dump_estimator(estimator.fitted), Shape(P, n_outputs))


ABSENT = [entry for entry in ALGORITHMS if "multiclass" in entry.tasks and not entry.own]


@pytest.mark.parametrize("absent", [0, 2, 3])
@pytest.mark.parametrize("entry", ABSENT, ids=lambda entry: entry.name)
def test_a_class_absent_from_the_fit_rows_stays_in_its_column(entry, absent):
    x, signal = rows()
    y = np.digitize(signal, np.quantile(signal, [0.25, 0.5, 0.75]))
    here = y != absent
    estimator = fitted(entry, "multiclass", x[here], y[here], 4)
    expected, answered = estimator.output(x), scorer_of(estimator, 4).output(x)
    assert answered.shape == (len(x), 4)
    assert answered == pytest.approx(expected, abs=1e-6)
    assert answered.sum(axis=1) == pytest.approx(1, abs=1e-6)


def test_a_regressor_without_support_vectors():
    from sklearn.svm import SVR

    x, _ = rows()
    model = SVR(epsilon=10).fit(x, np.ones(len(x)))
    assert len(model.support_) == 0
    assert load_scorer(*dump_estimator(model), Shape(P, 1)).output(x) == pytest.approx(model.intercept_[0])


def test_other_estimators_of_scikit_learn():
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
    from sklearn.linear_model import ElasticNet, Lasso, Ridge
    from sklearn.neighbors import KNeighborsRegressor

    x, signal = rows()
    for model in (
        Ridge(),
        Lasso(alpha=0.01),
        ElasticNet(alpha=0.01),
        ExtraTreesRegressor(5),
        KNeighborsRegressor(metric="manhattan"),
    ):
        stored = load_scorer(*dump_estimator(model.fit(x, signal)), Shape(P, 1))
        assert stored.output(x) == pytest.approx(model.predict(x), abs=1e-9), model
    y = (signal > 1).astype(int)
    model = ExtraTreesClassifier(5).fit(x, y)
    assert load_scorer(*dump_estimator(model), Shape(P, 2)).output(x) == pytest.approx(
        model.predict_proba(x), abs=1e-12
    )


def test_trees_answer_missing_cells_as_scikit_learn_does():
    from sklearn.ensemble import RandomForestRegressor

    x, signal = rows(200)
    x[np.random.default_rng(1).random(x.shape) < 0.2] = np.nan
    model = RandomForestRegressor(10, random_state=0).fit(x, signal)
    stored = load_scorer(*dump_estimator(model), Shape(P, 1))
    assert stored.output(x) == pytest.approx(model.predict(x), abs=1e-12)
    assert stored.output(x[:1]) == pytest.approx(model.predict(x[:1]), abs=1e-12)


def test_strangers_are_not_stored():
    with pytest.raises(TypeError):
        dump_estimator(object())


@pytest.mark.parametrize("name", ["random_forest", "hist_gradient_boosting", "catboost", "lightgbm", "xgboost"])
def test_the_same_fit_gives_the_same_bytes(name):
    entry = next(entry for entry in ALGORITHMS if entry.name == name)
    x, signal = rows()
    first, second = (dump_estimator(fitted(entry, "regression", x, signal, 0).fitted) for _ in range(2))
    assert first == second
