"""One row through flat trees is the same row in a table, and what the library itself answers."""

import numpy as np
import pytest

from hanpan.modeling.storage import hist
from hanpan.modeling.storage.base import Shape
from hanpan.modeling.storage.boosters import xgb
from hanpan.modeling.storage.forest import dump_boosted, dump_forest, load_boosted, load_forest

COLUMNS, CATEGORIES = 6, (4, 5)


def rows(n: int = 400) -> np.ndarray:
    """Numbers with gaps and ties, two columns of category codes with gaps."""
    random = np.random.default_rng(0)
    x = np.round(random.normal(size=(n, COLUMNS)), 1)
    x[:, CATEGORIES[0]], x[:, CATEGORIES[1]] = random.integers(0, 40, n), random.integers(0, 5, n)
    x[random.random(x.shape) < 0.05] = np.nan
    return x


def target(x: np.ndarray, outputs: int) -> np.ndarray:
    signal = np.nan_to_num(x[:, 0] + x[:, 1] * x[:, 2] + np.isin(x[:, CATEGORIES[0]], (3, 7, 21, 30)))
    cuts = np.quantile(signal, np.linspace(0, 1, outputs + 1)[1:-1])
    return 1000 * signal if outputs == 1 else np.digitize(signal, cuts)


@pytest.mark.parametrize("outputs", [1, 2, 4])
@pytest.mark.parametrize("growing", ["depthwise", "lossguide"])
def test_xgboost(outputs: int, growing: str) -> None:
    import xgboost

    x, shape = rows(), Shape(COLUMNS, outputs, CATEGORIES)
    types = ["c" if i in CATEGORIES else "q" for i in range(COLUMNS)]
    data = xgboost.DMatrix(x, target(x, outputs), feature_types=types, enable_categorical=True)
    objective = {1: "reg:squarederror", 2: "binary:logistic"}.get(outputs, "multi:softprob")
    told = {"objective": objective, "grow_policy": growing, "max_depth": 7, "nthread": 1, "tree_method": "hist"}
    booster = xgboost.train(told | ({"num_class": outputs} if outputs > 2 else {}), data, 30)
    scorer = xgb.load(xgb.dump(booster), shape)
    assert scorer._of_row is not None
    fresh = odd_rows(rows(200)[100:])
    each = np.concatenate([scorer.output(row[None]) for row in fresh])
    np.testing.assert_allclose(each, scorer.output(fresh), rtol=2e-6, atol=1e-6)


def test_xgboost_with_more_categories_than_a_set_holds() -> None:
    import xgboost

    random = np.random.default_rng(1)
    x = np.column_stack([random.integers(0, 400, 2000).astype(float), random.normal(size=2000)])
    data = xgboost.DMatrix(x, (x[:, 0] % 7 > 3).astype(float), feature_types=["c", "q"], enable_categorical=True)
    booster = xgboost.train({"objective": "binary:logistic", "nthread": 1, "max_cat_to_onehot": 1}, data, 5)
    scorer = xgb.load(xgb.dump(booster), Shape(2, 2, (0,)))
    each = np.concatenate([scorer.output(row[None]) for row in x[:50]])
    np.testing.assert_allclose(each, scorer.output(x[:50]), atol=1e-6)


def odd_rows(x: np.ndarray) -> np.ndarray:
    """Gaps in every column, codes never seen, values at a split."""
    odd = np.repeat(x[:1], 5, axis=0)
    odd[0], odd[1], odd[2], odd[3] = np.nan, 0.0, -1.0, 500.0
    return np.concatenate([x, odd])


@pytest.mark.parametrize("outputs", [1, 2, 4])
def test_scikit_learn(outputs: int) -> None:
    from sklearn import ensemble

    x, shape = rows(), Shape(COLUMNS, outputs, CATEGORIES)
    y, filled, kind = target(x, outputs), np.nan_to_num(x), "Regressor" if outputs == 1 else "Classifier"
    boosted = getattr(ensemble, f"HistGradientBoosting{kind}")(categorical_features=CATEGORIES, max_iter=30).fit(x, y)
    forest = getattr(ensemble, f"RandomForest{kind}")(n_estimators=20, random_state=0).fit(filled, y)
    plain = getattr(ensemble, f"GradientBoosting{kind}")(n_estimators=20, random_state=0).fit(filled, y)
    for scorer, told in (
        (hist.load(hist.dump(boosted), shape), x),
        (load_forest(dump_forest(forest), shape), filled),
        (load_boosted(dump_boosted(plain), shape), filled),
    ):
        each = np.concatenate([scorer.output(row[None]) for row in told[:60]])
        np.testing.assert_allclose(each, scorer.output(told[:60]), rtol=1e-12)
