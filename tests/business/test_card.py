"""The problem card: read strictly, nothing ignored, every refusal with its line."""

import tomllib
from pathlib import Path
from typing import get_args

import pytest

from hanpan.business.card import Card, ColumnKind, read_card
from hanpan.business.hypothesis import Hypothesis
from hanpan.data.schema import KINDS
from hanpan.foundation.errors import DataError, UsageError

FULL = """\
[problem]
question = "Which customers will leave next month?"
target = "CHURN"
positive = "LEAVE"
unit = "명"
unknown_at_prediction = ["CLOSED_AT"]
group = "household"
protected = ["sex"]
[success]
metric = "auc"
at_least = 0.8
[value]
currency = "원"
amount = "REVENUE"
nothing = "STAY"
rule = "TODAY"
over = 1
under = 3
[value.gain.LEAVE]
LEAVE = 80
STAY = -100
[value.gain.STAY]
LEAVE = -20
STAY = 0
[[hypotheses]]
x = "OVERAGE"
because = "people who pay overage feel cheated"
[[hypotheses]]
x = "INCOME"
[columns.zip]
kind = "category"
[columns."Shelve.Loc"]
kind = "ordered"
order = ["Bad", "Medium", "Good"]
[columns.when]
format = "%d/%m/%Y"
missing = []
[groups]
money = ["INCOME", "HOUSE"]
[run]
budget = 60
drop = ["id", "name"]
[[tables]]
path = "calls.csv"
key = "id"
aggregates = ["minutes:mean", "calls:count"]
"""


@pytest.fixture
def card_of(tmp_path: Path):
    def read(words: str | bytes) -> Card:
        path = tmp_path / "hanpan.toml"
        path.write_bytes(words if isinstance(words, bytes) else words.encode())
        return read_card(path)

    return read


def test_every_section_is_read(card_of) -> None:
    card = card_of(FULL)
    assert card.problem.target == "CHURN"
    assert card.problem.unknown_at_prediction == ("CLOSED_AT",)
    assert (card.success.goal, card.success.at_least) == ("at_least", 0.8)
    assert card.value.gain["STAY"] == {"LEAVE": -20.0, "STAY": 0.0}
    assert (card.value.over, card.value.under) == (1.0, 3.0)
    assert [hypothesis.x for hypothesis in card.hypotheses] == ["OVERAGE", "INCOME"]
    assert card.groups == {"money": ("INCOME", "HOUSE")}
    assert card.tables[0].aggregates == ("minutes:mean", "calls:count")
    assert card.tables[0].how == "left"


def test_corrections_hold_only_what_was_said(card_of) -> None:
    assert card_of(FULL).corrections() == {
        "zip": {"kind": "category"},
        "Shelve.Loc": {"kind": "ordered", "order": ["Bad", "Medium", "Good"]},
        "when": {"format": "%d/%m/%Y", "missing": []},
    }


def test_options_are_what_a_flag_could_say(card_of) -> None:
    card = card_of(FULL)
    told = {"budget": 60, "drop": ("id", "name"), "target": "CHURN", "positive": "LEAVE", "metric": "auc"}
    assert card.options() == told
    assert card.problem.group == "household"
    assert card.problem.time is None
    assert card.hypotheses[1] == Hypothesis(x="INCOME")


def test_an_empty_card_is_a_card(card_of) -> None:
    card = card_of("")
    assert (card.options(), card.corrections(), card.columns_needed()) == ({}, {}, [])


def test_columns_that_decide_about_rows_stay(card_of) -> None:
    words = "[problem]\ngroup = 'house'\n[value]\namount = 'REVENUE'\nrule = 'TODAY'\n"
    assert card_of(words).columns_needed() == ["house", "REVENUE", "TODAY"]


@pytest.mark.parametrize(
    ("words", "key", "line"),
    [
        ("[success]\nmetric = 'profit'\nat_least = 3\n", "card_profit_alone", 2),
        ("[success]\nover_rule = 1.1\n[value]\nover = 1\nunder = 2\n", "card_over_rule_alone", 2),
        ("[success]\nover_rule = 0.1\n[value]\nrule = 'T'\n", "card_over_rule_share", 2),
        ("[success]\nmetric = 'auc'\nover_rule = 1.1\n[value]\nrule = 'T'\n", "card_over_rule_metric", 3),
    ],
)
def test_a_goal_in_money_needs_what_it_is_counted_with(card_of, words, key, line) -> None:
    with pytest.raises(DataError) as refused:
        card_of(words)
    assert (refused.value.key, refused.value.fields["line"]) == (key, line)


def test_the_identity_does_not_depend_on_where_the_card_lies(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FULL)
    (tmp_path / "b.toml").write_text(FULL)
    assert read_card(tmp_path / "a.toml").identity() == read_card(tmp_path / "b.toml").identity()


