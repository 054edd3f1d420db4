"""What decisions were worth, computed by hand; the goal in money, and the next step beside its verdict."""

from dataclasses import replace

import numpy as np
import pytest
from judged_cases import calibrated, class_case, value_case

from hanpan.business.card import Success
from hanpan.business.decision import DecisionRule
from hanpan.business.value import Stakes, Worth
from hanpan.evaluation.deciding.classes import by_costs
from hanpan.evaluation.judge import evaluate
from hanpan.foundation.files import from_json, to_json

GAIN = ((0.0, -20.0), (-100.0, 80.0))
CALLS = Worth(currency="원", gain=GAIN, nothing=0.0, nothing_given=True)


def both(p) -> np.ndarray:
    p = np.asarray(p, dtype=float)
    return np.column_stack([1 - p, p])


def valued(case, worth: Worth, **changes):
    return replace(case, problem=replace(case.problem, value=worth), **changes)


def four(**changes):
    """Ten times: of four rows, a loyal one left alone, a loyal one called, a leaver missed, a leaver called."""
    y, p = np.array([0, 0, 1, 1] * 10), np.array([0.1, 0.7, 0.2, 0.9] * 10)
    return valued(class_case(y, both(p)), CALLS, **changes)


def test_figures_per_row() -> None:
    found = evaluate(four()).value
    assert found.realised == found.plain == (0 - 20 - 100 + 80) / 4
    assert found.nothing == (0 + 0 - 100 - 100) / 4
    assert found.oracle == (0 + 0 + 80 + 80) / 4
    assert (found.rule, found.rows, found.currency, found.nothing_said) == (None, 40, "원", "a")
    assert found.money == [[0, -200], [-1000, 800]]
    assert (found.single, found.single_said) == ((-20 - 20 + 80 + 80) / 4, "b")  # call everyone
    assert found.ahead["single"].value == -40


def test_a_cut_off_finds_the_missed() -> None:
    found = evaluate(four(decision=DecisionRule(threshold=0.15)))
    assert found.value.realised == (0 - 20 + 80 + 80) / 4
    assert found.value.plain == -10
    assert found.value.ahead["plain"].value == 45
    assert found.threshold == 0.15
    assert found.metrics["profit"].value == 35
    assert found.metrics["profit"].baseline == (-20 - 20 + 80 + 80) / 4  # half of them leave: call everyone
    assert found.metrics["accuracy"].baseline == 0.5


def test_amounts_weigh() -> None:
    amount = np.array([1.0, 2, 3, 4] * 10)
    found = evaluate(four(stakes=Stakes(amount=amount))).value
    assert found.realised == (0 - 40 - 300 + 320) / 4
    assert found.oracle == (240 + 320) / 4
    assert found.amounts


def test_todays_rule() -> None:
    rule = np.array([1, 0, 1, 0] * 10)
    found = evaluate(four(stakes=Stakes(rule=rule))).value
    assert found.rule == (-20 + 0 + 80 - 100) / 4 == -10
    assert found.ahead["rule"].value == 0
    assert found.ahead["rule"].low < 0 < found.ahead["rule"].high


def test_the_curve_at_each_cut_off() -> None:
    curve = evaluate(four()).value.curve
    told = dict(zip(curve["threshold"], curve["value"], strict=True))
    assert told[1.0] == -50  # nobody is called
    assert told[0.9] == (80 - 100) / 4
    assert told[0.7] == told[0.5] == (80 - 20 - 100) / 4
    assert told[0.2] == (80 - 20 + 80) / 4
    assert told[0.0] == (80 - 20 + 80 - 20) / 4


def test_a_fifth_off() -> None:
    case = four(decision=by_costs(CALLS), again=by_costs)
    swings = {(one.actual, one.said, one.change): one for one in evaluate(case).value.swings}
    assert len(swings) == 6
    dearer = swings["a", "b", 0.2]
    assert dearer.worth == pytest.approx(-24)
    assert dearer.choice == pytest.approx(24 / 204)
    assert dearer.kept == pytest.approx((-24 - 24 + 80 + 80) / 4)  # at .1 everyone is called
    assert dearer.anew == pytest.approx((-24 + 80 + 80) / 4)  # at .118 the first is left alone
    assert dearer.clear


def test_doing_nothing_may_be_the_best_single_answer() -> None:
    dear = Worth(gain=((0.0, -500.0), (-100.0, 80.0)), nothing=0.0)
    assert evaluate(valued(four(), dear)).value.single is None


def test_more_classes_in_money() -> None:
    gain = ((5.0, -1.0, -1.0), (-2.0, 9.0, -3.0), (-40.0, -4.0, 6.0))
    y, p = np.array([0, 1, 2] * 10), np.tile([0.5, 0.3, 0.2], (30, 1))
    case = valued(class_case(y, p), Worth(gain=gain, nothing=0.0), decision=DecisionRule(gain=gain))
    found = evaluate(case).value
    assert found.realised == pytest.approx((-1 + 9 - 4) / 3)  # the second class is expected to pay best
    assert found.plain == pytest.approx((5 - 2 - 40) / 3)
    assert found.money[2][1] == pytest.approx(-40)
    assert not found.curve


