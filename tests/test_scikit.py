"""BoardClassifier and BoardRegressor keep scikit-learn's contract."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris
from sklearn.utils.estimator_checks import parametrize_with_checks

import hanpan

CLASSIFIER = hanpan.BoardClassifier(trials=2, algorithms=("logistic_regression",), random_state=0)
REGRESSOR = hanpan.BoardRegressor(trials=2, algorithms=("linear_regression",), random_state=0)


@parametrize_with_checks([CLASSIFIER, REGRESSOR])
def test_scikit_learns_own_checks(estimator, check):
    check(estimator)


def test_the_board_and_labels_of_any_type():
    x, y = load_iris(return_X_y=True)
    names = np.array(["one", "two", "three"])[y]
    model = hanpan.BoardClassifier(trials=4, random_state=1).fit(x, names)
    assert set(model.predict(x)) == {"one", "two", "three"}
    assert model.predict_proba(x).shape == (150, 3)
    assert np.allclose(model.predict_proba(x).sum(axis=1), 1)
    assert len(model.board_) >= 4


def test_missing_numbers_are_welcome_and_two_fits_agree():
    x, y = load_diabetes(return_X_y=True)
    x[::7, 3] = np.nan
    model = hanpan.BoardRegressor(trials=3, random_state=1)
    first, second = clone(model).fit(x, y), clone(model).fit(x, y)
    assert np.array_equal(first.predict(x), second.predict(x))
    assert first.score(x, y) > 0.3


@pytest.mark.parametrize("workers", [0, 1])
def test_workers_do_not_change_the_board(workers):
    x, y = load_iris(return_X_y=True)
    model = hanpan.BoardClassifier(trials=2, workers=workers, algorithms=("decision_tree",), random_state=3).fit(x, y)
    scores = [row.score for row in model.board_.rows]
    reference = hanpan.BoardClassifier(trials=2, workers=0, algorithms=("decision_tree",), random_state=3).fit(x, y)
    assert scores == [row.score for row in reference.board_.rows]