@pytest.mark.parametrize(
    ("words", "line", "item", "near"),
    [
        ("[problem]\ntarget = 'y'\nquestoin = 'why'\n", 3, "problem.questoin", "question"),
        ("[problm]\ntarget = 'y'\n", 1, "problm", "problem"),
        ("[columns.zip]\nkind = 'category'\n\n[columns.age]\nknd = 'number'\n", 5, "columns.age.knd", "kind"),
        ("[[hypotheses]]\nx = 'a'\n[[hypotheses]]\nx = 'b'\nbecuase = 'c'\n", 5, "hypotheses[2].becuase", "because"),
        ("[success]\nmetrik = 'auc'\n", 2, "success.metrik", "metric"),
        ("path = 'x'\n", 1, "path", ""),
    ],
)
def test_an_unknown_key_is_refused_with_line_and_nearest_name(card_of, words, line, item, near) -> None:
    with pytest.raises(DataError) as refused:
        card_of(words)
    fields = refused.value.fields
    assert (refused.value.key, fields["line"], fields["item"]) == ("card_unknown_key", line, item)
    assert near in str(fields["names"])


@pytest.mark.parametrize(
    ("words", "line", "item"),
    [
        ("[problem]\ntarget = 3\n", 2, "problem.target"),
        ("[problem]\nprotected = 'sex'\n", 2, "problem.protected"),
        ("[problem]\nprotected = ['sex', 3]\n", 2, "problem.protected"),
        ("[success]\nat_least = '0.8'\n", 2, "success.at_least"),
        ("[success]\nat_least = true\n", 2, "success.at_least"),
        ("[columns.zip]\nkind = 'categori'\n", 2, "columns.zip.kind"),
        ("[columns]\nzip = 'category'\n", 2, "columns.zip"),
        ("[value.gain]\nLEAVE = 3\n", 2, "value.gain.LEAVE"),
        ("[value.gain.LEAVE]\nSTAY = 'much'\n", 2, "value.gain.LEAVE.STAY"),
        ("[groups]\nmoney = 'INCOME'\n", 2, "groups.money"),
        ("problem = 'y'\n", 1, "problem"),
        ("hypotheses = 'x'\n", 1, "hypotheses"),
        ("[tables]\npath = 'x'\n", 1, "tables"),
        ("hypotheses = ['x']\n", 1, "hypotheses[1]"),
        ("[run]\nbudget = 60\n[[tables]]\npath = 'a'\nkey = 'b'\nhow = 'outer'\n", 6, "tables[1].how"),
    ],
)
def test_a_wrong_type_is_told(card_of, words, line, item) -> None:
    with pytest.raises(DataError) as refused:
        card_of(words)
    fields = refused.value.fields
    assert (refused.value.key, fields["item"], fields["line"]) == ("card_wrong_type", item, line)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("[[tables]]\npath = 'x.csv'\n", "card_missing_key"),
        ("[[hypotheses]]\nbecause = 'x'\n", "card_missing_key"),
        ("[success]\nat_least = 1\nat_most = 2\n", "card_two_goals"),
        ("[columns.a]\nkind = 'category'\norder = ['x', 'y']\n", "card_order"),
        ("[run]\nconfig = 'other.toml'\n", "card_in_card"),
        ("[problem\n", "card_not_toml"),
        ("[problem]\ntarget = '가'\n".encode("cp949"), "card_not_utf8"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_both_languages(card_of, words, key) -> None:
    with pytest.raises(DataError) as refused:
        card_of(words)
    assert refused.value.key == key
    for language in ("ko", "en"):
        assert len(refused.value.message(language).splitlines()) == 3


def test_a_card_written_by_notepad_is_read(card_of) -> None:
    assert card_of(b"\xef\xbb\xbf[problem]\r\ntarget = 'y'\r\n").problem.target == "y"


def test_a_card_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        read_card(tmp_path / "none.toml")
    assert refused.value.key == "card_unreadable"
    with pytest.raises(UsageError):
        read_card(tmp_path)


def test_the_kinds_of_a_card_are_the_kinds_of_a_schema() -> None:
    assert get_args(ColumnKind) == KINDS


@pytest.mark.parametrize(
    ("line", "corrected"),
    [
        ("나이 = 3", '"나이" = 3'),
        ("[columns.나이]", '[columns."나이"]'),
        ("[[표]]", '[["표"]]'),
        ('columns."집 값".동네.kind = "number"', 'columns."집 값"."동네".kind = "number"'),
        ("total price = 1", '"total price" = 1'),
        ("gain = {LEAVE = 1, 머묾 = 2}", 'gain = {LEAVE = 1, "머묾" = 2}'),
    ],
)
def test_a_name_that_needs_quotes_is_told_with_the_line_as_it_should_stand(card_of, line: str, corrected: str) -> None:
    card = f'[problem]\ntarget = "y"\n{line}\n'
    with pytest.raises(DataError) as caught:
        card_of(card)
    assert caught.value.fields["line"] == 3
    assert all(corrected in caught.value.message(language) for language in ("ko", "en"))
    assert tomllib.loads(card.replace(line, corrected))


@pytest.mark.parametrize("words", ["target = 나", "[columns", "x = [1,", "= 3", "나", '"나" = {나'])
def test_what_else_is_not_toml_is_not_taken_for_it(card_of, words: str) -> None:
    with pytest.raises(DataError) as caught:
        card_of(f"[problem]\n{words}\n")
    assert caught.value.key == "card_not_toml"
