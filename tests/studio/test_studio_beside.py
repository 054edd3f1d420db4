"""Two models of a board beside one another, and what a model answers over two columns."""

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.doors.report.charts.decision_map import DecisionMapChart
from hanpan.doors.report.rendering import figure
from hanpan.doors.telling.words import Words
from hanpan.evaluation.explanation.decision_map import decision_map, typical_row
from hanpan.foundation.errors import UsageError
from hanpan.study.after.beside import compare_models

TOLD = {"workers": 0, "insights": "none", "algorithms": ["logistic_regression", "decision_tree"]}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("beside")
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"x": random.normal(size=200), "z": random.normal(size=200)})
    frame["city"] = random.choice(["서울", "<b>부산</b>"], 200)
    frame["y"] = np.where(frame["x"] + 0.3 * random.normal(size=200) > 0, "up", "down")
    path = folder / "t.csv"
    frame.to_csv(path, index=False)
    return hanpan.run(str(path), "y", out=str(folder / "s"), trials=3, **TOLD)


def test_two_models_are_compared_on_the_rows_that_both_answered(study):
    best = study.board.ranked[0].model
    made = compare_models(study, "baseline", best)
    assert made.better == "second"
    assert made.score.first == pytest.approx(0.5)
    assert made.score.low <= made.score.difference <= made.score.high
    assert made.rows == study.design.development_rows
    other = compare_models(study, best, "baseline")
    assert other.better == "first"
    assert other.score.difference == pytest.approx(-made.score.difference)
    assert compare_models(study, best, best).better == "undecided"
    with pytest.raises(UsageError):
        compare_models(study, "baseline", "nobody")


def test_a_map_shows_where_answers_change(study):
    model = hanpan.load(study.model_path)
    schema, frame = model.schema, model.background
    held = typical_row(frame, schema)
    found = decision_map(model.output, frame, (schema["x"], schema["z"]), held, model.problem.labels)
    up = model.problem.labels.index("up")
    likely = found.answers if up == 1 else 1 - found.answers
    assert likely[:, 0].max() < 0.5 < likely[:, -1].min()
    levels = decision_map(model.output, frame, (schema["x"], schema["city"]), held, model.problem.labels)
    assert levels.answers.shape == (len(levels.down), len(levels.across))
    for language in ("ko", "en"):
        chart = DecisionMapChart(Words(language), "m", levels, "<i>model</i>", (np.zeros((0, 2)), np.array([])))
        drawn = str(figure(chart, Words(language)))
        assert "<svg" in drawn
        assert "<b>부산" not in drawn
        assert "<i>model" not in drawn
        assert "<table" in drawn
