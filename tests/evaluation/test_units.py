"""Units where people write them, and goals that mix up shares and per cent."""

import pytest

from hanpan.business.metrics import check_limit
from hanpan.business.problem import Problem
from hanpan.doors.telling.metrics import describe_metric
from hanpan.evaluation.goals.requirement import parse_requirements
from hanpan.evaluation.record import Judged
from hanpan.foundation.errors import DataError
from hanpan.foundation.texts import text
from hanpan.foundation.texts.particles import Formatter

JUDGED = Judged(value=12.5, low=11.0, high=14.0, baseline=25.0)


@pytest.mark.parametrize(
    ("unit", "language", "told"),
    [
        ("$", "en", "$12.5"),
        ("bikes", "en", "12.5 bikes"),
        ("명", "ko", "12.5명"),
        ("원", "ko", "12.5원"),
        ("₩", "ko", "₩12.5"),
        ("%", "en", "12.5%"),
    ],
)
def test_a_value_is_told_in_its_unit(unit, language, told):
    problem = Problem(target="y", task="regression", metric="mae", unit=unit)
    assert told in describe_metric("mae", JUDGED, problem, {}, language)


@pytest.mark.parametrize(("name", "limit"), [("accuracy", 80), ("auc", 1.2), ("mape", 12), ("r2", 85)])
def test_a_goal_in_per_cent_for_a_share_is_refused_with_the_share(name, limit):
    with pytest.raises(DataError) as refused:
        check_limit(name, limit)
    assert f"{limit / 100:g}" in refused.value.part("remedy", "en")


@pytest.mark.parametrize("rule", ["accuracy>=80", "mape<=12"])
def test_a_requirement_in_per_cent_is_refused(rule):
    with pytest.raises(DataError, match="0"):
        parse_requirements(rule)


@pytest.mark.parametrize(("name", "limit"), [("accuracy", 1), ("mape", 1.5), ("mae", 150), ("profit", 12), ("r2", -2)])
def test_other_goals_stand(name, limit):
    check_limit(name, limit)


def test_one_and_many_in_english():
    told = [Formatter().format("{n} {n:row|rows}", n=count) for count in (1, "1", 2, 0)]
    assert told == ["1 row", "1 row", "2 rows", "0 rows"]
    assert text("event.read", "en", rows=1, columns=2) == "Read 1 row, 2 columns."
