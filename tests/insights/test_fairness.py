"""Fairness over groups: counted by hand, differences found, and none alarmed about without one."""

import numpy as np
import pytest

from hanpan.insights.fairness.work import fairness, of_classes, of_values


def groups(*sizes):
    names = "abcdef"
    where = np.repeat(np.arange(len(sizes)), sizes)
    return [(names[at], where == at) for at in range(len(sizes))]


def test_measures_by_hand():
    y = np.array([1, 1, 0, 0, 1, 0, 0, 0])
    decided = np.array([1, 0, 1, 0, 1, 0, 0, 0])
    told = fairness("sex", groups(4, 4), of_classes(y, decided, 2), used=True)
    first, second = (row.measures for row in told.groups)
    assert [first[name].value for name in ("actual", "decided", "recall", "precision", "false_alarm")] == [0.5] * 5
    assert (second["recall"].value, second["false_alarm"].value) == (1.0, 0.0)
    assert second["recall"].rows == 1
    assert told.gaps == []  # too few rows behind each


def test_numbers_have_size_and_direction():
    y, output = np.zeros(40), np.r_[np.full(20, 1.0), np.full(20, -2.0)] + np.tile([0.1, -0.1], 20)
    told = fairness("sex", groups(20, 20), of_values(y, output), used=False)
    assert told.groups[0].measures["bias"].value == pytest.approx(1)
    gap = next(gap for gap in told.gaps if gap.measure == "bias")
    assert (gap.least, gap.most, gap.beyond_chance) == ("b", "a", True)


def test_planted_gaps_are_told_and_chance_is_not():
    random, found, false = np.random.default_rng(0), 0, 0
    for _ in range(100):
        y = (random.random(600) < 0.4).astype(int)
        group = random.random(600) < 0.3
        for biased in (True, False):
            hit = np.where(group & biased, 0.45, 0.75)
            decided = np.where(y == 1, random.random(600) < hit, random.random(600) < 0.2).astype(int)
            told = fairness("sex", [("a", group), ("b", ~group)], of_classes(y, decided, 2), used=True)
            told_gaps = [gap.measure for gap in told.gaps if gap.beyond_chance]
            found += biased and "recall" in told_gaps
            false += not biased and bool(told_gaps)
    assert found >= 90
    assert false <= 8


def test_more_classes_ask_who_is_right_and_one_group_says_nothing():
    y = np.arange(60) % 3
    told = fairness("sex", groups(30, 20, 10), of_classes(y, y, 3), used=True)
    assert list(told.groups[0].measures) == ["right"]
    assert not told.gaps[0].beyond_chance
    assert fairness("sex", groups(60), of_classes(y, y, 3), used=True) is None
