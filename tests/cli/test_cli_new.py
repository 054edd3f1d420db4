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


def test_eight_answers_make_a_card_with_money(answer, tmp_path):
    done = answer("left", "yes", "고객", "paid", "5천원", "10만원", "30", "300", lang="ko")
    assert done.code == 0
    assert done.out.strip() == str(tmp_path / "card.toml")
    card = read_card(tmp_path / "card.toml")
    assert (card.problem.target, card.problem.positive, card.problem.unit_of_analysis) == ("left", "yes", "고객")
    assert card.problem.unknown_at_prediction == ("paid",)
    assert card.value.gain == {"yes": {"yes": 25000.0, "no": 0.0}, "no": {"yes": -5000.0, "no": 0.0}}
    assert (card.value.currency, card.value.nothing, card.value.capacity) == ("원", "no", 300)
    assert (card.success.metric, card.success.at_least) == ("profit", 0)
    for told in ("고객 1명당 +25,000원", "확률이 16.7% 이상이면", "모든 고객에게 조치해도 고객 1명당 +15,000원"):
        assert told in " ".join(done.err.split())
    assert done.err.count("?") <= 9  # the questions


@pytest.mark.parametrize(
    ("cost", "worth", "told"),
    [("0", "100", "acting on every customer always wins"), ("50", "40", "doing nothing always wins")],
)
def test_one_answer_that_always_wins_is_told_at_once(answer, cost, worth, told):
    done = answer("left", "yes", "customer", "", cost, worth, "", "")
    assert told in " ".join(done.err.split())


def test_amounts_may_stand_in_a_column(answer, tmp_path):
    done = answer("left", "yes", "", "", "$5", "paid", "50%", "")
    card = read_card(tmp_path / "card.toml")
    mean = sum(i * 7 % 50 for i in range(60)) / 60
    assert (card.value.amount, card.value.currency) == ("paid", "$")
    assert card.value.gain["yes"]["yes"] == pytest.approx(0.5 - 5 / mean)
    assert card.value.gain["no"]["yes"] == pytest.approx(-5 / mean)
    assert "follows the amounts in “paid”" in " ".join(done.err.split())


def test_a_wrong_answer_is_explained_and_asked_again(answer, tmp_path):
    done = answer(
        "lefft", "4", "maybe", "yes", "", "agge", "age", "cheap", "", "auc = 3", "profit>=3", "auc>=.7", "left", "age"
    )
    assert "left" in done.err
    for told in ("Nearest", "One of: no, yes", "age", "the target itself", "no amount of money"):
        assert told in done.err
    card = read_card(tmp_path / "card.toml")
    assert card.problem.unknown_at_prediction == ("age",)
    assert (card.success.at_least, card.problem.time) == (0.7, "age")


def test_a_number_has_a_unit_and_two_kinds_of_costs(answer, tmp_path):
    done = answer("paid", "원", "건", "", "1원", "3", "profit >= -2", lang="ko")
    card = read_card(tmp_path / "card.toml")
    assert (card.problem.unit, card.success.metric, card.success.at_least) == ("원", "profit", -2.0)
    assert (card.value.over, card.value.under) == (1.0, 3.0)
    assert "결과의 75%가" in " ".join(done.err.split())


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
