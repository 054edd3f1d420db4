"""Coefficients and their intervals beside statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm

from hanpan.insights.coefficients.multinomial import multinomial
from hanpan.insights.coefficients.work import PreparedColumns, least_squares, logistic


def columns(n=300, seed=0):
    random = np.random.default_rng(seed)
    x = np.column_stack([random.normal(50, 20, n), random.random(n) < 0.3, random.normal(size=n)]).astype(float)
    return PreparedColumns(
        x, ("price", "city=Busan", "noise"), ("price", "city", "noise"), np.array([1.1, 1.2, 1.0])
    ), random


def by_name(told):
    return {one.name: one for one in told.coefficients}


def test_least_squares_has_robust_limits():
    x, random = columns()
    y = 3 + 0.2 * x.x[:, 0] + 5 * x.x[:, 1] + random.normal(size=300) * x.x[:, 0] / 20
    told, theirs = least_squares(x, y), sm.OLS(y, sm.add_constant(x.x)).fit(cov_type="HC3", use_t=True)
    limits = theirs.conf_int()
    for place, name in enumerate(x.names, start=1):
        one = by_name(told)[name]
        shown = [one.effect / one.step, one.low / one.step, one.high / one.step, one.p]
        assert shown == pytest.approx([theirs.params[place], *limits[place], theirs.pvalues[place]], rel=1e-6)
    assert told.intercept == pytest.approx(theirs.params[0])
    assert told.fit == pytest.approx(theirs.rsquared)
    assert by_name(told)["price"].step == 10
    assert told.coefficients[0].name == "price"


def test_logistic_is_the_maximum_of_the_likelihood():
    x, random = columns(500)
    raw = -2 + 0.04 * x.x[:, 0] + x.x[:, 1]
    positive = random.random(500) < 1 / (1 + np.exp(-raw))
    told, theirs = logistic(x, positive), sm.Logit(positive.astype(float), sm.add_constant(x.x)).fit(disp=0)
    limits = theirs.conf_int()
    for place, name in enumerate(x.names, start=1):
        one = by_name(told)[name]
        shown = [one.effect / one.step, one.low / one.step, one.high / one.step]
        assert shown == pytest.approx([theirs.params[place], *limits[place]], abs=1e-4)
    assert told.fit == pytest.approx(theirs.prsquared, abs=1e-4)
    assert told.separated == []


def test_separated_classes_are_named_and_do_not_run_away():
    x, _ = columns()
    told = logistic(x, x.x[:, 0] > 50)
    assert "price" in told.separated
    assert all(np.isfinite([one.effect, one.low, one.high]).all() for one in told.coefficients)


def test_intervals_cover_the_truth():
    covered = 0
    for seed in range(200):
        x, random = columns(80, seed)
        y = 0.2 * x.x[:, 0] + random.normal(size=80) * (1 + x.x[:, 1])
        one = by_name(least_squares(x, y))["city=Busan"]
        covered += one.low <= 0 <= one.high
    assert 0.91 <= covered / 200 <= 0.99


def test_too_few_rows_give_no_equation():
    x, _ = columns(12)
    assert least_squares(x, np.arange(12.0)) is None
    assert logistic(x, np.arange(12) < 3) is None


def classed(n=900, seed=1):
    x, random = columns(n, seed)
    raw = np.column_stack([np.zeros(n), -2 + 0.04 * x.x[:, 0], -1 + x.x[:, 1] - 0.02 * x.x[:, 0]])
    return x, np.argmax(raw + random.gumbel(size=raw.shape), axis=1)


def test_multinomial_is_that_of_statsmodels():
    x, y = classed()
    told, theirs = multinomial(x, y, ("a", "b", "c"), 0), sm.MNLogit(y, sm.add_constant(x.x)).fit(disp=0)
    limits = theirs.conf_int()
    assert (told.reference, [one.label for one in told.classes]) == ("a", ["b", "c"])
    for at, equation in enumerate(told.classes):
        for place, name in enumerate(x.names, start=1):
            one = by_name(equation)[name]
            shown = [one.effect / one.step, one.low / one.step, one.high / one.step]
            assert shown == pytest.approx([theirs.params[place, at], *limits[at, place]], abs=2e-4)
            assert one.p == pytest.approx(theirs.pvalues[place, at], abs=1e-3)
    assert told.fit == pytest.approx(theirs.prsquared, abs=1e-4)


def test_another_reference_turns_the_odds_around():
    x, y = classed()
    first, other = multinomial(x, y, ("a", "b", "c"), 0), multinomial(x, y, ("a", "b", "c"), 1)
    forth = by_name(first.classes[0])["price"].effect
    back = by_name(next(one for one in other.classes if one.label == "a"))["price"].effect
    assert (other.reference, forth) == ("b", pytest.approx(-back, abs=1e-4))


def test_classes_of_few_rows_are_left_out_and_named():
    x, y = classed()
    y[y == 2] = 0
    y[:6] = 2
    told = multinomial(x, y, ("a", "b", "c"), 2)
    assert (told.reference, told.few, told.rows) == ("a", ["c"], 894)
    assert multinomial(x, np.zeros(900, int), ("a", "b", "c"), 0) is None


def test_a_separated_class_is_named():
    x, y = classed()
    y[x.x[:, 0] > 70] = 2
    y[(x.x[:, 0] <= 70) & (y == 2)] = 0
    told = multinomial(x, y, ("a", "b", "c"), 0)
    assert "price" in told.classes[1].separated
    assert all(np.isfinite([one.low, one.high]).all() for one in told.classes[0].coefficients)
