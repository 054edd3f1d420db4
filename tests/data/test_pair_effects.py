"""Effects with their intervals, the logistic slope and the common scale, beside statsmodels and by simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hanpan.data.pairs.groups import compare_groups, compare_ranks, omega_squared
from hanpan.data.pairs.numbers import compare_numbers
from hanpan.data.pairs.strength import strength, strength_limits
from hanpan.data.values import CodedColumn
from hanpan.statistics.effects import auc_limits, g_limits, table_limits, variance_limits
from hanpan.statistics.odds import Odds, logistic_slope

TABLES = 300
AT_LEAST = 0.91  # of 300 intervals at 95 %, chance leaves fewer in 1 of 1000 cases


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


def covered(truth: float, limits: list[tuple[float, float]]) -> float:
    return float(np.mean([low <= truth <= high for low, high in limits]))


def test_the_logistic_slope_is_that_of_statsmodels(rng):
    import statsmodels.api as sm

    x = rng.normal(50, 12, 300)
    y = (rng.random(300) < 1 / (1 + np.exp(-(x - 55) / 10))).astype(int)
    ours = logistic_slope(x, y)
    known = sm.Logit(y, sm.add_constant((x - x.mean()) / x.std(ddof=1))).fit(disp=0)
    assert np.log(ours.ratio) == pytest.approx(known.params[1])
    assert [np.log(ours.low), np.log(ours.high)] == pytest.approx(list(known.conf_int()[1]))
    assert ours.p == pytest.approx(known.pvalues[1])
    assert ours.curve == pytest.approx(list(sm.Logit(y, sm.add_constant(x)).fit(disp=0).params), rel=1e-4)


def test_a_value_that_parts_the_classes_has_no_slope():
    assert logistic_slope(np.arange(20.0), (np.arange(20) > 9).astype(int)) == Odds(separated=True)


def test_omega_squared_is_zero_on_average_where_groups_mean_nothing(rng):
    plain = [omega_squared([rng.normal(size=6) for _ in range(30)]) for _ in range(100)]
    assert np.mean(plain) < 0.05  # eta squared would be about 0.16


def test_auc_intervals_hold_the_truth(rng):
    truth = stats.norm.cdf(0.8 / np.sqrt(2))
    found = []
    for _ in range(TABLES):
        high, low = rng.normal(0.8, 1, 30), rng.normal(0, 1, 50)
        auc = stats.mannwhitneyu(high, low).statistic / 1500
        found.append(auc_limits(auc, 30, 50).limits)
    assert covered(truth, found) >= AT_LEAST
    low, high = auc_limits(0.7, 30, 50).limits
    assert auc_limits(0.3, 30, 50).limits == pytest.approx((1 - high, 1 - low))


def test_hedges_g_intervals_hold_the_truth(rng):
    found = []
    for _ in range(TABLES):
        pair = compare_groups("x", np.r_[rng.normal(0.5, 1, 40), rng.normal(size=40)], two_groups(40))
        found.append((pair.evidence.low, pair.evidence.high))
    assert covered(0.5, found) >= AT_LEAST
    assert g_limits(0.0, 10, 10).low == -g_limits(0.0, 10, 10).high


def two_groups(size: int) -> CodedColumn:
    return CodedColumn(np.repeat([0, 1], size), ["a", "b"])


@pytest.mark.parametrize("step", [0.3, 1.2])
def test_intervals_of_explained_variance_hold_the_truth(rng, step):
    means = np.array([0.0, step, 2 * step])
    truth = means.var() / (means.var() + 1)
    found = []
    for _ in range(TABLES):
        groups = CodedColumn(np.repeat([0, 1, 2], 40), list("abc"))
        pair = compare_groups("x", rng.normal(size=120) + means[groups.codes], groups)
        found.append((pair.evidence.low, pair.evidence.high))
    assert covered(truth, found) >= AT_LEAST


def test_intervals_of_cramers_v_hold_the_truth(rng):
    shares = np.array([[0.3, 0.2], [0.2, 0.3]])
    found = []
    for _ in range(TABLES):
        table = rng.multinomial(200, shares.ravel()).reshape(2, 2)
        chi2 = stats.chi2_contingency(table, correction=False).statistic
        found.append(table_limits(chi2, 1, 200, 2).limits)
    assert covered(0.2, found) >= AT_LEAST


@pytest.mark.parametrize("size", [1e3, 1e5, 1e7])
def test_large_statistics_have_close_intervals_all_the_same(size):
    for limits in (table_limits(size / 4, 3, int(size), 2), variance_limits(size / 12, 3, size, int(size))):
        assert 0 < limits.low < limits.high < 1
    assert table_limits(size / 4, 3, int(size), 2).low == pytest.approx(0.5, abs=4 / np.sqrt(size))


def test_exact_and_approximate_limits_meet(monkeypatch):
    exact = table_limits(1900, 3, 10_000, 2), variance_limits(600, 3, 10_000, 10_004)
    monkeypatch.setattr("hanpan.statistics.effects._EXACT_UP_TO", 100.0)
    near = table_limits(1900, 3, 10_000, 2), variance_limits(600, 3, 10_000, 10_004)
    for known, ours in zip(exact, near, strict=True):
        assert ours.limits == pytest.approx(known.limits, abs=2e-3)


def test_all_effects_come_to_about_the_same_strength(rng):
    """One relation, seen as two numbers, as a number between two classes and as two categories."""
    n, r = 40_000, 0.3
    x = rng.normal(size=n)
    label = (r * x + np.sqrt(1 - r**2) * rng.normal(size=n) > 0).astype(np.intp)
    ranks = compare_ranks("x", x, label)
    groups = compare_groups("x", x, CodedColumn(label, ["a", "b"]))
    assert strength(ranks) == pytest.approx(strength(groups), abs=0.01)
    many = compare_groups("x", x, CodedColumn(label + 2 * (rng.random(n) < 0.5), list("abcd")))
    assert strength(many) == pytest.approx(strength(groups), abs=0.01)
    low, high = strength_limits(ranks)
    assert low < strength(ranks) < high
    assert high - low < 0.03


def test_strength_limits_that_cross_nothing_begin_at_zero(rng):
    pair = compare_numbers("x", rng.normal(size=50), rng.normal(size=50))
    low, high = strength_limits(pair)
    assert low == 0 < high


def test_the_interval_of_explained_variance_holds_the_effect_however_unequal_the_spreads(rng):
    groups = CodedColumn(np.repeat([0, 1, 2], 300), list("abc"))
    pair = compare_groups("x", rng.normal(size=900) * np.array([0.2, 3, 5])[groups.codes] + groups.codes, groups)
    assert pair.evidence.low < pair.effect < pair.evidence.high


def test_groups_tell_mean_interval_and_box(rng):
    y = pd.Series(rng.normal(10, 2, 60))
    groups = CodedColumn(np.repeat([0, 1], 30), ["a", "b"])
    first = compare_groups("g", y.to_numpy(), groups).evidence.groups[0]
    known = stats.ttest_1samp(y[:30], 0).confidence_interval()
    assert (first.low, first.high) == pytest.approx((known.low, known.high))
    assert first.box == pytest.approx(list(y[:30].quantile([0, 0.25, 0.5, 0.75, 1])))


def test_groups_beyond_the_shown_ones_are_one_group_and_no_row_is_left_out() -> None:
    from hanpan.data.pairs.counts import SHOWN_GROUPS, shares_of
    from hanpan.data.values import CodedColumn

    random = np.random.default_rng(3)
    groups = CodedColumn(random.integers(0, 30, 900), [f"g{k}" for k in range(30)])
    _, told = shares_of(groups, CodedColumn(random.integers(0, 2, 900), ["a", "b"]))
    assert len(told) == SHOWN_GROUPS
    assert told[-1].label == ""
    assert sum(row.n for row in told) == 900
