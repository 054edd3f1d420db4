"""Chance counted in groups: intervals that hold where rows resemble each other, and no signal found in groups alone."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from judged_cases import class_case, codes_of, value_case

from hanpan.business.card import Success
from hanpan.business.metrics import metric
from hanpan.business.problem import Problem
from hanpan.business.value import Stakes, Worth
from hanpan.data.belonging import copies, groups_of
from hanpan.evaluation.deciding import learn_decision
from hanpan.evaluation.judge import evaluate
from hanpan.evaluation.limits.uncertainty import advantage
from hanpan.insights.calibrated.work import calibrated
from hanpan.statistics.association import association
from hanpan.statistics.bootstrap import resamples
from hanpan.statistics.groups import drawer, standard_error

STOCK = Worth(over=1.0, under=1.0, currency="$")


def households(seed: int, groups: int = 30, size: int = 8):
    """Errors that are mostly shared by the rows of a group; the true mean absolute error is known by simulation."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), size)
    shared, own = random.normal(size=groups)[group], random.normal(size=groups * size)
    return group, 0.9 * shared + np.sqrt(1 - 0.9**2) * own


def judged(seed: int, *, grouped: bool, **fields):
    group, error = households(seed)
    case = value_case(error, np.zeros(len(error)), stakes=Stakes(group=group if grouped else None), **fields)
    return evaluate(replace(case, problem=replace(case.problem, value=STOCK, group="home" if grouped else None)))


def test_intervals_of_groups_cover_and_those_of_rows_do_not() -> None:
    true = np.sqrt(2 / np.pi)  # mean of |z|: errors are standard normal, whatever they share
    covered = {True: 0, False: 0}
    for seed in range(40):
        for grouped in covered:
            found = judged(seed, grouped=grouped)
            mae, worth = found.metrics["mae"], found.value.intervals["realised"]
            assert (worth.low, worth.high) == (pytest.approx(-mae.high, rel=0.15), pytest.approx(-mae.low, rel=0.15))
            covered[grouped] += worth.low <= -true <= worth.high
    assert covered[True] >= 34  # of 40 at 95 %
    assert covered[False] <= 30


def test_whole_groups_are_drawn() -> None:
    group = np.array([5, 5, 5, 2, 2, 9])
    for rows in resamples(6, 50, 0, group):
        times = np.bincount(rows, minlength=6)
        assert times[0] == times[1] == times[2]
        assert times[3] == times[4]
        assert times[0] + times[3] + times[5] == 3


def test_groups_of_one_row_are_rows() -> None:
    y, group = np.arange(20.0), np.arange(20)[::-1]
    alone = list(resamples(20, 5, 0))
    assert all(len(rows) == 20 for rows in resamples(20, 5, 0, group))
    assert standard_error(y, group) == pytest.approx(standard_error(y)) == pytest.approx(y.std(ddof=1) / 20**0.5)
    assert len(alone) == 5


def test_a_drawer_of_some_rows_stays_among_them() -> None:
    draw = drawer(np.array([1, 3, 5]), np.array([0, 0, 1, 0, 1, 7]))
    assert set(np.concatenate([draw(np.random.default_rng(seed)) for seed in range(20)])) == {1, 3, 5}


def test_the_verdict_and_what_is_said_count_groups() -> None:
    goal = Success(metric="mae", at_most=0.9)
    rows, groups = (judged(3, grouped=grouped, criterion=goal) for grouped in (False, True))
    wide = [one.metrics["mae"].high - one.metrics["mae"].low for one in (rows, groups)]
    assert wide[1] > 1.5 * wide[0]
    assert (groups.drawn.column, groups.drawn.groups, rows.drawn) == ("home", 30, None)
    assert "judged_by_groups" in codes_of(groups.findings)
    assert "judged_by_groups" not in codes_of(rows.findings)


