"""The card's [value] against a target and a table: what fits is taken, what does not is refused with the nearest."""

import numpy as np
import pandas as pd
import pytest
from tests.support.problems import define

from hanpan.business.card import CardValue
from hanpan.data.load import load_dataset
from hanpan.data.question.worth import stakes_of
from hanpan.foundation.errors import DataError

GAIN = {"LEAVE": {"LEAVE": 80.0, "STAY": -100.0}, "STAY": {"LEAVE": -20.0, "STAY": 0.0}}


def table(**columns: object) -> pd.DataFrame:
    told = {"x": np.arange(40.0), "y": np.tile(["STAY", "STAY", "LEAVE", "STAY"], 10), "price": np.arange(40.0) + 0.25}
    return pd.DataFrame({**told, **columns})


def defined(target: str = "y", frame: pd.DataFrame | None = None, **told: object):
    frame = table() if frame is None else frame
    dataset = load_dataset(frame, target=target)
    return define(dataset, target, value=CardValue(**told))


def read(target: str, frame: pd.DataFrame | None, **told: object) -> None:
    problem, dataset, _ = defined(target, frame, **told)
    stakes_of(dataset.frame, problem, dataset)


def refused(target: str = "y", frame: pd.DataFrame | None = None, **told: object) -> DataError:
    with pytest.raises(DataError) as caught:
        read(target, frame, **told)
    for language in ("ko", "en"):
        assert caught.value.message(language)
    return caught.value


def test_gains_stand_in_the_order_of_the_labels() -> None:
    worth = defined(gain=GAIN, currency="원")[0].value
    assert worth.gain == ((0, -20), (-100, 80))  # STAY, LEAVE
    assert (worth.nothing, worth.nothing_given, worth.currency) == (0.0, False, "원")
    assert defined(gain=GAIN, nothing="LEAVE")[0].value.nothing == 1.0


def test_nothing_is_the_commonest_of_many() -> None:
    labels = [*"aabbbc" * 8]
    gain = {one: {other: float(one == other) for other in "abc"} for one in "abc"}
    worth = defined(frame=pd.DataFrame({"x": np.arange(48.0), "y": labels}), gain=gain)[0].value
    assert worth.nothing == 1.0


def test_values() -> None:
    worth = defined("price", over=1.0, under=3.0, nothing="7.5")[0].value
    assert (worth.over, worth.under, worth.nothing) == (1, 3, 7.5)
    assert defined("price", over=0.0, under=3.0)[0].value.nothing is None


@pytest.mark.parametrize(
    ("told", "key", "named"),
    [
        ({"currency": "원"}, "value_without_gain", "LEAVE"),
        ({"gain": {"LEAVE": GAIN["LEAVE"]}}, "value_gain_missing", "STAY"),
        ({"gain": {**GAIN, "STAY": {"STAY": 0.0}}}, "value_gain_missing", "LEAVE"),
        ({"gain": {**GAIN, "LEAVES": {"STAY": 0.0}}}, "value_label_unknown", "LEAVE"),
        ({"gain": {**GAIN, "STAY": {"STAY": 0.0, "LEAV": 1.0}}}, "value_label_unknown", "LEAVE"),
        ({"gain": {**GAIN, "STAY": {"STAY": 0.0, "LEAVE": float("nan")}}}, "value_not_finite", "value.gain.STAY.LEAVE"),
        ({"gain": GAIN, "nothing": "STAYS"}, "value_label_unknown", "STAY"),
        ({"gain": GAIN, "over": 1.0}, "value_for_regression", "over"),
        ({"gain": GAIN, "amount": "pric"}, "column_absent", "price"),
        ({"gain": GAIN, "amount": "kind"}, "value_amount_kind", "kind"),
        ({"gain": GAIN, "amount": "debt"}, "value_amount_negative", "debt"),
        ({"gain": GAIN, "rule": "TODA"}, "column_absent", "TODAY"),
        ({"gain": GAIN, "rule": "kind"}, "value_rule_labels", "STAY"),
        ({"gain": GAIN, "rule": "y"}, "role_clash", "y"),
    ],
)
def test_wrong_cards_of_classes(told: dict, key: str, named: str) -> None:
    frame = table(kind=["p", "q"] * 20, debt=np.arange(40.0) - 3, TODAY=["STAY"] * 40)
    error = refused(frame=frame, **told)
    assert error.key == key
    assert named in error.message("en")


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"gain": GAIN}, "value_for_classes"),
        ({"over": 1.0}, "value_one_side"),
        ({"currency": "원"}, "value_one_side"),
        ({"over": -1.0, "under": 2.0}, "value_negative_cost"),
        ({"over": 0.0, "under": 0.0}, "value_negative_cost"),
        ({"over": float("inf"), "under": 0.0}, "value_not_finite"),
        ({"over": 1.0, "under": 2.0, "nothing": "none"}, "value_nothing_number"),
        ({"over": 1.0, "under": 2.0, "rule": "y"}, "value_rule_number"),
    ],
)
def test_wrong_cards_of_values(told: dict, key: str) -> None:
    assert refused("price", **told).key == key


