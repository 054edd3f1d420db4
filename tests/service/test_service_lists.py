"""Predictions of the service as a list to work with."""

import pytest

NEW = [{"나이": age, "도시": "서울", "가입일": "2024-03-01", "고객": f"{age}번"} for age in (25, 65, 45, 55)]


def test_the_largest_expected_gain_comes_first_with_reasons(client) -> None:
    asked = {"rows": NEW, "keep": ["고객"], "sort": "value", "top": 3, "reasons": 2}
    told = client.post("/v1/models/churn/predict", json=asked, headers={"Accept-Language": "ko"}).json()["predictions"]
    gains = [one["expected_gain"] for one in told]
    assert gains == sorted(gains, reverse=True)
    assert [one["kept"]["고객"] for one in told] == [NEW[one["row"]]["고객"] for one in told]
    assert told[0]["row"] == 1
    assert any("나이" in reason and "“leave”" in reason for reason in told[0]["reasons"])
    plain = client.post("/v1/models/churn/predict", json={"rows": NEW}).json()["predictions"]
    assert plain[1]["probabilities"] == told[0]["probabilities"]
    assert (plain[1]["prediction"] == "leave") == (gains[0] >= 0)


def test_numbers_are_sorted_by_the_prediction(client) -> None:
    told = client.post("/v1/models/amount/predict", json={"rows": NEW, "sort": "value", "top": 2}).json()["predictions"]
    assert [one["row"] for one in told] == [1, 3]


@pytest.mark.parametrize(
    "odd",
    [{"sort": "name"}, {"top": 0.5}, {"top": "3"}, {"top": -1}, {"reasons": True}, {"keep": "고객"}, {"reasons": 99}],
)
def test_what_cannot_be_listed_is_told(client, odd) -> None:
    told = client.post("/v1/models/churn/predict", json={"rows": NEW, **odd})
    assert told.status_code == 422
    assert told.json()["error"]["code"] == "list_option"