def test_one_group_alone_decides_nothing() -> None:
    case = value_case(np.arange(60.0), np.arange(60.0) + 0.1, stakes=Stakes(group=np.zeros(60, int)))
    found = evaluate(
        replace(case, problem=replace(case.problem, group="home"), criterion=Success(metric="mae", at_most=5))
    )
    assert found.verdict == "undecided"
    assert found.drawn is None
    assert "judged_one_group" in codes_of(found.findings)


def test_few_groups_warn_and_times_are_told() -> None:
    case = value_case(np.arange(60.0), np.arange(60.0) + 0.1, stakes=Stakes(group=np.arange(60) % 4), later=True)
    found = evaluate(replace(case, problem=replace(case.problem, group="home", time="month")))
    assert {"judged_by_few_groups", "judged_later"} <= codes_of(found.findings)


def test_groups_in_classes_widen_every_metric() -> None:
    random = np.random.default_rng(0)
    group = np.repeat(np.arange(40), 10)
    p = np.clip(random.random(40)[group], 0.05, 0.95)
    y = (random.random(40) < p[::10])[group].astype(int)  # all rows of a group have the same outcome
    output = np.column_stack([1 - p, p])
    rows, groups = (evaluate(class_case(y, output, stakes=Stakes(group=one))) for one in (None, group))
    for name in ("log_loss", "accuracy", "auc"):
        wide = [one.metrics[name].high - one.metrics[name].low for one in (rows, groups)]
        assert wide[1] > 2 * wide[0]
    plain, whole = calibrated(p, y == 1), calibrated(p, y == 1, group=group)
    assert whole.high - whole.low > 1.5 * (plain.high - plain.low)


def test_noise_shared_by_groups_is_no_signal() -> None:
    """y and outputs both depend on the group alone, and not on each other: rows take that for a signal."""
    passed = {True: 0, False: 0}
    for seed in range(40):
        random = np.random.default_rng(seed)
        group = np.repeat(np.arange(25), 20)
        y, output = (random.normal(size=25)[group] + 0.1 * random.normal(size=500) for _ in range(2))
        for grouped in passed:
            passed[grouped] += association(y, output, False, group if grouped else None) > 1.2 * 1.645
    assert passed[True] <= 5
    assert passed[False] >= 10


@pytest.mark.parametrize("name", ["rmse", "auc"])
def test_a_clear_signal_in_a_few_groups_is_found(name: str) -> None:
    random = np.random.default_rng(1)
    group, x = np.repeat(np.arange(10), 30), random.normal(size=300)
    if name == "rmse":
        y, output, base = x + random.normal(size=300), x, np.zeros(300)
    else:
        p = 1 / (1 + np.exp(-1.5 * x))
        y, output, base = (random.random(300) < p).astype(int), np.column_stack([1 - p, p]), np.full((300, 2), 0.5)
    assert advantage(y, output, base, metric(name), tried=20, group=group).beyond_chance


def test_a_lucky_way_of_deciding_must_be_ahead_in_groups() -> None:
    random = np.random.default_rng(2)
    p = random.random(600)
    y = (random.random(600) < p).astype(int)
    worth = Worth(gain=((0, -20), (-100, 80)))
    problem = Problem(target="y", task="binary", metric="auc", labels=("a", "b"), value=worth)
    output, group = np.column_stack([1 - p, p]), np.repeat(np.arange(30), 20)
    learned = learn_decision(problem, y, output, Stakes(group=group))
    assert set(learned.earned) == {"calibrated", "costs", "plain", "searched"}
    assert learned.decision.threshold == pytest.approx(0.1, abs=0.06)


def test_copies_are_told_from_rows_measured_anew() -> None:
    random = np.random.default_rng(3)
    y = random.normal(size=50)
    assert copies(np.repeat(np.arange(50), 3), np.repeat(y, 3), classes=False) is not None
    few = random.integers(0, 6, 200)  # six kinds of rows, each with outcomes of its own
    assert copies(few, random.integers(0, 2, 200), classes=True) is None
    assert copies(np.arange(50), y, classes=False) is None
    assert groups_of(pd.Series(["x", None, "x", None])).tolist() == [0, 1, 0, 2]
