"""``hanpan new``: the business questions asked, and the card they make."""

import io

import pytest

from hanpan.business.card import read_card
from hanpan.business.cardwriting import card_text

CHURN = "id,age,plan,left,paid\n" + "".join(
    f"{i},{20 + i % 40},{'ab'[i % 2]},{'yes' if i % 3 else 'no'},{i * 7 % 50}\n" for i in range(60)
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "churn.csv"
    path.write_text(CHURN, encoding="utf-8")
    return path


@pytest.fixture
def answer(hanpan, monkeypatch, tmp_path, table):
    def call(*lines: str, lang: str = "en"):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return hanpan("new", table, "--out", tmp_path / "card.toml", "--lang", lang)

    return call


def test_every_answer_reaches_the_card(answer, tmp_path):
    done = answer(
        "left",
        "누가 떠나는가?",
        "yes",
        "paid",
        "",
        "",
        "age",
        "y",
        "원",
        "80",
        "-100",
        "-20",
        "0",
        "no",
        "plan",
        "paid",
        "auc >= 0.8",
        "age",
        "젊으면 떠난다",
        "",
        "5m",
    )
    assert done.code == 0
    assert done.out.strip() == str(tmp_path / "card.toml")
    card = read_card(tmp_path / "card.toml")
    assert card.problem.target == "left"
    assert (card.problem.question, card.problem.positive) == ("누가 떠나는가?", "yes")
    assert (card.problem.unknown_at_prediction, card.problem.protected) == (("paid",), ("age",))
    assert (card.success.metric, card.success.at_least) == ("auc", 0.8)
    assert card.value.gain == {"no": {"no": 80.0, "yes": -100.0}, "yes": {"no": -20.0, "yes": 0.0}}
    assert (card.value.currency, card.value.nothing) == ("원", "no")
    assert (card.value.rule, card.value.amount) == ("plan", "paid")
    assert [(one.x, one.because) for one in card.hypotheses] == [("age", "젊으면 떠난다")]
    assert card.run == {"budget": "5m"}


def test_a_wrong_answer_is_explained_and_asked_again(answer, tmp_path):
    done = answer(
        "lefft",
        "4",
        "",
        "maybe",
        "yes",
        "agge",
        "age",
        "",
        "",
        "",
        "n",
        "auc = 3",
        "profit>=3",
        "auc>=.7",
        "left",
        "age",
    )
    assert "left" in done.err
    for told in ("Nearest", "One of: no, yes", "age", "the target itself"):
        assert told in done.err
    card = read_card(tmp_path / "card.toml")
    assert card.problem.unknown_at_prediction == ("age",)
    assert card.success.at_least == 0.7


def test_a_number_has_a_unit_and_two_kinds_of_costs(answer, tmp_path):
    answer("paid", "", "원", "", "", "", "", "예", "원", "1", "3", "", "", "profit >= -2", lang="ko")
    card = read_card(tmp_path / "card.toml")
    assert (card.problem.unit, card.success.metric, card.success.at_least) == ("원", "profit", -2.0)
    assert (card.value.over, card.value.under) == (1.0, 3.0)


def test_no_target_and_no_overwriting(answer, hanpan, table, tmp_path):
    assert answer().code == 2
    (tmp_path / "card.toml").write_text("mine")
    refused = answer("left")
    assert refused.code == 2
    assert "card.toml already" in refused.err
    assert (tmp_path / "card.toml").read_text() == "mine"


def test_the_card_of_a_full_interview_is_told_with_comments(answer, tmp_path):
    answer("paid", lang="ko")
    written = (tmp_path / "card.toml").read_text("utf-8")
    assert written.startswith("# 무엇을")
    assert card_text(read_card(tmp_path / "card.toml"), "ko") == written
