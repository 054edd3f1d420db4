"""Segments with the largest errors: planted ones are found, and none where there are none."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hanpan.data.schema import Column
from hanpan.evaluation.explanation.slices import Slice, slices_of
from hanpan.insights.segments.work import Errors, worst_segments
from hanpan.statistics.estimates import excess, mean, share

COLUMNS = [
    Column(name="age", kind="number"),
    Column(name="size", kind="number"),
    *(Column(name=name, kind="category") for name in ("city", "kind")),
]


def table(random, n):
    return pd.DataFrame(
        {
            "age": random.integers(18, 80, n).astype(float),
            "size": random.lognormal(size=n),
            "city": pd.Series(random.choice(["Seoul", "Busan", "Jeju"], n, p=[0.5, 0.3, 0.2]), dtype="str"),
            "kind": pd.Series(random.choice(list("abcd"), n), dtype="str"),
        }
    )


def errors(random, frame, where, *, wrong):
    bad = where(frame).to_numpy()
    if wrong:
        return random.random(len(frame)) < np.where(bad, 0.4, 0.15)
    return random.exponential(np.where(bad, 2.0, 1.0))


def never(frame):
    return pd.Series(data=False, index=frame.index)


def told(seed, where, *, wrong, n=900):
    random = np.random.default_rng(seed)
    seen, judged = table(random, n), table(random, n // 3)
    both = [Errors(one, errors(random, one, where, wrong=wrong)) for one in (seen, judged)]
    return worst_segments(COLUMNS, *both)


@pytest.mark.parametrize("wrong", [True, False])
def test_planted_segments_are_found_and_confirmed(wrong):
    sure = 0
    for seed in range(40):
        found = told(seed, lambda frame: frame["city"] == "Jeju", wrong=wrong).found
        sure += any(one.confirmed and one.slices[0] == Slice(column="city", level="Jeju") for one in found)
    assert sure >= 36


def test_a_pair_of_columns_is_found_where_both_are_needed():
    hits = 0
    for seed in range(20):
        found = told(seed, lambda f: (f["city"] == "Seoul") & (f["kind"] == "a"), wrong=False, n=1500).found
        hits += any(one.confirmed and {s.name for s in one.slices} == {"city = Seoul", "kind = a"} for one in found)
    assert hits >= 16


@pytest.mark.parametrize("wrong", [True, False])
def test_where_errors_lie_evenly_nothing_is_confirmed(wrong):
    alarms = sum(any(one.confirmed for one in told(seed, never, wrong=wrong, n=400).found) for seed in range(100))
    assert alarms <= 3


def test_without_other_rows_nothing_is_confirmed():
    random = np.random.default_rng(0)
    frame = table(random, 900)
    found = worst_segments(
        COLUMNS, Errors(frame, errors(random, frame, lambda f: f["city"] == "Jeju", wrong=True)), None
    )
    assert found.found
    assert not any(one.confirmed or one.judged for one in found.found)


def test_too_few_rows_or_columns_have_no_segments():
    random = np.random.default_rng(0)
    frame = table(random, 40)
    assert worst_segments(COLUMNS, Errors(frame, random.random(40)), None) is None
    assert worst_segments([], Errors(frame, random.random(40)), None) is None


def test_slices_cut_numbers_into_quarters_and_name_missing_cells():
    cells = pd.Series([1.0, 2, 3, 4, 5, 6, 7, 8, np.nan, np.nan])
    found = slices_of(cells, Column(name="x", kind="number"), least=2)
    assert [one.name for one in found] == ["x < 3", "3 ≤ x < 5", "5 ≤ x < 7", "x ≥ 7", "x = NA"]
    assert sum(one.rows(cells.to_frame("x")).sum() for one in found) == 10
    assert slices_of(pd.Series(["a"] * 5, dtype="str"), Column(name="x", kind="category"), least=1) == []


def test_limits_by_hand_and_beside_scipy():
    told_share = share(10, 40)
    theirs = stats.binomtest(10, 40).proportion_ci(method="wilson")
    assert (told_share.low, told_share.high) == pytest.approx((theirs.low, theirs.high))
    assert share(0, 0).value is None
    values = np.array([1.0, 2, 4, 8])
    half = stats.t.ppf(0.975, 3) * stats.sem(values)
    assert (mean(values).low, mean(values).high) == pytest.approx((3.75 - half, 3.75 + half))
    a, b = np.array([True] * 8 + [False] * 12), np.array([True] * 5 + [False] * 45)
    assert excess(a, b).p == pytest.approx(stats.fisher_exact([[8, 12], [5, 45]], alternative="greater").pvalue)
    gap = excess(np.array([3.0, 4, 5]), np.array([1.0, 2, 2, 1]))
    assert gap.value == pytest.approx(2.5)
    assert gap.low < 2.5 < gap.high
    assert excess(np.zeros(3), np.zeros(4)).p == 1.0
