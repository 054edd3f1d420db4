"""A card with gains or costs, from the run to the model file and its predictions."""

import json

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.foundation.errors import HanpanError

FEW = {"trials": 4, "workers": 0, "lang": "en", "algorithms": "baseline,logistic_regression,decision_tree"}
NUMBERS = {**FEW, "trials": 3, "algorithms": "baseline,linear_regression,decision_tree"}
CALLS = """
[problem]
target = "gone"
positive = "yes"
[success]
over_rule = 1.05
[value]
currency = "원"
amount = "price"
nothing = "no"
rule = "today"
[value.gain.yes]
yes = 2
no = -5
[value.gain.no]
yes = -0.5
no = 0
"""
STOCK = """
[problem]
target = "sold"
unit = "box"
[success]
metric = "profit"
at_least = -2
[value]
currency = "$"
over = 1
under = 4
"""


def customers(rows: int = 600) -> pd.DataFrame:
    random = np.random.default_rng(0)
    x, price = random.normal(size=rows), random.uniform(1, 3, rows).round(2)
    gone = random.random(rows) < 1 / (1 + np.exp(-(1.5 * x - 1.5)))
    today = np.where(x > 1, "yes", "no")
    return pd.DataFrame({"x": x.round(3), "price": price, "today": today, "gone": np.where(gone, "yes", "no")})


def shop(rows: int = 400) -> pd.DataFrame:
    random = np.random.default_rng(1)
    x = random.normal(size=rows)
    return pd.DataFrame({"x": x.round(3), "sold": (10 + 2 * x + random.normal(size=rows)).round(2)})


def ran(folder, frame: pd.DataFrame, card: str, options: dict, **more):
    table, path = folder / "table.csv", folder / "hanpan.toml"
    frame.to_csv(table, index=False)
    path.write_text(card, "utf-8")
    return hanpan.run(str(table), config=str(path), out=str(folder / "study"), **options, **more)


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    return ran(tmp_path_factory.mktemp("calls"), customers(), CALLS, FEW, require="profit>=-9,auc>=0.6")


def test_the_record(calls) -> None:
    written = json.loads((calls.folder / "evaluation.json").read_text("utf-8"))
    worth = written["value"]
    assert worth["nothing"] < worth["realised"] <= worth["oracle"]
    assert worth["rule"] < worth["oracle"]
    assert written["metrics"]["profit"]["value"] == pytest.approx(worth["realised"])
    assert written["threshold"] == pytest.approx(0.5 / 7.5, abs=0.06)  # 0.5 lost against 7 won
    assert written["verdict"] in ("reached", "without_model", "undecided", "not_reached")
    assert written["next_step"]["code"].startswith("next_")
    if written["verdict"] == "without_model":  # calling everybody earns as much: no merit of the model
        assert calls.requirement_met is False


def test_the_board_has_the_worth_of_every_model(calls) -> None:
    frame = calls.board.to_frame()
    assert frame.columns[-1] == "worth_per_100"
    assert frame["worth_per_100"].notna().all()
    assert (calls.folder / "board.csv").read_text("utf-8").splitlines()[0].endswith("diagnosis,worth_per_100")
    assert calls.board.worth.currency == "원"
    assert "Worth per 100 rows" in calls.report().read_text("utf-8")


def test_the_rule_is_kept_out_and_said(calls) -> None:
    assert ("today", "todays_rule") in calls.left_out
    assert "today" not in [column.name for column in calls.schema.features]
    assert "price" in [column.name for column in calls.schema.features]


def test_the_model_file_decides_as_judged(calls) -> None:
    frame = customers(900).tail(300)
    model = hanpan.load(calls.model_path)
    threshold = calls.evaluation.threshold
    assert model.decision.threshold == threshold
    expected = np.where(model.predict_proba(frame)[:, 1] >= threshold, "yes", "no")
    assert model.predict(frame).tolist() == expected.tolist()
    assert model.problem.value.gain == ((0, -0.5), (-5, 2))


def test_a_labelled_table_is_valued_too(calls, tmp_path) -> None:
    from hanpan.deployment.predictor import Predictor

    predictor = Predictor.load(calls.model_path)
    customers().to_csv(tmp_path / "new.csv", index=False)
    value = predictor.evaluate_file(str(tmp_path / "new.csv")).value
    assert value.rule is not None
    assert value.amounts
    customers().drop(columns="today").to_csv(tmp_path / "new.csv", index=False)
    assert predictor.evaluate_file(str(tmp_path / "new.csv")).value.rule is None


def test_another_row_of_the_board_has_a_decision_of_its_own(calls, tmp_path) -> None:
    last = len(calls.board.ranked) - 1
    other = hanpan.load(calls.save(tmp_path / "other.hanpan", model=last))
    assert other.decision.threshold is not None
    assert abs(other.decision.threshold - 0.5) > 0.2


def test_predicted_values_are_moved_to_what_costs_least(tmp_path) -> None:
    study = ran(tmp_path, shop(), STOCK, NUMBERS)
    assert study.problem.metric == "mae"
    assert "profit_ranking" in {finding.code for finding in study.profile.findings}
    value = study.evaluation.value
    assert value.realised > value.plain > value.nothing
    model = hanpan.load(study.model_path)
    frame = shop(500).tail(100)
    assert model.decision.shift == pytest.approx(0.84, abs=0.3)  # the 80 % quantile of a standard normal error
    assert np.allclose(model.predict(frame) - model.output(model.typed(frame)), model.decision.shift)
    out = tmp_path / "answers.csv"
    from hanpan.deployment.predictor import Predictor

    Predictor.load(study.model_path).score_file(frame, out)
    answers = pd.read_csv(out)
    assert np.allclose(answers["prediction"] - answers["estimate"], model.decision.shift)


def test_a_requirement_in_money_needs_a_card(tmp_path) -> None:
    shop().to_csv(tmp_path / "t.csv", index=False)
    with pytest.raises(HanpanError) as caught:
        hanpan.run(str(tmp_path / "t.csv"), target="sold", require="profit>=1", out=str(tmp_path / "s"), **NUMBERS)
    assert caught.value.key == "profit_without_value"
