"""Nothing outside the fit rows, and no row's own target, reaches what is learnt."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hanpan.data.schema import Column, Schema
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.preparer import build

NEEDS = (Needs(), Needs(complete=False, dummies=False), Needs(independent=True, drop_first=True), Needs(scaled=True))


@pytest.mark.parametrize("needs", NEEDS)
def test_rows_outside_the_fit_rows_change_nothing(shop: pd.DataFrame, schema: Schema, needs: Needs) -> None:
    fit, y = np.arange(250), shop["y"].to_numpy()
    other = shop.copy()
    other.loc[250:, ["age", "pay"]] = 1e9
    other.loc[250:, ["city", "branch", "review"]] = "elsewhere"
    recipe = plan(schema, needs, n_rows=400, task="regression")
    told = []
    for frame in (shop, other):
        preparer = build(recipe, schema)
        x = preparer.fit_transform(frame.iloc[fit], y[fit])
        told.append((x, preparer.transform(shop), preparer.feature_names_))
    assert np.array_equal(told[0][0], told[1][0], equal_nan=True)
    assert np.array_equal(told[0][1], told[1][1], equal_nan=True)
    assert told[0][2] == told[1][2]


def _noise(seed: int, n: int = 1500) -> tuple[pd.DataFrame, Schema, np.ndarray]:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({"shop": pd.Series([f"s{i}" for i in random.integers(0, 400, n)], dtype="str")})
    return frame, Schema(columns=(Column(name="shop", kind="category", n_distinct=400),)), random.normal(size=n)


def test_many_levels_of_pure_noise_give_no_training_signal() -> None:
    seen = []
    for seed in range(5):
        frame, schema, y = _noise(seed)
        preparer = build(plan(schema, Needs(), n_rows=1500, task="regression"), schema)
        x = preparer.fit_transform(frame.iloc[:1000], y[:1000])
        names = list(preparer.feature_names_)
        assert "shop:target" in names
        column = names.index("shop:target")
        naive = preparer.transform(frame.iloc[:1000])[:, column]
        seen.append(
            (
                np.corrcoef(x[:, column], y[:1000])[0, 1],
                np.corrcoef(preparer.transform(frame.iloc[1000:])[:, column], y[1000:])[0, 1],
                np.corrcoef(naive, y[:1000])[0, 1],
            )
        )
    crossed, held_out, naive_mean = np.mean(seen, axis=0)
    assert naive_mean > 0.4  # what fit and then transform would have promised
    assert abs(crossed) < 0.1
    assert abs(held_out) < 0.1


def test_no_row_sees_its_own_target() -> None:
    frame, schema, y = _noise(0, 300)
    recipe = plan(schema, Needs(), n_rows=300, task="regression")
    changed = y.copy()
    changed[17] += 100.0
    before, after = (build(recipe, schema).fit_transform(frame, values)[17] for values in (y, changed))
    assert np.array_equal(before, after)


def test_levels_that_matter_are_found() -> None:
    random = np.random.default_rng(0)
    levels = random.integers(0, 60, 3000)
    frame = pd.DataFrame({"shop": pd.Series([f"s{i}" for i in levels], dtype="str")})
    y = random.normal(size=60)[levels] + 0.3 * random.normal(size=3000)
    schema = Schema(columns=(Column(name="shop", kind="category", n_distinct=60),))
    preparer = build(plan(schema, Needs(), n_rows=2000, task="regression"), schema).fit(frame[:2000], y[:2000])
    assert np.corrcoef(preparer.transform(frame[2000:])[:, 0], y[2000:])[0, 1] > 0.9
