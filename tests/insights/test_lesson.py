"""One node learning on a table: what is watched is what happens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from hanpan.insights.lesson.work import UPDATES, lesson, lesson_of_classes, strongest
from hanpan.modeling.networks.plain.walk import walk_through

_RANDOM = np.random.default_rng(0)
X, OTHER, NOISE, CHANCE = _RANDOM.normal(20, 5, 120), *_RANDOM.normal(size=(2, 120)), _RANDOM.random(120)


def test_a_line_is_learnt_in_thirty_updates_and_rates_fail_as_told() -> None:
    y = 3 * X - 7 + NOISE
    found = lesson({"other": OTHER, "x": X}, y)
    assert found is not None
    assert (found.column, found.kind, found.rows) == ("x", "linear", 120)
    assert len(found.weights) == UPDATES + 1
    slope, constant = np.polyfit((X - found.centre) / found.spread, y, 1)
    assert found.weights[-1] == pytest.approx((slope, constant), rel=0.01)
    assert found.best == pytest.approx((slope, constant))
    right, low, high, raw = found.attempts
    assert right.errors[-1] < low.errors[-1] < low.errors[0]
    assert high.grows
    assert raw.grows
    assert raw.why == "diverged"
    assert min(map(min, found.surface.errors)) >= right.errors[-1] * 0.9


def test_classes_are_learnt_by_a_logistic_node() -> None:
    y = 1 / (1 + np.exp(-(X - 20) / 2)) > CHANCE
    found = lesson({"x": np.where(np.arange(120) % 9 == 0, np.nan, X)}, y, label="yes")
    assert found is not None
    assert (found.kind, found.label) == ("logistic", "yes")
    known = np.arange(120) % 9 != 0
    scaled = ((X - found.centre) / found.spread)[known].reshape(-1, 1)
    exact = LogisticRegression(C=1e9).fit(scaled, y[known])
    assert found.best == pytest.approx((exact.coef_[0, 0], exact.intercept_[0]), rel=0.02, abs=0.02)
    assert found.right.errors[-1] < found.right.errors[0]
    assert found.attempts[2].jumps or found.attempts[2].grows
    assert all(0 < share < 1 for share in found.last)


def test_the_slope_of_a_logistic_node_is_that_of_cross_entropy() -> None:
    """Golden: y = 1, 0 at sums 0: error log 2, slopes mean((p - y) x)."""
    look = walk_through([1.0, 3.0], np.array([True, False]), weights=[0.0, 0.0], updates=0).updates[0]
    assert look.error == pytest.approx(np.log(2))
    assert look.gradient[0].ravel() == pytest.approx([(-0.5 * 1 + 0.5 * 3) / 2, 0])


def test_nothing_to_learn_from() -> None:
    assert lesson({}, X) is None
    assert lesson({"same": np.ones(120)}, X) is None
    assert lesson({"x": X[:5]}, X[:5]) is None
    assert strongest({"x": X, "minus": -2 * X, "other": OTHER, "same": np.ones(120)}, X) == ["x", "minus", "other"]


def fails(attempt, right) -> bool:
    return min(attempt.errors[-5:]) > right.errors[-1]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), classes=st.integers(2, 4), apart=st.floats(0, 12))
def test_a_rate_called_too_high_fails_on_the_table_at_hand(seed: int, classes: int, apart: float) -> None:
    """However far apart the classes lie: a column that tells them apart lets no rate fail a logistic node."""
    random = np.random.default_rng(seed)
    codes = np.arange(90) % classes
    columns = {"near": random.normal(size=90), "apart": random.normal(size=90) + apart * codes}
    found = lesson_of_classes(columns, codes, [str(code) for code in range(classes)])
    assert found is not None
    right, low, high, _ = found.attempts
    assert fails(high, right)
    assert fails(low, right)
    assert high.grows or high.jumps


def test_iris_has_a_rate_that_fails() -> None:
    """The case: rate 60, "too high", ended below the right one, because setosa is told by one column."""
    from sklearn.datasets import load_iris

    table = load_iris(as_frame=True)
    columns = {name: table.data[name].to_numpy() for name in table.data}
    found = lesson_of_classes(columns, table.target.to_numpy(), list(table.target_names))
    assert found is not None
    right, _, high, _ = found.attempts
    assert fails(high, right)


def test_classes_that_every_column_tells_apart_are_learnt_by_a_line() -> None:
    found = lesson_of_classes({"x": np.arange(40.0)}, (np.arange(40) >= 20).astype(int), ["no", "yes"])
    assert found is not None
    assert (found.kind, found.label) == ("coded", "yes")
    assert fails(found.attempts[2], found.right)
