"""A column known only after the fact reaches no model: neither board nor ensemble, neither file nor prediction."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.foundation.errors import DataError

CARD = """
[problem]
target = "y"
unknown_at_prediction = ["closed_at", "refund"]
[[hypotheses]]
x = "refund"
because = "those who leave get money back"
"""


def table() -> pd.DataFrame:
    """y follows x a little; the refund, paid afterwards, tells y exactly."""
    rng = np.random.default_rng(8)
    x = rng.normal(size=300)
    y = np.where(x + 1.5 * rng.normal(size=300) > 0, "LEAVE", "STAY")
    refund = np.where(y == "LEAVE", 100.0, 0.0) + rng.normal(size=300)
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 90, 300), unit="D")
    return pd.DataFrame({"x": x, "plan": rng.choice(["A", "B"], 300), "refund": refund, "closed_at": when, "y": y})


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("afterwards")
    (folder / "card.toml").write_text(CARD, "utf-8")
    names = ("logistic_regression", "decision_tree", "random_forest", "lightgbm")
    return hanpan.run(
        table(),
        target="y",
        config=str(folder / "card.toml"),
        out=str(folder / "study"),
        trials=12,
        workers=0,
        algorithms=names,
        insights="none",
    )


def test_nothing_on_the_board_has_seen_it(study):
    ranked = [row for row in study.board.rows if row.algorithm != "baseline" and row.score is not None]
    assert any(row.algorithm == "ensemble" for row in ranked)
    assert all(row.score < 0.9 for row in ranked)  # the refund alone reaches an AUC of 1
    assert all(row.train_score is None or row.train_score <= 1 for row in ranked)


def test_no_recipe_and_no_importance_names_it(study):
    for recipe in study.recipes.values():
        told = repr(recipe)
        assert "refund" not in told
        assert "closed_at" not in told
    assert not {"refund", "closed_at"} & {one.column for one in study.evaluation.importance}
    assert dict(study.left_out)["refund"] == "unknown_at_prediction"


def test_the_model_file_neither_needs_nor_uses_it(study):
    model = hanpan.load(study.model_path)
    rows = table().drop(columns="y")
    said = model.predict_proba(rows)
    changed = rows.assign(refund=-rows["refund"], closed_at=rows["closed_at"] + pd.Timedelta(days=900))
    pd.testing.assert_frame_equal(pd.DataFrame(said), pd.DataFrame(model.predict_proba(changed)))
    without = rows.drop(columns=["refund", "closed_at"])
    pd.testing.assert_frame_equal(pd.DataFrame(said), pd.DataFrame(model.predict_proba(without)))


def test_it_is_shown_and_its_hypothesis_is_answered_all_the_same(study):
    page = Path(study.report(lang="en")).read_text("utf-8")
    assert "refund" in page
    assert study.problem.unknown_at_prediction == ("closed_at", "refund")
    told = json.loads((study.folder / "evaluation.json").read_text("utf-8"))["hypotheses"]
    assert [(one["x"], one["answer"]) for one in told] == [("refund", "supported")]
    assert told[0]["n"] == study.design.development_rows


def test_a_wrong_name_is_refused_with_the_nearest(tmp_path):
    card = tmp_path / "card.toml"
    card.write_text('[problem]\ntarget = "y"\nunknown_at_prediction = ["refnud"]\n', "utf-8")
    with pytest.raises(DataError, match="refund"):
        hanpan.run(table(), target="y", config=str(card), out=str(tmp_path / "study"), trials=2, workers=0)
