"""Partial dependence and ICE, against hand-computed cases and scikit-learn."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.inspection import partial_dependence

from hanpan.data.schema import Column
from hanpan.insights.contributions.work import explained, rows_worth_explaining
from hanpan.insights.dependence.work import dependence
from hanpan.modeling.fitted.contributions import Contributions

X = Column(name="x", kind="number")


def frame(n=60, seed=0):
    random = np.random.default_rng(seed)
    table = pd.DataFrame({"x": random.normal(size=n), "z": random.normal(size=n)})
    table["c"] = pd.Series(random.choice(["one", "two"], n), dtype="str")
    return table


def test_a_sum_has_parallel_lines_and_its_own_slope():
    table = frame()
    told = dependence(lambda rows: (3 * rows["x"] + rows["z"]).to_numpy(), table, X, ())
    assert np.diff(told.means[0]) / np.diff(told.grid) == pytest.approx(3, abs=1e-3)
    assert all(curve == pytest.approx(told.means[0], abs=1e-4) for curve in told.curves[0])
    assert told.against == [0]
    assert told.reach == pytest.approx(3 * (told.grid[-1] - told.grid[0]), rel=1e-4)


def test_an_interplay_is_seen_in_single_rows():
    table = frame(400)
    told = dependence(lambda rows: (rows["x"] * (rows["z"] + 0.1)).to_numpy(), table, X, ())
    assert told.against[0] == pytest.approx(0.45, abs=0.1)
    assert told.reach < 0.5


def test_it_agrees_with_scikit_learn():
    random = np.random.default_rng(3)
    x = random.integers(0, 10, size=(150, 2)).astype(float)
    model = GradientBoostingRegressor(n_estimators=20, random_state=0).fit(x, x[:, 0] ** 2 + x[:, 1])
    table = pd.DataFrame(x, columns=["x", "z"])
    told = dependence(lambda rows: model.predict(rows[["x", "z"]].to_numpy()), table, X, ())
    theirs = partial_dependence(model, x, [0], method="brute", kind="average")
    assert told.grid == theirs["grid_values"][0].tolist()
    assert told.means[0] == pytest.approx(theirs["average"][0], rel=1e-5)


def test_levels_are_asked_in_their_order_and_two_classes_are_one_answer():
    table, column = frame(), Column(name="c", kind="ordered", categories=("two", "one"))
    told = dependence(lambda rows: np.column_stack([rows["c"] == "one", rows["c"] == "two"]), table, column, ("n", "p"))
    assert (told.levels, told.outputs) == (["two", "one"], ["p"])
    assert told.means == [[1.0, 0.0]]


def test_more_classes_have_a_line_each():
    def thirds(rows):
        return np.tile([0.2, 0.3, 0.5], (len(rows), 1))

    told = dependence(thirds, frame(), X, ("a", "b", "c"))
    assert (len(told.means), [len(curves) for curves in told.curves]) == (3, [10, 10, 10])


def test_of_many_classes_those_asked_for_have_their_single_rows():
    def by_x(rows):
        up = 1 / (1 + np.exp(-rows["x"].to_numpy()))
        return np.column_stack([up / 2, (1 - up) / 2, up / 2, (1 - up) / 2])

    told = dependence(by_x, frame(), X, tuple("abcd"), shown=[0, 3])
    assert told.outputs == ["a", "d"]
    assert told.means[0] == sorted(told.means[0])
    assert told.means[1] == sorted(told.means[1], reverse=True)
    assert told.against == [0, 0]
    for curves, mean in zip(told.curves, told.means, strict=True):
        assert all(curve == pytest.approx(mean) for curve in curves)


@pytest.mark.parametrize("cells", [["a"] * 60, [f"T{i}" for i in range(60)]])
def test_what_has_nothing_to_compare_is_left_out(cells):
    table = frame().assign(c=pd.Series(cells, dtype="str"))
    assert dependence(lambda rows: rows["x"].to_numpy(), table, Column(name="c", kind="category"), ()) is None


def test_rows_worth_explaining():
    from hanpan.business.problem import Problem

    y, output = np.array([1.0, 2, 3, 4, 50]), np.array([1.1, 2, 9, 3.9, 20])
    numbers = Problem(target="y", task="regression", metric="rmse")
    assert rows_worth_explaining(numbers, y, output) == {"typical": 3, "highest": 4, "wrong": 4}
    classes = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    p = np.array([0.4, 0.9, 0.8, 0.3])
    found = rows_worth_explaining(classes, np.array([0, 1, 0, 1]), np.column_stack([1 - p, p]))
    assert found == {"typical": 0, "highest": 1, "wrong": 2}


def test_small_shares_are_told_together_and_all_add_up():
    names = tuple("abcd")
    found = Contributions(names, np.array([[2.0, -1.0, 0.001, 0.002]]), 5.0, "value", "", exact=True)
    row = explained("typical", pd.DataFrame([[1.0, 2.0, np.nan, 3.0]], columns=list(names)), 7, (6.0, 6.003), found)
    assert [one.column for one in row.shares] == ["a", "b"]
    assert row.base + sum(one.share for one in row.shares) + row.rest == pytest.approx(row.answer)
    assert (row.others, row.probability) == (2, None)
