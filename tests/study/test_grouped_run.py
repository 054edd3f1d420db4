"""A card that names groups or a time: what the intervals of a run count, and that the model file still knows."""

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.deployment.predictor import Predictor

FEW = {"trials": 2, "workers": 0, "lang": "en", "algorithms": "baseline,linear_regression", "insights": "none"}


def visits() -> pd.DataFrame:
    random = np.random.default_rng(0)
    home = np.repeat(np.arange(60), 6)
    x = random.normal(size=360)
    day = pd.date_range("2024-01-01", periods=360).strftime("%Y-%m-%d")
    y = 2 * x + random.normal(size=60)[home] + 0.3 * random.normal(size=360)
    return pd.DataFrame({"home": [f"h{one}" for one in home], "day": day, "x": x.round(3), "y": y.round(3)})


def ran(folder, frame: pd.DataFrame, extra: str):
    table, card = folder / "table.csv", folder / "hanpan.toml"
    frame.to_csv(table, index=False)
    card.write_text(f"[problem]\ntarget = 'y'\n{extra}\n[value]\nover = 1\nunder = 1\n", "utf-8")
    return hanpan.run(str(table), config=str(card), out=str(folder / "study"), **FEW)


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    return ran(tmp_path_factory.mktemp("homes"), visits(), "group = 'home'")


def test_a_run_counts_the_groups_of_the_card(homes) -> None:
    drawn = homes.evaluation.drawn
    assert (drawn.column, drawn.groups) == ("home", homes.evaluation.rows // 6)
    assert "of 15 groups of “home”" in homes.report().read_text("utf-8")


def test_the_model_file_still_knows_the_groups(homes, tmp_path) -> None:
    predictor = Predictor.load(homes.model_path)
    found = predictor.evaluate_file(visits().head(120))
    assert (found.drawn.column, found.drawn.groups) == ("home", 20)
    assert predictor.evaluate_file(visits().head(120).drop(columns="home")).drawn is None


def test_later_rows_are_said_to_be_later(tmp_path) -> None:
    study = ran(tmp_path, visits(), "time = 'day'")
    drawn, rows = study.evaluation.drawn, study.evaluation.rows
    assert (drawn.column, drawn.groups, drawn.stretches) == ("day", round(rows**0.5), True)
    assert "judged_later" in {finding.code for finding in study.evaluation.findings}


def test_copies_count_once(tmp_path) -> None:
    frame = visits().drop(columns=["home", "day"])
    study = ran(tmp_path, pd.concat([frame] * 3, ignore_index=True), "")
    drawn, rows = study.evaluation.drawn, study.evaluation.rows
    assert (drawn.column, drawn.groups) == ("", rows // 3)
