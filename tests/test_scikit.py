"""BoardClassifier and BoardRegressor keep scikit-learn's contract."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris, make_classification
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks

import hanpan
from hanpan.foundation.texts import has_text

CLASSIFIER = hanpan.BoardClassifier(trials=2, algorithms=("logistic_regression",), random_state=0)
REGRESSOR = hanpan.BoardRegressor(trials=2, algorithms=("linear_regression",), random_state=0)
VALUED = clone(REGRESSOR).set_params(value={"over": 1, "under": 1})


@parametrize_with_checks([CLASSIFIER, REGRESSOR, VALUED])
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


def _customers(n=120):
    rng = np.random.default_rng(5)
    table = pd.DataFrame(
        {
            "age": rng.integers(18, 80, n).astype(float),
            "city": rng.choice(["Seoul", "Busan", "Daegu"], n),
            "plan": pd.Categorical(rng.choice(["a", "b"], n)),
            "since": pd.date_range("2020-01-01", periods=n).to_numpy(),
        }
    )
    table.loc[::9, "age"] = np.nan
    table.loc[::11, "city"] = None
    return table, np.where((table["city"] == "Seoul") ^ (rng.random(n) < 0.1), "stay", "leave")


@pytest.mark.parametrize("library", [pd.DataFrame, pl.from_pandas])
def test_words_categories_dates_and_gaps_need_no_encoder_before(library):
    table, y = _customers()
    model = hanpan.BoardClassifier(trials=3, algorithms=("decision_tree", "logistic_regression"), random_state=0)
    model.fit(library(table), y)
    assert model.score(library(table), y) > 0.8
    assert model.n_features_in_ == 4
    assert list(model.feature_names_in_) == list(table.columns)


def test_tables_with_words_in_a_pipeline_and_cross_validation():
    table, y = _customers()
    model = hanpan.BoardClassifier(trials=2, algorithms=("decision_tree",), random_state=0)
    assert cross_val_score(make_pipeline(model), table, y, cv=3).mean() > 0.7
    other = table.rename(columns={"city": "town"})
    with pytest.raises(ValueError, match="city"):
        model.fit(table, y).predict(other)


@pytest.mark.parametrize(
    ("wish", "key"),
    [
        ({"trials": "x"}, "option_number"),
        ({"metric": "rmse"}, "metric_unfit"),
        ({"algorithms": ("xgb",)}, "unknown_algorithm"),
    ],
)
def test_a_wrong_setting_is_told_in_words(wish, key):
    x, y = load_iris(return_X_y=True)
    with pytest.raises(hanpan.HanpanError) as refused:
        hanpan.BoardClassifier(**wish).fit(x, y)
    assert refused.value.key == key


CALLS = [[0, -20], [-100, 80]]  # a stayer called costs 20, a leaver missed 100, a leaver called brings 80


def _leavers(n=500, seed=0):
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, 2))
    return x, (random.random(n) < 1 / (1 + np.exp(-(1.5 * x[:, 0] - 1.5)))).astype(int)


@pytest.mark.parametrize(
    ("names", "value"),
    [
        ((0, 1), CALLS),
        ((0.0, 1.0), {0: {0: 0, 1: -20}, 1: {0: -100, 1: 80}}),
        (("stay", "leave"), {"gain": {"stay": {"stay": 0, "leave": -20}, "leave": {"stay": -100, "leave": 80}}}),
    ],
)
def test_the_decision_that_pays_best(names, value):
    x, y = _leavers()
    fresh, came = _leavers(2000, seed=1)
    plain = clone(CLASSIFIER).fit(x, np.array(names)[y])
    paid = clone(CLASSIFIER).set_params(value=value).fit(x, np.array(names)[y])
    earned = {
        model: np.array(CALLS)[came, (model.predict(fresh) == names[1]).astype(int)].mean() for model in (plain, paid)
    }
    assert earned[paid] > earned[plain] + 5
    assert np.array_equal(paid.predict_proba(fresh), plain.predict_proba(fresh))
    assert set(paid.predict(fresh)) == set(names)


def test_numbers_move_to_where_they_cost_least():
    x, y = load_diabetes(return_X_y=True)
    plain, high = clone(REGRESSOR).fit(x, y), clone(REGRESSOR).set_params(value={"over": 1, "under": 9}).fit(x, y)
    assert (y <= plain.predict(x)).mean() == pytest.approx(0.5, abs=0.1)
    assert (y <= high.predict(x)).mean() == pytest.approx(0.9, abs=0.05)
    assert high.decision_.corrects


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ([[1, 0]], "value_shape"),
        ("much", "value_shape"),
        ({"gain": 3}, "value_shape"),
        ({"gian": {}, "nothing": "0"}, "value_key"),
        ({"amount": "price", "gain": CALLS}, "value_key"),
        ({0: {0: 1}, 1: {0: 0, 1: 0}}, "value_gain_missing"),
        ({0: {0: 1, 7: 1}, 1: {0: 0, 1: 0}}, "value_label_unknown"),
        ({"over": 1, "under": 2}, "value_for_regression"),
    ],
)
def test_a_wrong_value_is_told_in_words(value, key):
    x, y = _leavers(60)
    with pytest.raises(hanpan.HanpanError) as refused:
        clone(CLASSIFIER).set_params(value=value).fit(x, y)
    assert refused.value.key == key
    assert str(refused.value)


def test_a_budget_takes_the_place_of_a_number_of_trials():
    x, y = load_iris(return_X_y=True)
    model = hanpan.BoardClassifier(budget=10, algorithms=("baseline",), random_state=0).fit(x, y)
    assert len(model.board_.ranked) >= 1
    assert model.predict(x).shape == (150,)
    assert hanpan.BoardClassifier(budget="10s", algorithms=("baseline",), random_state=0).fit(x, y).board_.rows


@pytest.mark.parametrize(("given", "told"), [({"budget": 60, "trials": 2}, "trials"), ({"budget": 3}, "10")])
def test_a_budget_and_trials_at_once_or_too_short_a_budget_are_refused(given, told):
    x, y = load_iris(return_X_y=True)
    with pytest.raises(ValueError, match=told) as refused:
        hanpan.BoardClassifier(**given).fit(x, y)
    assert "budget" in str(refused.value)


def test_without_either_eight_candidates_are_tried():
    x, y = load_diabetes(return_X_y=True)
    names = ("linear_regression", "decision_tree")
    model = hanpan.BoardRegressor(algorithms=names, random_state=0).fit(x, y)
    assert len(model.board_.trials) == 8


def test_the_chosen_row_is_fitted_though_another_is_first():
    """Here one model leads the board, but picking one model on other folds does worse than the ensemble."""
    x, y = make_classification(120, 6, random_state=0, flip_y=0.3)
    names = ("decision_tree", "k_neighbors", "logistic_regression")
    model = hanpan.BoardClassifier(trials=4, algorithms=names, random_state=0).fit(x, y)
    assert model.board_.ranked[0].algorithm != "ensemble"
    assert model.board_.chosen == "ensemble"
    assert len(model.model_.parts) == len(model.board_.winner.members)


def test_what_the_number_of_trials_did_not_reach_is_not_called_out_of_time():
    x, y = load_iris(return_X_y=True)
    names = ("logistic_regression", "decision_tree", "svm")
    board = hanpan.BoardClassifier(trials=2, algorithms=names, random_state=0).fit(x, y).board_
    (left,) = [row for row in board.rows if row.algorithm == "svm"]
    assert (left.note, left.untried) == ("not_counted", True)
    assert has_text(f"board.note.{left.note}", "ko")


def test_rare_classes_are_learnt_as_asked_and_their_chances_are_right():
    random = np.random.default_rng(0)
    y = (np.arange(300) < 30).astype(int)
    x = random.normal(size=(300, 3)) + y[:, None]
    wanted = {"trials": 2, "algorithms": ("logistic_regression",), "random_state": 0}
    model = hanpan.BoardClassifier(**wanted, balance=("weights",)).fit(x, y)
    assert [row.balance for row in model.board_.ranked if row.algorithm == "logistic_regression"] == ["weights"]
    assert abs(model.predict_proba(x)[:, 1].mean() - 0.1) < 0.02