def test_values_and_their_correction() -> None:
    y, output = np.tile([10.0, 12.0], 20), np.tile([11.0, 11.0], 20)
    worth = Worth(over=1, under=3)
    case = valued(value_case(y, output), worth, decision=DecisionRule(shift=1.0), way="shifted")
    found = evaluate(case)
    assert found.value.realised == -(2 + 0) / 2
    assert found.value.plain == -(1 + 3) / 2
    assert found.value.nothing == -2  # the mean, 11
    assert found.value.oracle == 0
    assert found.value.correction == {"shift": 1.0, "slope": 1.0}
    assert found.metrics["mae"].value == 1  # technical metrics judge the estimate


def test_intervals_shrink_with_rows_and_hold_the_value() -> None:
    def width(rows: int) -> float:
        y, output = calibrated(rows, 2)
        own = evaluate(valued(class_case(y, output), CALLS, decision=by_costs(CALLS))).value.intervals["realised"]
        assert own.low < own.value < own.high
        return own.high - own.low

    assert width(4000) == pytest.approx(width(400) / 10**0.5, rel=0.35)


def test_nothing_without_a_card() -> None:
    found = evaluate(class_case(*calibrated(100, 2)))
    assert found.value is None
    assert "profit" not in found.metrics


def test_the_record_is_kept_whole() -> None:
    found = evaluate(four(decision=by_costs(CALLS), again=by_costs, criterion=Success(metric="profit", at_least=3)))
    assert from_json(to_json(found), type(found)) == found


def judged(goal: Success, **changes):
    """Calibrated rows, decided by costs: a row is worth about 23, doing nothing -50, knowing every outcome 40."""
    y, output = calibrated(2000, 2)
    return evaluate(valued(class_case(y, output, criterion=goal), CALLS, decision=by_costs(CALLS), **changes))


@pytest.mark.parametrize(
    ("goal", "verdict", "step"),
    [
        (Success(metric="profit", at_least=10), "reached", "next_use"),
        (Success(metric="profit", at_least=35), "not_reached", "next_better_columns"),
        (Success(metric="profit", at_least=100), "not_reached", "next_other_goal"),
        (Success(metric="profit", at_most=0), "not_reached", "next_better_columns"),
    ],
)
def test_a_goal_in_money(goal: Success, verdict: str, step: str) -> None:
    found = judged(goal)
    assert (found.verdict, found.next_step.code, found.goal) == (verdict, step, goal)
    for language in ("ko", "en"):
        assert found.next_step.part("advice", language)


@pytest.mark.parametrize(("diagnosis", "step"), [("overfit", "next_more_rows"), ("underfit", "next_simpler_or_richer")])
def test_the_next_step_by_the_diagnosis(diagnosis: str, step: str) -> None:
    assert judged(Success(metric="profit", at_least=35), diagnosis=diagnosis).next_step.code == step


def test_how_many_rows_would_settle_it() -> None:
    value = judged(Success(metric="profit", at_least=0)).value.intervals["realised"]
    near = value.value - 0.5 * (value.value - value.low)
    found = judged(Success(metric="profit", at_least=near))
    assert (found.verdict, found.next_step.code) == ("undecided", "next_judge_rows")
    assert found.next_step.evidence["needed"] == pytest.approx(8000, rel=0.05)  # half as wide: four times the rows
    assert judged(Success(metric="profit", at_least=value.value)).next_step.code == "next_too_close"


@pytest.mark.parametrize(("share", "verdict"), [(0.2, "reached"), (1.0, "undecided"), (3.0, "not_reached")])
def test_beyond_todays_rule(share: float, verdict: str) -> None:
    """A goal of a share of what the model is ahead of a rule that finds most leavers, too."""
    y, output = calibrated(2000, 2)
    rule = (output[:, 1] + np.random.default_rng(1).normal(0, 0.12, 2000) > 0.1).astype(int)
    base = valued(class_case(y, output), CALLS, decision=by_costs(CALLS), stakes=Stakes(rule=rule))
    today = evaluate(base).value
    lift = today.realised / today.rule
    goal = Success(over_rule=1 + (lift - 1) * share)
    found = evaluate(replace(base, criterion=goal))
    assert found.verdict == verdict
    assert found.value.over_rule.value == pytest.approx(found.value.realised - goal.over_rule * found.value.rule)


def test_a_rule_that_costs_is_to_be_beaten_by_a_share_of_its_cost() -> None:
    found = evaluate(four(stakes=Stakes(rule=np.zeros(40, dtype=int)), criterion=Success(over_rule=1.1)))
    assert found.value.over_rule.value == pytest.approx(-10 - (-50 + 5))


def test_without_the_rule_in_the_table_nothing_is_said_about_it() -> None:
    assert evaluate(four(criterion=Success(over_rule=1.1))).verdict is None
