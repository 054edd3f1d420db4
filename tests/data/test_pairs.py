"""Each feature against the target: the right test by type, with the numbers of scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hand_tables import classification, regression
from scipy import stats

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.pairs.comparing import compare_pairs
from hanpan.data.pairs.merging import merge_rare
from hanpan.data.pairs.record import Pair
from hanpan.data.values import CodedColumn, Values
from hanpan.foundation.texts import has_text


def pairs_of(table: tuple[Dataset, Problem], rows: np.ndarray | None = None) -> dict[str, Pair]:
    values = Values(table[0])
    rows = np.arange(len(table[0].frame)) if rows is None else rows
    return {pair.column: pair for pair in compare_pairs(values, table[1], rows, values.features)}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_two_numbers_get_pearson_with_spearman_beside(rng):
    x = rng.normal(size=80)
    y = x**3 + rng.normal(size=80)
    pair = pairs_of(regression(pd.DataFrame({"x": x, "y": y}), "y"))["x"]
    known = stats.pearsonr(x, y)
    assert pair.test == "pearson"
    assert pair.effect == pytest.approx(known.statistic)
    assert pair.p == pytest.approx(known.pvalue)
    assert pair.evidence.spearman == pytest.approx(stats.spearmanr(x, y).statistic)
    assert pair.evidence.low == pytest.approx(known.confidence_interval().low)


def test_missing_cells_leave_the_pair_not_the_column(rng):
    x, y = rng.normal(size=50), rng.normal(size=50)
    x[:7] = np.nan
    pair = pairs_of(regression(pd.DataFrame({"x": x, "y": y}), "y"))["x"]
    assert pair.evidence.n == 43
    assert pair.effect == pytest.approx(stats.pearsonr(x[7:], y[7:]).statistic)


def test_two_groups_get_welch_t_with_hedges_g(rng):
    group = np.repeat(["b", "a"], [40, 25])
    y = rng.normal(size=65) + (group == "a") * 0.8
    pair = pairs_of(regression(pd.DataFrame({"g": group, "y": y}), "y"))["g"]
    first, second = y[group == "b"], y[group == "a"]
    assert pair.test == "welch_t"
    assert pair.p == pytest.approx(stats.ttest_ind(first, second, equal_var=False).pvalue)
    pooled = np.sqrt((39 * first.var(ddof=1) + 24 * second.var(ddof=1)) / 63)
    assert pair.effect == pytest.approx((first.mean() - second.mean()) / pooled * (1 - 3 / (4 * 63 - 1)))
    assert [part.label for part in pair.evidence.groups] == ["b", "a"]


def test_more_groups_get_welch_anova_as_statsmodels_has_it(rng):
    from statsmodels.stats.oneway import anova_oneway

    group = rng.choice(["a", "b", "c"], 120)
    y = rng.normal(size=120) * np.where(group == "c", 3, 1) + (group == "b")
    pair = pairs_of(regression(pd.DataFrame({"g": group, "y": y}), "y"))["g"]
    parts = [y[group == name] for name in "abc"]
    assert pair.test == "welch_anova"
    known = anova_oneway(parts, use_var="unequal", welch_correction=True)
    assert pair.p == pytest.approx(known.pvalue)
    assert pytest.approx(known.statistic) == pair.evidence.F
    between = sum(len(part) * (part.mean() - y.mean()) ** 2 for part in parts)
    assert pair.evidence.eta_squared == pytest.approx(between / ((y - y.mean()) ** 2).sum())
    noise = sum(((part - part.mean()) ** 2).sum() for part in parts) / (120 - 3)
    assert pair.effect == pytest.approx((between - 2 * noise) / (((y - y.mean()) ** 2).sum() + noise))


def test_number_against_classes_is_the_same_comparison_turned_round(rng):
    label = rng.choice(["a", "b", "c"], 90)
    x = rng.normal(size=90) + (label == "a")
    pair = pairs_of(classification(pd.DataFrame({"x": x, "y": label}), "y"))["x"]
    assert pair.test == "welch_anova"
    known = stats.f_oneway(*[x[label == name] for name in "abc"], equal_var=False)
    assert pair.p == pytest.approx(known.pvalue)


def test_group_without_spread_is_compared_by_ranks(rng):
    group = np.repeat(["a", "b", "c"], 20)
    y = np.where(group == "a", 0.0, rng.normal(size=60))
    pair = pairs_of(regression(pd.DataFrame({"g": group, "y": y}), "y"))["g"]
    assert pair.test == "kruskal"
    assert pair.p == pytest.approx(stats.kruskal(*[y[group == name] for name in "abc"]).pvalue)


def test_number_against_two_classes_is_an_auc(rng):
    from sklearn.metrics import roc_auc_score

    label = rng.choice(["no", "yes"], 100)
    x = (rng.normal(size=100) + (label == "yes")).round(1)
    pair = pairs_of(classification(pd.DataFrame({"x": x, "y": label}), "y"))["x"]
    assert pair.test == "mann_whitney"
    assert pair.effect == pytest.approx(roc_auc_score(label == "yes", x))
    assert pair.p == pytest.approx(stats.mannwhitneyu(x[label == "yes"], x[label == "no"]).pvalue)


def test_dates_count_as_days(rng):
    when = pd.Series(pd.date_range("2024-01-01", periods=60, freq="36h"))
    y = np.arange(60) + rng.normal(size=60)
    pair = pairs_of(regression(pd.DataFrame({"when": when, "y": y}), "y"))["when"]
    assert pair.test == "pearson"
    assert pair.effect == pytest.approx(stats.pearsonr(np.arange(60), y).statistic)


def test_categories_get_chi_square_with_unbiased_v(rng):
    g, label = rng.choice(list("abc"), 300), rng.choice(["p", "q"], 300)
    pair = pairs_of(classification(pd.DataFrame({"g": g, "y": label}), "y"))["g"]
    table = pd.crosstab(g, label)
    known = stats.chi2_contingency(table, correction=False)
    assert pair.test == "chi_square"
    assert pair.p == pytest.approx(known.pvalue)
    n, r, c = 300, 3, 2
    phi2 = max(0, known.statistic / n - (r - 1) * (c - 1) / (n - 1))
    smaller = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    assert pair.effect == pytest.approx(np.sqrt(phi2 / smaller))


def test_v_of_independent_categories_is_near_zero_however_many(rng):
    corrected, plain = [], []
    for _ in range(50):
        frame = pd.DataFrame({"g": rng.choice(30, 300).astype(str), "y": rng.choice(["p", "q"], 300)})
        pair = pairs_of(classification(frame, "y"))["g"]
        corrected.append(pair.effect)
        plain.append(np.sqrt(pair.evidence.chi2 / 300))
    assert np.mean(plain) > 0.3  # what V says without the correction
    assert np.mean(corrected) < 0.1


def test_thin_two_by_two_is_counted_exactly():
    frame = pd.DataFrame({"g": ["a"] * 8 + ["b"] * 4, "y": ["p"] * 7 + ["q"] * 4 + ["p"]})
    pair = pairs_of(classification(frame, "y"))["g"]
    assert pair.test == "fisher_exact"
    assert pair.p == pytest.approx(stats.fisher_exact(pd.crosstab(frame.g, frame.y)).pvalue)


def test_thin_larger_table_is_simulated_and_repeats(rng):
    frame = pd.DataFrame({"g": rng.choice(list("abcdefgh"), 40), "y": rng.choice(["p", "q", "r"], 40)})
    first, again = (pairs_of(classification(frame, "y"))["g"] for _ in range(2))
    assert first.test == "chi_square_monte_carlo"
    assert first.p == again.p
    assert first.p == pytest.approx(stats.chi2_contingency(pd.crosstab(frame.g, frame.y)).pvalue, abs=0.1)


def test_p_is_corrected_over_all_pairs(rng):
    frame = pd.DataFrame(rng.normal(size=(60, 8)), columns=list("abcdefgh"))
    pairs = pairs_of(regression(frame.assign(y=frame.a + rng.normal(size=60)), "y"))
    raw = [pair.evidence.p for pair in pairs.values()]
    assert [pair.p for pair in pairs.values()] == pytest.approx(list(stats.false_discovery_control(raw)))
    assert all(pair.p >= pair.evidence.p for pair in pairs.values())


def test_only_the_given_rows_are_paired(rng):
    x = rng.normal(size=100)
    y = np.where(np.arange(100) < 50, x, rng.normal(size=100))
    assert pairs_of(regression(pd.DataFrame({"x": x, "y": y}), "y"), np.arange(50))["x"].effect == pytest.approx(1)


def test_noise_is_rarely_called_related(rng):
    frame = pd.DataFrame({f"x{i}": rng.normal(size=200) for i in range(60)} | {"y": rng.choice(["p", "q"], 200)})
    found = [pair for pair in pairs_of(classification(frame, "y")).values() if pair.p < 0.05]
    assert len(found) <= 1


@pytest.mark.parametrize("x", [[1.0] * 30, [np.nan] * 30, [np.inf] * 30, [5.0] + [np.nan] * 29])
def test_columns_that_cannot_be_tested_have_no_pair(x):
    for make, y in (
        (regression, np.arange(30.0)),
        (classification, list("pq") * 15),
        (classification, list("pqr") * 10),
    ):
        assert pairs_of(make(pd.DataFrame({"x": x, "y": y}), "y")) == {}


def test_huge_and_nearly_constant_numbers_are_no_trouble(rng):
    y = rng.normal(size=60)
    frame = pd.DataFrame({"huge": y * 1e300, "close": 1e9 + y * 1e-3, "y": y})
    pairs = pairs_of(regression(frame, "y"))
    assert pairs["huge"].effect == pytest.approx(1)
    assert pairs["close"].effect == pytest.approx(1, abs=1e-3)


def test_text_and_ids_are_not_tested(rng):
    frame = pd.DataFrame({"note": rng.choice(["a b", "c d"], 40), "y": rng.choice(["p", "q"], 40)})
    assert pairs_of(classification(frame, "y", note="text")) == {}


def test_rare_categories_are_merged_by_size_only():
    codes = np.repeat(np.arange(6), [5, 1, 4, 1, 1, 3])
    merged, count = merge_rare(CodedColumn(codes, list("abcdef")), at_least=2)
    assert merged.labels == ["a", "c", "f", ""]
    assert count == 3
    assert np.bincount(merged.codes).tolist() == [5, 4, 3, 3]


def test_one_row_too_rare_to_merge_is_left_out_of_the_test():
    merged, count = merge_rare(CodedColumn(np.array([0, 0, 1]), ["a", "b"]), at_least=2)
    assert merged.codes.tolist() == [0, 0, -1]
    assert count == 1


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_test_has_its_texts(language):
    for name in ("pearson", "welch_t", "welch_anova", "kruskal", "mann_whitney", "fisher_exact", "chi_square"):
        assert all(has_text(f"{part}.{name}", language) for part in ("test", "test_asks", "effect"))
    assert has_text("test.chi_square_monte_carlo", language)


def test_an_ordered_category_has_a_trend_along_its_order(rng):
    from dataclasses import replace

    size = rng.choice(["S", "M", "L"], 200)
    y = pd.Series(size).map({"S": 0, "M": 1, "L": 2}) + rng.normal(size=200)
    data, problem = regression(pd.DataFrame({"size": size, "y": y}), "y", size="ordered")
    column = replace(data.schema["size"], categories=("S", "M", "L"))
    pair = compare_pairs(Values(data), problem, np.arange(200), [column])[0]
    known = stats.spearmanr(pd.Series(size).map({"S": 0, "M": 1, "L": 2}), y)
    assert (pair.evidence.trend, pair.evidence.trend_p) == pytest.approx((known.statistic, known.pvalue))
