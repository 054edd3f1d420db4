"""The test design keeps rows apart: strata even, groups whole, the future ahead of the past."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpan.business.problem import Problem
from hanpan.foundation.errors import DataError
from hanpan.modeling.folds.buckets import deal
from hanpan.modeling.folds.design import SplitBy, design_test
from hanpan.modeling.options import DesignOptions

CLASSES = Problem(target="y", task="multiclass", metric="log_loss", labels=("a", "b", "c"))
NUMBER = Problem(target="y", task="regression", metric="rmse")


def design(problem, y, groups=None, times=None, **more):
    return design_test(problem, y, SplitBy(np.arange(len(y)) if groups is None else groups, times), **more)


def test_holdout_is_a_quarter_and_stratified():
    y = np.repeat([0, 1, 2], [600, 300, 100])
    made = design(CLASSES, y)
    assert len(made.holdout) == 250
    assert np.bincount(y[made.holdout]).tolist() == [150, 75, 25]
    assert made.record.strategy == "stratified"


def test_folds_cover_the_development_rows_once_a_repeat():
    y = np.random.default_rng(0).normal(size=200)
    made = design(NUMBER, y)
    assert made.record.repeats == 2
    seen = np.zeros(len(made.development), dtype=int)
    for fit, valid in made.folds:
        assert not set(fit) & set(valid)
        seen[valid] += 1
    assert (seen == 2).all()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    sizes=st.lists(st.integers(1, 40), min_size=2, max_size=5),
    buckets=st.integers(2, 6),
    doubled=st.floats(0, 1),
)
def test_groups_stay_whole_and_rare_strata_reach_many_buckets(sizes, buckets, doubled):
    strata = np.repeat(np.arange(len(sizes)), sizes)
    random = np.random.default_rng(len(strata))
    groups = np.where(
        random.uniform(size=len(strata)) < doubled, np.arange(len(strata)) // 2, np.arange(len(strata)) + 1000
    )
    dealt = deal(strata, groups, np.full(buckets, 1 / buckets), random)
    assert ((dealt >= 0) & (dealt < buckets)).all()
    for group in np.unique(groups):
        assert len(np.unique(dealt[groups == group])) == 1
    single = deal(strata, np.arange(len(strata)), np.full(buckets, 1 / buckets), random)
    for stratum, size in enumerate(sizes):
        counts = np.bincount(single[strata == stratum], minlength=buckets)
        assert counts.max() - counts.min() <= 1
        assert (counts > 0).sum() == min(size, buckets)


def test_duplicates_never_stand_on_both_sides():
    y = np.tile([0, 1, 2], 100)
    groups = np.arange(300) % 90
    made = design(CLASSES, y, groups)
    assert not set(groups[made.holdout]) & set(groups[made.development])
    inner = groups[made.development]
    for fit, valid in made.folds:
        assert not set(inner[fit]) & set(inner[valid])


def test_the_past_trains_and_the_future_judges():
    problem = Problem(target="y", task="regression", metric="rmse", time="day")
    random = np.random.default_rng(1)
    times = random.permutation(400)
    made = design(problem, random.normal(size=400), times=times)
    assert times[made.holdout].min() > times[made.development].max()
    inner = times[made.development]
    for fit, valid in made.folds:
        assert inner[fit].max() < inner[valid].min()


@pytest.mark.parametrize(
    ("y", "reason"),
    [(np.tile([0, 1, 2], 12), "few_rows"), (np.r_[np.zeros(100, int), 1], "lonely_class")],
)
def test_tiny_tables_have_no_holdout(y, reason):
    made = design(CLASSES, y)
    assert len(made.holdout) == 0
    assert made.record.reason == reason


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("place", [0, 57, 200])
def test_the_only_row_of_a_class_is_learnt_from_and_never_judged(place, timed):
    y = np.insert(np.tile([0, 1], 100), place, 2)
    problem = replace(CLASSES, time="day") if timed else CLASSES
    made = design(problem, y, times=np.arange(201) if timed else None)
    assert len(made.holdout) == pytest.approx(50, abs=1)
    assert place in made.development
    row = int(np.flatnonzero(made.development == place)[0])
    assert all(row in fit and row not in valid for fit, valid in made.folds)


def test_a_lonely_row_takes_its_copies_along_but_no_large_group():
    y = np.insert(np.tile([0, 1], 100), 57, 2)
    groups = np.arange(201)
    groups[:3] = groups[57] = 500
    made = design(CLASSES, y, groups)
    assert {0, 1, 2, 57} <= set(made.development)
    inner = groups[made.development]
    assert not any((inner[valid] == 500).any() for _, valid in made.folds)
    large = np.arange(201) // 40
    made = design(CLASSES, y, large)
    assert set(np.unique(large[made.holdout])).isdisjoint(large[made.development])
    inner = large[made.development]
    assert len(np.unique(np.concatenate([inner[valid] for _, valid in made.folds]))) == len(np.unique(inner))


def test_many_lonely_classes_leave_the_others_to_be_judged():
    labels = tuple(f"c{code}" for code in range(32))
    y = np.r_[np.tile([0, 1], 60), np.arange(2, 32)]
    made = design(replace(CLASSES, labels=labels), y)
    assert set(y[made.holdout]) == {0, 1}
    assert set(range(120, 150)) <= set(made.development)


def test_wishes_are_kept():
    y = np.random.default_rng(0).normal(size=500)
    made = design(NUMBER, y, options=DesignOptions(folds=3, holdout=0.4))
    assert len(made.holdout) == 200
    assert len(made.folds) == 3
    given = design(NUMBER, y, given_holdout=100)
    assert given.holdout.tolist() == list(range(400, 500))
    assert given.record.strategy == "given"


def test_the_same_seed_gives_the_same_design():
    y = np.random.default_rng(0).normal(size=300)
    first, second, other = design(NUMBER, y, seed=5), design(NUMBER, y, seed=5), design(NUMBER, y, seed=6)
    assert first.holdout.tolist() == second.holdout.tolist()
    assert first.holdout.tolist() != other.holdout.tolist()


def test_a_few_kinds_of_rows_many_times_over_still_make_folds():
    y = np.repeat([0, 1, 2], 30)
    made = design(CLASSES, y, groups=y, options=DesignOptions(holdout=0.0))
    assert made.folds
    for fit, valid in made.folds:
        assert not set(y[fit]) & set(y[valid])


def test_one_group_is_refused_by_its_name():
    grouped = replace(NUMBER, group="shop")
    with pytest.raises(DataError) as refused:
        design(grouped, np.arange(80.0), groups=np.zeros(80, dtype=int))
    assert refused.value.key == "one_group"
    assert refused.value.fields["group"] == "shop"
