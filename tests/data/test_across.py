"""Columns together: missing patterns, associations, inflation, drift and likeness, beside other people's numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hand_tables import classification, clean_frame, dataset, regression
from scipy import stats

from hanpan.data.across.grouping import likeness
from hanpan.data.across.inflation import inflation
from hanpan.data.across.looking import look_across
from hanpan.data.across.record import Across, MissingPattern
from hanpan.data.across.related import association, related
from hanpan.data.values import CodedColumn, Values


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(21)


def across(table, rows: np.ndarray | None = None) -> Across:
    values = Values(table[0])
    problem = table[1] if len(table) > 1 else None
    features = [c for c in values.features if problem is None or c.name not in (problem.group, problem.time)]
    return look_across(values, problem, np.arange(len(table[0].frame)) if rows is None else rows, features)


def test_missing_cells_are_told_by_pattern():
    frame = pd.DataFrame({"a": np.arange(20.0), "b": np.arange(20.0), "c": ["x", "y"] * 10})
    frame.loc[:7, ["a", "b"]] = np.nan
    frame.loc[8, "c"] = None
    told = across((dataset(frame),)).missing
    assert told.columns == ["a", "b", "c"]
    assert told.patterns == [
        MissingPattern(missing=[], rows=11),
        MissingPattern(missing=[0, 1], rows=8),
        MissingPattern(missing=[2], rows=1),
    ]
    assert (told.complete, told.rest) == (11, 0)
    assert [(one.first, one.second) for one in told.together] == [("b", "a")]
    assert across((dataset(frame[["c"]].fillna("x").assign(d=1.0)),)).missing is None


def test_each_pair_of_kinds_has_its_measure(rng):
    x, group = rng.normal(size=3000), rng.integers(0, 3, 3000)
    codes = CodedColumn(group, list("abc"))
    assert association(x, 2 * x + 1) == ("r", pytest.approx(1))
    y = x + rng.normal(size=3000)
    assert association(x, -y)[1] == pytest.approx(-stats.pearsonr(x, y).statistic)
    measure, ratio = association(codes, x + group)
    assert measure == "ratio"
    assert ratio == pytest.approx(np.sqrt((2 / 3) / (2 / 3 + 1)), abs=0.03)
    assert association(codes, CodedColumn((group + 1) % 3, list("pqr"))) == ("v", pytest.approx(1))
    assert association(codes, CodedColumn(rng.integers(0, 2, 3000), list("pq")))[1] < 0.05
    assert association(np.ones(50), x[:50]) == ("r", 0.0)


def test_close_columns_stand_side_by_side(rng):
    base = rng.normal(size=(400, 3))
    frame = pd.DataFrame({f"{name}{k}": base[:, k] + 0.1 * rng.normal(size=400) for name in "ab" for k in range(3)})
    told = related(Values(dataset(frame)), dataset(frame).schema.columns)
    assert {frozenset(told.names[k : k + 2]) for k in (0, 2, 4)} == {frozenset((f"a{k}", f"b{k}")) for k in range(3)}
    assert np.array(told.matrix) == pytest.approx(np.array(told.matrix).T)
    assert {frozenset((one.first, one.second)) for one in told.pairs[:3]} == {
        frozenset((f"a{k}", f"b{k}")) for k in range(3)
    }


def test_inflation_is_that_of_statsmodels(rng):
    import statsmodels.api as sm
    from statsmodels.stats.outliers_influence import variance_inflation_factor

    frame = pd.DataFrame(rng.normal(size=(300, 4)), columns=list("abcd"))
    frame["e"] = frame["a"] + frame["b"] + 0.5 * rng.normal(size=300)
    told = {one.name: one for one in inflation(Values(dataset(frame)), dataset(frame).schema.columns)}
    design = sm.add_constant(frame).to_numpy()
    for place, name in enumerate(frame, start=1):
        assert told[name].vif == pytest.approx(variance_inflation_factor(design, place), rel=1e-4)
    exact = dataset(frame.assign(f=frame["a"] - frame["b"]))
    first = inflation(Values(exact), exact.schema.columns)[0]
    assert first.vif is None


def test_likeness_is_that_of_a_mixed_model(rng):
    groups = np.repeat(np.arange(60), rng.integers(2, 9, 60))
    y = rng.normal(size=60)[groups] + rng.normal(size=len(groups))
    found = likeness(y, groups)
    import statsmodels.formula.api as smf

    fit = smf.mixedlm("y ~ 1", pd.DataFrame({"y": y, "g": groups}), groups="g").fit()
    between = float(fit.cov_re.iloc[0, 0])
    assert found.icc == pytest.approx(between / (between + fit.scale), abs=0.04)
    assert found.low < 0.5 < found.high
    parts = [y[groups == k] for k in range(60)]
    assert found.p == pytest.approx(stats.f_oneway(*parts).pvalue)


def test_drift_looks_at_the_target_on_development_rows_only(rng):
    frame = clean_frame(rng, 400).assign(when=pd.date_range("2023-01-01", periods=400), y=rng.normal(size=400))
    frame["score"] += np.linspace(0, 4, 400)
    hidden = np.arange(400) % 4 == 0
    frame.loc[hidden, "y"] += np.linspace(0, 50, 400)[hidden]
    told = across(regression(frame, "y"), np.flatnonzero(~hidden)).drift
    assert (told.time, told.given, len(told.starts)) == ("when", False, 10)
    target, strongest = told.columns[:2]
    assert (target.name, strongest.name) == ("y", "score")
    assert target.low < 0.2
    assert strongest.low > 0.5
    assert strongest.series[0] < strongest.series[-1] - 2
    whole = across(regression(frame, "y")).drift.columns[0]
    assert whole.low > target.low
    assert whole.series[-1] > target.series[-1] + 5


def test_a_group_on_the_card_is_described(rng):
    household = np.repeat([f"h{k}" for k in range(80)], 4)
    frame = pd.DataFrame({"household": household, "x": rng.normal(size=320)})
    frame["y"] = np.where(np.repeat(rng.normal(size=80), 4) + 0.3 * rng.normal(size=320) > 0, "yes", "no")
    data, problem = classification(frame, "y")
    told = across((data, replace(problem, group="household"))).grouping
    assert (told.groups, told.smallest, told.median, told.largest) == (80, 4, 4, 4)
    assert told.target.low > 0.5
    assert told.columns[0].low < 0.1
