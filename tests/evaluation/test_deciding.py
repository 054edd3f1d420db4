"""Decisions learned out of fold: by hand where that can be done, on simulated tables where it cannot."""

from dataclasses import replace

import numpy as np
import pytest

from hanpan.business.decision import DecisionRule
from hanpan.business.problem import Problem
from hanpan.business.value import Stakes, Worth
from hanpan.evaluation.deciding import learn_decision
from hanpan.evaluation.deciding.calibration import fit_calibration
from hanpan.evaluation.deciding.classes import NEVER, by_costs, searched
from hanpan.evaluation.deciding.values import shifted, sloped

CALLS = Worth(gain=((0, -20), (-100, 80)))


def problem_of(width: int, worth: Worth) -> Problem:
    task = "regression" if width == 1 else "binary" if width == 2 else "multiclass"
    return Problem(
        target="y", task=task, metric="rmse", labels=tuple("abcdef"[:width]) if width > 1 else (), value=worth
    )


def both(p: np.ndarray) -> np.ndarray:
    return np.column_stack([1 - p, p])


@pytest.mark.parametrize(
    ("gain", "threshold"),
    [
        (((0, -20), (-100, 80)), 0.1),  # 20 lost against 180 won: 20 / (20 + 180)
        (((1, 0), (0, 1)), 0.5),
        (((0, -5), (0, 0)), NEVER),  # calling never gains
        (((0, 5), (0, 5)), 0.0),  # calling always gains
        (((10, 0), (0, 30)), 0.25),
    ],
)
def test_the_cut_off_that_costs_imply(gain, threshold) -> None:
    assert by_costs(Worth(gain=gain)).threshold == pytest.approx(threshold)


def test_where_both_wrong_answers_pay_the_other_way_round_is_decided() -> None:
    rule = by_costs(Worth(gain=((0, 5), (5, 0))))
    assert rule.decide(both(np.array([0.1, 0.9]))).tolist() == [1, 0]


def test_the_cut_off_that_earned_most() -> None:
    p = np.repeat([0.9, 0.8, 0.4, 0.3], 50)
    y = np.repeat([1, 0, 1, 0], 50)
    # calling down to .8: 50 * 80 - 50 * 20 - 50 * 100; down to .4: 100 * 80 - 50 * 20, the most
    assert searched(CALLS, y, both(p), None).threshold == pytest.approx(0.35)
    heavy = np.where(p == 0.4, 0.0, 1.0)  # amounts of 0 take the third block out
    assert searched(CALLS, y, both(p), heavy).threshold == pytest.approx(0.85)


def test_calibration_finds_what_was_done_to_probabilities() -> None:
    random = np.random.default_rng(0)
    true = random.beta(2, 3, 20_000)
    y = (random.random(20_000) < true).astype(int)
    logit = np.log(true / (1 - true))
    wrong = 1 / (1 + np.exp(-(2.5 * logit + 1)))
    right = fit_calibration(y, both(wrong)).apply(both(wrong))[:, 1]
    assert np.abs(right - true).mean() < 0.01
    assert np.abs(wrong - true).mean() > 0.1


def test_probabilities_of_zero_do_not_decide_everything() -> None:
    """A tree that is sure and wrong now and then: the logarithm of 0 would flatten all others."""
    random = np.random.default_rng(4)
    true = random.dirichlet([1.0, 1.0, 1.0], 3000)
    y = (true.cumsum(axis=1) < random.random((3000, 1))).sum(axis=1)
    said = np.where(true < 0.1, 0.0, true)
    said /= said.sum(axis=1, keepdims=True)
    calibration = fit_calibration(y, said)
    right = calibration.apply(said)
    assert np.abs(right - true).mean() < 0.04
    assert right[said == 0].mean() == pytest.approx(true[said == 0].mean(), abs=0.02)
    rule = by_costs(Worth(gain=((1, 0, 0), (0, 1, 0), (0, 0, 1))), calibration)
    assert np.allclose(rule.weighed(said), right)
    assert (rule.decide(said) == right.argmax(axis=1)).all()


def test_few_rows_hardly_move_probabilities() -> None:
    p = np.array([[0.6, 0.4], [0.3, 0.7]])
    held = fit_calibration(np.array([0, 1]), p).apply(p)
    assert np.abs(held - p).max() < 0.15


def test_shift_is_the_critical_quantile() -> None:
    y = np.arange(1.0, 101.0)
    assert shifted(Worth(over=1, under=3), y, np.zeros(100), None).shift == 75
    assert shifted(Worth(over=3, under=1), y, np.zeros(100), None).shift == 25
    assert shifted(Worth(over=1, under=1), y, np.zeros(100), np.r_[np.zeros(50), np.ones(50)]).shift == 75


def test_slope_where_errors_grow_with_the_prediction() -> None:
    random = np.random.default_rng(1)
    estimate = random.uniform(1, 10, 4000)
    y = estimate * random.uniform(0.5, 1.5, 4000)
    worth = Worth(over=1, under=4)  # the 80 % quantile of y is 1.3 times the estimate
    rule = sloped(worth, y, estimate, None)
    assert (rule.slope, rule.shift) == (pytest.approx(1.3, abs=0.03), pytest.approx(0, abs=0.1))
    learned = learn_decision(problem_of(1, worth), y, estimate, Stakes())
    assert learned.way == "sloped"
    assert learned.earned["sloped"] > learned.earned["shifted"] > learned.earned["plain"]


def test_without_worth_nothing_is_learned() -> None:
    problem = Problem(target="y", task="regression", metric="rmse")
    assert learn_decision(problem, np.zeros(50), np.zeros(50), Stakes()) is None


