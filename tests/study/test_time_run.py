"""A time column puts rows in order and is learnt from: what comes later follows the trend that went before."""

from __future__ import annotations

import numpy as np
import pandas as pd

import hanpan
from hanpan.deployment.predictor import Predictor

DAYS = 240


def run(folder, unknown: str):
    rng = np.random.default_rng(11)
    table = pd.DataFrame({"day": np.arange(DAYS), "x": rng.normal(size=DAYS)})
    table["sales"] = 100 + 0.5 * table["day"] + 3 * table["x"] + rng.normal(size=DAYS)
    card = f'[problem]\ntarget = "sales"\ntime = "day"\nunknown_at_prediction = [{unknown}]\n'
    (folder / "card.toml").write_text(card, "utf-8")
    study = hanpan.run(
        table.sample(frac=1, random_state=3),
        config=str(folder / "card.toml"),
        out=str(folder / "study"),
        trials=3,
        workers=0,
        algorithms=("linear_regression",),
        insights="none",
        lang="en",
    )
    return study, table


def test_the_trend_is_carried_on_into_the_future(tmp_path):
    study, table = run(tmp_path, "")
    assert study.evaluation.metrics["r2"].value > 0.9  # rows judged are all later than those learnt from
    later = table.tail(3).assign(day=lambda frame: frame["day"] + 60)
    predicted = study.predict(later)
    assert (np.abs(predicted - (later["sales"] + 30)) < 8).all()


def test_later_tables_are_judged_in_stretches_too(tmp_path):
    study, table = run(tmp_path, "")
    assert study.evaluation.drawn.stretches
    told = Predictor.load(str(study.model_path)).evaluate_file(table.tail(100))
    assert told.drawn.stretches
    assert told.drawn.groups == 10
    assert told.drawn.column == "day"


def test_a_time_unknown_beforehand_only_orders_the_rows(tmp_path):
    study, _ = run(tmp_path, '"day"')
    assert dict(study.left_out)["day"] == "unknown_at_prediction"
    assert study.design.strategy == "time"
    assert study.evaluation.metrics["r2"].value < 0
