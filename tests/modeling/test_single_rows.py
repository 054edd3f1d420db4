"""Boosters answer a row by itself without their library's way for many rows, and the same."""

import pickle

import catboost
import lightgbm
import numpy as np
import pytest

from hanpan.modeling.estimators.cat import with_text_codes
from hanpan.modeling.storage import Shape
from hanpan.modeling.storage.boosters import cat, lgb

N = 400


def rows(categorical, n=N, seed=0):
    """Numbers, codes of categories (in new rows some that no fit row had), missing cells."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, 6)) * (1 + seed)
    for column, levels in zip(categorical, (3, 7, 40), strict=False):
        x[:, column] = random.integers(0, levels + 5 * seed, n)
    x[random.random(x.shape) < 0.05] = np.nan
    return x


def targets(x, classes):
    score = np.nan_to_num(x[:, 0]) + np.nan_to_num(x[:, 5]) % 3 * (np.nan_to_num(x[:, 4]) > 1)
    return score if classes == 1 else np.digitize(score, np.quantile(score, np.arange(1, classes) / classes))


CAT = [
    (1, (), {}),
    (2, (3, 4, 5), {}),
    (3, (4, 5), {}),
    (2, (4, 5), {"one_hot_max_size": 20}),
    (2, (3, 5), {"nan_mode": "Max", "depth": 8}),
    (2, (3, 4, 5), {"iterations": 60, "depth": 6, "one_hot_max_size": 4, "max_ctr_complexity": 4}),  # with numbers
    (1, (4, 5), {"simple_ctr": ["Borders", "Counter"], "combinations_ctr": ["Counter"]}),
]


@pytest.mark.parametrize(("classes", "categorical", "more"), CAT)
def test_catboost_answers_a_row_alone_as_among_others(classes, categorical, more):
    x = rows(categorical)
    loss = {1: "RMSE", 2: "Logloss", 3: "MultiClass"}[classes]
    told = {"iterations": 25, "loss_function": loss, "verbose": 0, "thread_count": 1, "allow_writing_files": False}
    pool = catboost.Pool(with_text_codes(x, categorical), targets(x, classes), cat_features=list(categorical))
    model = catboost.CatBoost({**told, **more}).fit(pool)
    scorer = cat.load(cat.dump(model), Shape(6, classes, categorical))
    assert scorer._of_row is not None, "it is not asked without the library"
    new = rows(categorical, 100, seed=1)
    assert np.concatenate([scorer.output(row[None]) for row in new]) == pytest.approx(scorer.output(new), abs=1e-9)
    copied = pickle.loads(pickle.dumps(scorer))
    assert copied.output(new[:1]) == pytest.approx(scorer.output(new[:1]), abs=1e-9)


@pytest.mark.parametrize("classes", [1, 2, 3])
def test_lightgbm_answers_a_row_alone_as_among_others(classes):
    x = rows((4, 5))
    objective = {1: "regression", 2: "binary", 3: "multiclass"}[classes]
    told = {"objective": objective, "verbose": -1, "num_threads": 1} | ({"num_class": 3} if classes == 3 else {})
    booster = lightgbm.train(told, lightgbm.Dataset(x, targets(x, classes), categorical_feature=[4, 5]), 25)
    scorer = lgb.load(lgb.dump(booster), Shape(6, classes, (4, 5)))
    new = rows((4, 5), 100, seed=1)
    assert np.concatenate([scorer.output(row[None]) for row in new]) == pytest.approx(scorer.output(new), abs=1e-12)
