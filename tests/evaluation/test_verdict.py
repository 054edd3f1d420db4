"""The verdict of a goal, and the gate of --require."""

import numpy as np
import pytest
from judged_cases import calibrated, class_case, value_case

from hanpan.business.card import Success
from hanpan.evaluation.judge import evaluate
from hanpan.evaluation.requirement import Requirement, all_met, parse_requirements
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
