"""Korean sentences: a particle fits the name before it, in quotes or not."""

import pytest

from hanpan.foundation.texts import catalogue, text
from hanpan.foundation.texts.particles import Formatter


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("LEAVE", "“LEAVE”라고, LEAVE를"),
        ("STAY", "“STAY”라고, STAY를"),
        ("INCOME", "“INCOME”이라고, INCOME을"),
        ("승용차", "“승용차”라고, 승용차를"),
        ("화물", "“화물”이라고, 화물을"),
        ("1", "“1”이라고, 1을"),
        ("residual sugar", "“residual sugar”라고, residual sugar를"),
        ("AUC", "“AUC”라고, AUC를"),
        ("auc", "“auc”라고, auc를"),
        ("traffic", "“traffic”이라고, traffic을"),
        ("Ticket", "“Ticket”이라고, Ticket을"),
    ],
)
def test_the_particle_follows_the_quotes_and_fits_the_name(name: str, told: str) -> None:
    assert Formatter().format("{name:“”이라}고, {name:을를}", name=name) == told


def test_quotes_take_a_number_format_too() -> None:
    assert Formatter().format("{n:“”,으로}", n=1200) == "“1,200”으로"


def test_no_sentence_leaves_the_choice_of_particle_to_the_reader() -> None:
    """``은(는)`` behind a name is what a machine says."""
    assert not [key for key, said in catalogue("ko").items() if "}”은(는)" in said or "}”을(를)" in said]


def test_a_decision_is_told_with_its_label() -> None:
    assert "“LEAVE”로 결정합니다" in text("value.way.cut", "ko", label="LEAVE", threshold="0.2")
