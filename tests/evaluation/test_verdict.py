"""The verdict of a goal, and the gate of --require."""

from dataclasses import replace

import numpy as np
import pytest
from judged_cases import calibrated, class_case, value_case

from hanpan.business.card import Success
from hanpan.business.decision import DecisionRule
from hanpan.business.value import Stakes, Worth
from hanpan.evaluation.goals.requirement import Requirement, all_met, parse_requirements
from hanpan.evaluation.judge import evaluate
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.errors import UsageError


def told(goal: Success | None, **fields) -> str | None:
    """On an accuracy of about .75 ± .04 of 400 rows."""
    return evaluate(class_case(*calibrated(400, 2), criterion=goal, **fields)).verdict


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (Success(metric="accuracy", at_least=0.5), "reached"),
        (Success(metric="accuracy", at_least=0.95), "not_reached"),
        (Success(metric="accuracy", at_least=0.76), "undecided"),
        (Success(at_most=2.0), "reached"),  # of the ranking metric, log loss
        (Success(at_most=0.1), "not_reached"),
        (Success(), None),
        (Success(metric="accuracy"), None),
        (Success(over_rule=1.1), None),
        (Success(metric="rmse", at_most=3.0), None),
        (None, None),
    ],
)
def test_verdict_by_the_interval(goal: Success | None, expected: str | None) -> None:
    assert told(goal) == expected


def test_out_of_fold_is_undecided_at_most() -> None:
    assert told(Success(metric="accuracy", at_least=0.5), judged_on="out_of_fold") == "undecided"
    assert told(Success(metric="accuracy", at_least=0.95), judged_on="out_of_fold") == "not_reached"


CHEAP = Worth(gain=((0.0, -1.0), (-100.0, 80.0)), nothing=0.0, currency="원")


def with_worth(worth: Worth, goal: Success, *, sharp: float = 1.0, rows: int = 400, **fields) -> Evaluation:
    """Two classes by the decision that pays best for their probabilities."""
    y, output = calibrated(rows, 2, sharpness=sharp)
    case = class_case(y, output, criterion=goal, decision=DecisionRule(gain=worth.gain), **fields)
    return evaluate(replace(case, problem=replace(case.problem, value=worth, unit_of_analysis="고객")))


def test_a_call_so_cheap_that_everybody_is_called_needs_no_model() -> None:
    found = with_worth(CHEAP, Success(metric="profit", at_least=10), sharp=50.0)
    assert found.verdict == "without_model"
    assert (found.unaided.way, found.unaided.said) == ("single", "b")
    assert "모든 고객을 “b”로" in found.verdict_text("ko")
    assert found.next_step.code == "next_without_model"
    assert found.to_frame().set_index("metric").loc["profit", "baseline"] <= found.metrics["profit"].value
    assert not all_met("profit>=10", found)
    assert not all_met("goal", found)


def test_a_model_that_adds_money_beyond_chance_reaches_the_goal() -> None:
    dear = Worth(gain=((0.0, -60.0), (-100.0, 80.0)), nothing=0.0)
    found = with_worth(dear, Success(metric="profit", at_least=0), sharp=0.3)
    assert found.verdict == "reached"
    assert found.unaided.beaten
    assert found.unaided.low > 0
    assert all_met("profit>=0, goal", found)


def test_at_the_goal_but_not_clearly_ahead_is_undecided_in_its_own_words() -> None:
    worth = Worth(gain=((0.0, -20.0), (-100.0, 80.0)), nothing=0.0)
    found = with_worth(worth, Success(metric="profit", at_least=20), sharp=20.0, rows=60)
    assert not found.unaided.beaten
    if found.verdict == "undecided" and found.metrics["profit"].low >= 20:
        assert "not clearly ahead" in found.verdict_text("en")
    assert found.verdict != "reached"


def test_todays_rule_that_knows_as_much_is_kept() -> None:
    y, output = calibrated(400, 2)
    worth = Worth(gain=((0.0, -60.0), (-100.0, 80.0)), nothing=0.0, rule="today")
    rule = DecisionRule(gain=worth.gain)
    stakes = Stakes(rule=rule.decide(output))
    case = class_case(y, output, criterion=Success(metric="profit", at_least=0), decision=rule, stakes=stakes)
    found = evaluate(replace(case, problem=replace(case.problem, value=worth)))
    assert (found.verdict, found.unaided.way) == ("without_model", "rule")


def test_a_metric_that_one_answer_for_all_reaches_needs_no_model() -> None:
    y, output = calibrated(400, 2)
    found = evaluate(class_case(y, output, criterion=Success(metric="recall", at_least=0.6)))
    assert (found.verdict, found.unaided.said) == ("without_model", "b")


def test_every_baseline_of_one_table_answers_the_same() -> None:
    found = with_worth(CHEAP, Success(metric="profit", at_least=10))
    y, _ = calibrated(400, 2)
    commonest = np.bincount(y).argmax()
    table = found.to_frame().set_index("metric")["baseline"]
    assert table["profit"] == pytest.approx(CHEAP.earned(y, np.full(len(y), commonest)).mean())
    assert table["accuracy"] == pytest.approx((y == commonest).mean())


def test_values() -> None:
    y = np.random.default_rng(0).normal(100, 10, 300)
    case = value_case(y, y + np.random.default_rng(1).normal(0, 2, 300), criterion=Success(metric="mae", at_most=3))
    assert evaluate(case).verdict == "reached"


def test_a_metric_without_a_value_decides_nothing() -> None:
    case = value_case(np.zeros(50), np.ones(50), criterion=Success(metric="mape", at_most=0.1))
    assert evaluate(case).verdict == "undecided"


def exact() -> object:
    """MAE and RMSE of exactly 2."""
    return evaluate(value_case(np.arange(40.0), np.arange(40.0) + 2))


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ("mae<=2", True),
        ("mae<2", False),
        ("mae>=2", True),
        ("mae>2", False),
        ("MAE <= 2.0", True),
        ("rmse<=.2e1", True),
        ("mae<=3,rmse<=3", True),
        ("mae<=3, rmse<=1", False),
        ("mae>=-1", True),
        ("auc>=0.1", False),  # no such value here
    ],
)
def test_requirements(rule: str, met: bool) -> None:
    assert all_met(rule, exact()) is met


def test_a_metric_that_is_not_defined_meets_nothing() -> None:
    evaluation = evaluate(value_case(np.zeros(30), np.ones(30)))
    assert not all_met("mape<=1", evaluation)
    assert not all_met("mape>=0", evaluation)


def test_several_rules_are_read() -> None:
    assert parse_requirements(" auc >= 0.8,f1>.5") == [Requirement("auc", ">=", 0.8), Requirement("f1", ">", 0.5)]


@pytest.mark.parametrize(
    "rule",
    ["", "auc", "auc=0.8", "auc==0.8", "auc=>0.8", "auc>=", ">=0.8", "auc>=x", "auc>=0.8;", "auc>=0.8,", "auc>=nan"],
)
def test_nonsense_is_refused(rule: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_requirements(rule)
    assert caught.value.key == "requirement_unreadable"
    assert caught.value.exit_code == 2


def test_an_unknown_metric_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        parse_requirements("accurcy>=0.8")
    assert caught.value.key == "unknown_metric"
    assert "accuracy" in caught.value.message("en")
