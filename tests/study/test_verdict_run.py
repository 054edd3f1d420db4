"""A card's goal from the run to evaluation.json, and the model's diagnosis beside it."""

import json

import pytest

import hanpan

CARD = """
[problem]
target = "target"
[success]
metric = "accuracy"
at_least = {goal}
"""
FEW = {
    "trials": 3,
    "workers": 0,
    "lang": "en",
    "insights": "none",
    "algorithms": "baseline,logistic_regression,decision_tree",
}


@pytest.mark.parametrize(("goal", "expected"), [("0.5", "reached"), ("0.97", "undecided"), ("0.9999", "not_reached")])
def test_the_goal_of_a_card_is_judged(tmp_path, goal: str, expected: str) -> None:
    card = tmp_path / "hanpan.toml"
    card.write_text(CARD.format(goal=goal), "utf-8")
    study = hanpan.run("sklearn:iris", config=str(card), out=str(tmp_path / "study"), **FEW)
    assert study.evaluation.verdict == expected
    written = json.loads((study.folder / "evaluation.json").read_text("utf-8"))
    assert written["verdict"] == expected


def test_without_a_goal_there_is_no_verdict(tmp_path) -> None:
    study = hanpan.run("sklearn:iris", target="target", out=str(tmp_path / "study"), **FEW)
    assert study.evaluation.verdict is None
