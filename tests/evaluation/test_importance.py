"""Permutation importance: what helps is large, what does not is about zero; in time, and twice the same."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from hanpan.business.metrics import metric
from hanpan.evaluation.importance import Shuffles, permutation_importance


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    random = np.random.default_rng(0)
    return pd.DataFrame({name: random.normal(size=400) for name in ("strong", "weak", "noise")})


def value_model(frame: pd.DataFrame):
    y = (3 * frame["strong"] + 0.8 * frame["weak"]).to_numpy() + np.random.default_rng(1).normal(0, 0.5, len(frame))
    return RandomForestRegressor(30, random_state=0).fit(frame[:200], y[:200]), y


def test_columns_in_the_order_of_their_worth(frame) -> None:
    model, y = value_model(frame)
    found = permutation_importance(model.predict, frame[200:], y[200:], metric("rmse"))
    assert [item.column for item in found] == ["strong", "weak", "noise"]
    by_name = {item.column: item for item in found}
    assert by_name["strong"].mean > 1.5
    assert abs(by_name["noise"].mean) < 0.05
    assert all(item.low <= item.mean <= item.high for item in found)


@pytest.mark.parametrize("name", ["auc", "log_loss", "accuracy"])
def test_positive_is_helpful_whatever_the_direction(frame, name: str) -> None:
    y = (frame["strong"] + 0.3 * np.random.default_rng(2).normal(size=400) > 0).to_numpy().astype(int)
    model = RandomForestClassifier(30, min_samples_leaf=5, random_state=0).fit(frame[:200], y[:200])
    found = permutation_importance(model.predict_proba, frame[200:], y[200:], metric(name))
    assert found[0].column == "strong"
    assert found[0].mean > 0.2
    assert all(abs(item.mean) < 0.05 for item in found[1:])


def test_the_same_seed_gives_the_same(frame) -> None:
    model, y = value_model(frame)
    first, second, other = (
        permutation_importance(model.predict, frame[200:], y[200:], metric("mae"), shuffles=Shuffles(2, seed))
        for seed in (1, 1, 2)
    )
    assert first == second
    assert first != other


@pytest.mark.parametrize(("asked", "columns"), [(0, 0), (2, 2), (4, 3)])
def test_time_is_kept(frame, asked: int, columns: int) -> None:
    """What was not reached is absent; a column reached once is there."""
    model, y = value_model(frame)
    left = iter([False] * asked + [True])
    found = permutation_importance(model.predict, frame[200:], y[200:], metric("rmse"), out_of_time=lambda: next(left))
    assert len(found) == columns


def test_categories_keep_their_kind_and_the_table_is_untouched() -> None:
    frame = pd.DataFrame({"c": pd.Categorical(["a", "b"] * 40), "d": pd.date_range("2024", periods=80), "n": 1.0})
    before = frame.copy()
    seen = []

    def output(rows: pd.DataFrame) -> np.ndarray:
        seen.append(tuple(map(str, rows.dtypes)))
        return (rows["c"] == "a").to_numpy(dtype=float)

    found = permutation_importance(output, frame, (frame["c"] == "a").to_numpy(dtype=float), metric("mae"))
    assert found[0].column == "c"
    assert set(seen) == {tuple(map(str, before.dtypes))}
    pd.testing.assert_frame_equal(frame, before)


def test_a_metric_that_is_not_defined_explains_nothing(frame) -> None:
    model, _ = value_model(frame)
    assert permutation_importance(model.predict, frame[:5], np.zeros(5), metric("mape")) == []


def test_what_is_promising_comes_first_when_time_is_short(frame) -> None:
    model, y = value_model(frame)
    left = iter([False, True])
    order = ["noise", "strong", "weak"]
    judge = metric("rmse")
    found = permutation_importance(
        model.predict, frame[200:], y[200:], judge, columns=order, out_of_time=lambda: next(left)
    )
    assert [item.column for item in found] == ["noise"]