def test_a_handful_of_rows_decides_by_costs_alone() -> None:
    y = np.tile([0, 1], 8)
    learned = learn_decision(problem_of(2, CALLS), y, both(np.linspace(0, 1, 16)), Stakes())
    assert (learned.way, learned.decision.threshold) == ("costs", pytest.approx(0.1))


def test_rows_without_an_output_are_left_out() -> None:
    random = np.random.default_rng(2)
    p = random.random(400)
    y = (random.random(400) < p).astype(int)
    output = both(p)
    whole = learn_decision(problem_of(2, CALLS), y, output, Stakes())
    holes = np.vstack([output, np.full((9, 2), np.nan)])
    assert learn_decision(problem_of(2, CALLS), np.r_[y, np.zeros(9, int)], holes, Stakes()).decision == whole.decision


def test_other_costs_move_the_decision_the_right_way() -> None:
    random = np.random.default_rng(3)
    p = random.random(2000)
    y = (random.random(2000) < p).astype(int)
    learned = learn_decision(problem_of(2, CALLS), y, both(p), Stakes())
    dearer = learned.again(CALLS.changed("gain.0.1", 1.5)).threshold
    assert dearer > learned.decision.threshold == pytest.approx(0.1, abs=0.04)


KINDS = ("calibrated", "sharp", "flat", "prior", "noise", "mixed")


def simulated(seed: int, rows: int):
    """(worth, y, outputs): 2 to 6 classes, gains of many sizes, probabilities right or wrong in six ways."""
    random = np.random.default_rng(seed)
    width, kind = 2 + seed % 5, KINDS[seed // 5 % 6]
    score = np.log(random.dirichlet(np.full(width, 3.0))) + random.normal(size=(rows, width)) * random.uniform(0.7, 2.5)
    told = score - np.logaddexp.reduce(score, axis=1, keepdims=True)
    y = np.minimum((np.exp(told).cumsum(axis=1) < random.random((rows, 1))).sum(axis=1), width - 1)
    if kind in ("sharp", "flat", "mixed"):
        told = told * {"sharp": 2.5, "flat": 0.4, "mixed": random.uniform(0.4, 2.5)}[kind]
    if kind in ("prior", "mixed"):
        told = told + random.normal(size=width)
    if kind in ("noise", "mixed"):
        told = told + random.normal(size=(rows, width)) * 0.6
    output = np.exp(told - np.logaddexp.reduce(told, axis=1, keepdims=True))
    gain = -20 * random.lognormal(0, 1.2, (width, width))
    gain[np.arange(width), np.arange(width)] = 20 * random.lognormal(0, 1.0, width)
    if random.random() < 0.5:  # answering the first class is doing nothing, which costs and earns nothing where right
        gain[0, 0] = 0.0
    return Worth(gain=tuple(map(tuple, gain.tolist()))), y, output


def attainable(worth: Worth, y: np.ndarray, output: np.ndarray) -> float:
    """About the most that any rule of the family earns on these rows, chosen with their outcomes known."""
    calibration = fit_calibration(y, output)
    rules = [DecisionRule(), by_costs(worth), by_costs(worth, calibration)]
    if output.shape[1] == 2:
        rules.append(searched(worth, y, output, None))
    best = max(worth.earned(y, rule.decide(output)).mean() for rule in rules)
    offsets = np.array(calibration.offsets)
    for _ in range(2):
        for place in range(len(offsets) if output.shape[1] > 2 else 0):
            for step in (-0.6, -0.3, -0.15, 0.15, 0.3, 0.6):
                trial = offsets + step * np.eye(len(offsets))[place]
                rule = replace(by_costs(worth, calibration), offsets=tuple(trial))
                earned = worth.earned(y, rule.decide(output)).mean()
                if earned > best:
                    best, offsets = earned, trial
    return float(best)


@pytest.mark.parametrize("rows", [pytest.param(1000), pytest.param(4000, marks=pytest.mark.slow)])
def test_a_hundred_cost_matrices(rows: int) -> None:
    """Learned out of fold, judged elsewhere: nine tenths of what could be earned over doing nothing, nine times of ten.

    And never behind deciding for the most likely class by more than noise.
    """
    found = []
    for seed in range(100):
        worth, y, output = simulated(seed, 2 * rows)
        learned = learn_decision(problem_of(output.shape[1], worth), y[:rows], output[:rows], Stakes())
        y, output = y[rows:], output[rows:]
        earned = worth.earned(y, learned.decision.decide(output))
        nothing = worth.earned(y, np.zeros(rows)).mean()
        behind = worth.earned(y, DecisionRule().decide(output)) - earned
        room = attainable(worth, y, output) - nothing
        found.append((earned.mean() - nothing >= 0.9 * room, behind.mean() > 2 * behind.std() / rows**0.5))
    enough, lost = np.array(found).T
    assert enough.mean() >= 0.9
    assert not lost.any()


@pytest.mark.slow
def test_beyond_the_best_single_answer() -> None:
    """The same counted from the one answer for every row that pays best, on so many rows that chance hardly counts.

    On 1,000 rows the most that could be earned is found with their outcomes known, and is half luck there.
    """
    enough = []
    for seed in range(100):
        worth, y, output = simulated(seed, 31_000)
        learned = learn_decision(problem_of(output.shape[1], worth), y[:1000], output[:1000], Stakes())
        y, output = y[1000:], output[1000:]
        single = max(worth.table[y, said].mean() for said in range(output.shape[1]))
        earned = worth.earned(y, learned.decision.decide(output)).mean()
        enough.append(earned - single >= 0.9 * (attainable(worth, y, output) - single))
    assert np.mean(enough) >= 0.9
