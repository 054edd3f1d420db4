"""Why and where, in a whole run: insights, the Finding, the pages, the model file."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.support.reports import both, page

import hanpan
from hanpan.deployment.predictor import Predictor
from hanpan.deployment.ranged import kept_intervals
from hanpan.evaluation.explanation.slices import Slice
from hanpan.foundation.errors import UsageError
from hanpan.study.folder import open_study


def table(n=900, *, classes=False):
    random = np.random.default_rng(0)
    x, group = random.normal(size=n), random.choice(["a", "b", "c"], n)
    y = 20 + 3 * x + random.normal(size=n) * np.where(group == "c", 4, 0.5)
    if classes:
        y = np.where(y > 20, "yes", "no")
    sex = np.where(random.random(n) < 0.5, "f", "m")
    return pd.DataFrame({"x": x, "z": random.normal(size=n), "group": group, "sex": sex, "y": y})


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("why")
    (folder / "hanpan.toml").write_text('[problem]\nprotected = ["sex"]\n', "utf-8")
    wanted = ["linear_regression", "decision_tree"]
    return hanpan.run(
        table(), "y", config=str(folder / "hanpan.toml"), algorithms=wanted, trials=5, workers=0, out=str(folder / "s")
    )


def test_a_run_tells_why_and_where(study):
    told = study.insights
    assert told.dependence.columns[0].column == "x"
    assert {row.which for row in told.contributions.rows} == {"typical", "highest", "wrong"}
    worst = told["segments"].found[0]
    assert worst.confirmed
    assert worst.slices[0] == Slice(column="group", level="c")
    assert told.fairness.columns[0].used
    assert "errors_concentrate" in [found.code for found in study.findings]


def test_the_folder_gives_back_every_insight_as_it_was(study):
    again = open_study(study.folder)
    assert list(again.insights) == list(study.insights)
    assert page(again, "en") == page(study, "en")


def test_where_errors_concentrate_is_the_next_step(study):
    from hanpan.evaluation.goals.nextstep import sharper
    from hanpan.foundation.findings import Finding

    better, use = (Finding(code=f"next_{name}", severity="info") for name in ("better_columns", "use"))
    assert sharper(better, study.findings).code == "errors_concentrate"
    assert sharper(use, study.findings) is use
    assert sharper(better, []) is better
    assert sharper(None, study.findings) is None


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_shows_it_all(study, language):
    from hanpan.foundation.texts import text

    shown = page(study, language)
    for part in ("dependence", "contributions", "segments", "fairness", "intervals"):
        assert text(f"{part}.title", language) in shown


def test_two_classes_have_odds_a_tree_and_calibration(tmp_path):
    wanted = ["logistic_regression", "decision_tree"]
    study = hanpan.run(table(400, classes=True), "y", algorithms=wanted, trials=4, workers=0, out=str(tmp_path / "s"))
    told = study.insights
    assert told.coefficients.coefficients[0].name == "x"
    assert set(told.coefficients.references) == {"group", "sex"}
    assert told.tree.nodes[0].question.name == "x"
    shown = page(study, "ko")
    assert "odds" in shown
    assert {"tree", "calibrated", "coefficients"} <= set(told)


def test_predictions_come_with_intervals_if_asked(study, tmp_path):
    predictor = Predictor.load(study.model_path)
    rows = table().head(200)
    predictor.score_file(rows, tmp_path / "p.csv", intervals=True)
    found = pd.read_csv(tmp_path / "p.csv")
    assert list(found.columns) == ["prediction", "prediction_low", "prediction_high"]
    inside = (found["prediction_low"] <= rows["y"]) & (rows["y"] <= found["prediction_high"])
    assert inside.mean() == pytest.approx(0.95, abs=0.05)


def test_a_model_in_python_predicts_with_intervals(study, tmp_path):
    model, rows = hanpan.load(study.model_path), table().head(50).set_index(np.arange(100, 150))
    found = model.predict(rows, intervals=True)
    assert list(found.columns) == ["prediction", "prediction_low", "prediction_high"]
    assert list(found.index) == list(rows.index)
    assert found["prediction"].tolist() == model.predict(rows).tolist()
    assert (found["prediction_low"] < found["prediction_high"]).all()
    assert study.predict(rows, intervals=True).equals(found)
    Predictor.load(study.model_path).score_file(rows, tmp_path / "p.csv", intervals=True)
    assert pd.read_csv(tmp_path / "p.csv").to_numpy() == pytest.approx(found.to_numpy())
    rows.to_csv(tmp_path / "rows.csv", index=False)
    assert model.predict(tmp_path / "rows.csv", intervals=True).to_numpy() == pytest.approx(found.to_numpy())


def test_intervals_come_in_the_library_of_the_table(study):
    polars = pytest.importorskip("polars")
    rows = table().head(5)
    found = hanpan.load(study.model_path).predict(polars.DataFrame(rows.to_dict("list")), intervals=True)
    assert isinstance(found, polars.DataFrame)
    assert found.columns == ["prediction", "prediction_low", "prediction_high"]


def test_intervals_of_another_model_are_not_used(study):
    judged = (study.folder / "evaluation.json").read_bytes()
    name = study.evaluation.model
    assert kept_intervals(judged, name) is not None
    assert kept_intervals(judged, "another") is None
    assert kept_intervals(b"{", name) is None


def test_a_model_without_intervals_says_so(study):
    model = replace(hanpan.load(study.model_path), ranges=None)
    with pytest.raises(UsageError) as refused:
        model.predict(table().head(5), intervals=True)
    assert refused.value.key == "no_intervals"
    assert model.name in str(refused.value)
    classes = replace(model, problem=replace(model.problem, task="binary", labels=("no", "yes")))
    with pytest.raises(UsageError) as refused:
        classes.predict(table().head(5), intervals=True)
    assert refused.value.key == "intervals_of_classes"


def test_a_loaded_model_explains(study):
    model = hanpan.load(study.model_path)
    rows = table().head(4)
    told = model.explain(rows)
    assert list(told.columns) == ["x", "z", "group", "sex", "base"]
    assert told.sum(axis=1).to_numpy() == pytest.approx(np.asarray(model.predict(rows)), abs=1e-9)


def test_several_classes_have_lines_and_equations_of_their_own(tmp_path):
    from hanpan.foundation.texts import text

    frame = table(500)
    frame["y"] = np.digitize(frame["y"], [17, 19, 21, 23]).astype(str)
    wanted = ["logistic_regression", "decision_tree"]
    study = hanpan.run(frame, "y", task="multiclass", algorithms=wanted, trials=3, workers=0, out=str(tmp_path / "s"))
    lines, told = study.insights.dependence.columns[0], study.insights.coefficients
    assert len(lines.outputs) == len(lines.curves) == 3
    assert (told.kind, len(told.classes), len(told.shown)) == ("multinomial", 4, 3)
    assert told.reference == frame["y"].value_counts().index[0]
    for language in ("ko", "en"):
        shown = both(study, language)
        assert text("coefficients.classes.rest", language, names="").rstrip(".") in shown
        assert text("dependence.classes.rows", language, all=5, shown=3, names=", ".join(lines.outputs)) in shown