def test_profit_needs_worth() -> None:
    dataset = load_dataset(table(), target="y")
    with pytest.raises(DataError) as caught:
        define(dataset, "y", metric="profit")
    assert caught.value.key == "profit_without_value"


def test_models_are_ranked_by_what_they_can_be_compared_in() -> None:
    dataset = load_dataset(table(), target="y")
    assert define(dataset, "y", metric="profit", value=CardValue(gain=GAIN))[0].metric == "auc"
    dataset = load_dataset(table(), target="price")
    assert define(dataset, "price", metric="profit", value=CardValue(over=1.0, under=2.0))[0].metric == "mae"


def test_the_rule_reaches_no_model_and_the_amount_may() -> None:
    frame = table(TODAY=["STAY", "LEAVE"] * 20)
    problem, dataset, _ = defined(frame=frame, gain=GAIN, rule="TODAY", amount="price")
    assert (dataset.schema["TODAY"].role, dataset.schema["TODAY"].role_reason) == ("left_out", "todays_rule")
    assert dataset.schema["price"].role == "feature"
    stakes = stakes_of(dataset.frame, problem, dataset).stakes
    assert stakes.rule.tolist() == [0, 1] * 20
    assert stakes.amount.tolist() == (np.arange(40.0) + 0.25).tolist()


def test_gaps_are_filled_and_said() -> None:
    price = np.where(np.arange(40) < 4, np.nan, 3.0)
    rule = pd.Series(["LEAVE", None] * 20)
    problem, dataset, _ = defined(frame=table(price=price, TODAY=rule), gain=GAIN, rule="TODAY", amount="price")
    beside = stakes_of(dataset.frame, problem, dataset)
    assert beside.stakes.amount.tolist() == [3.0] * 40
    assert beside.stakes.rule.tolist() == [1, 0] * 20  # nothing is done
    assert {(one.code, one.evidence["count"]) for one in beside.findings} == {
        ("amount_missing", 4),
        ("rule_missing", 20),
    }


def test_labels_of_numbers() -> None:
    frame = pd.DataFrame({"x": np.arange(40.0), "y": [0, 1] * 20, "TODAY": [1, 1, 0, 1] * 10})
    problem, dataset, _ = defined(
        frame=frame, gain={"0": {"0": 0.0, "1": -1.0}, "1": {"0": -5.0, "1": 2.0}}, rule="TODAY"
    )
    assert stakes_of(dataset.frame, problem, dataset).stakes.rule.tolist() == [1, 1, 0, 1] * 10


def test_a_wrong_answer_that_pays_is_told() -> None:
    problem, dataset, _ = defined(gain={**GAIN, "LEAVE": {"LEAVE": -100.0, "STAY": 80.0}})
    found = stakes_of(dataset.frame, problem, dataset).findings
    assert [(one.code, one.subject) for one in found] == [("wrong_answer_pays", "LEAVE")]
    assert "80" in found[0].part("evidence", "ko")
