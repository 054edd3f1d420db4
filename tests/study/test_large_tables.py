"""Tables larger than the memory they may take: the same command, the same board, all rows counted and judged on."""

import gzip
import shutil
import sqlite3

import numpy as np
import pandas as pd
import pytest
from tests.support.object_store import object_store

import hanpan
from hanpan.data.large import fitting_in
from hanpan.deployment.predictor import Predictor
from hanpan.foundation.budget import Budget
from hanpan.foundation.errors import UsageError
from hanpan.modeling.folds import batches
from hanpan.modeling.search.refit import Refits
from hanpan.study.after.afterwards import work_out
from hanpan.study.before import large
from hanpan.study.coding import write_code
from hanpan.study.profiling import profile_alone

N = 12_000
ALGORITHMS = ["baseline", "logistic_regression", "decision_tree", "lightgbm", "xgboost"]


def made(n: int = N) -> pd.DataFrame:
    random = np.random.default_rng(5)
    table = pd.DataFrame({f"x{i}": random.normal(size=n).round(4) for i in range(4)})
    table["city"] = random.choice(["서울", "부산", "대구"], n)
    table.loc[::50, "x3"] = np.nan
    z = table["x0"] + table["x1"] * table["x2"] + (table["city"] == "서울") + random.normal(size=n)
    table["y"] = np.where(z > 0.5, "yes", "no")
    table.loc[[7, n // 3 + 1, n - 1], "y"] = "perhaps"
    return table


@pytest.fixture(autouse=True, scope="module")
def small_memory():
    """As if the limits were a hundredth of what they are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batches, "_MOST_AT_ONCE", 20_000)
        patched.setattr(large, "_FEWEST", 1_500)
        patched.setattr(large, "_NEVER_TOO_MANY", 1_500)
        patched.setattr(large, "_CELLS_A_SECOND", 30)
        patched.setattr(fitting_in, "TIMES", 6_000)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("large") / "rows"
    root.mkdir()
    table = made()
    for place in range(4):
        table.iloc[3_000 * place : 3_000 * (place + 1)].to_parquet(root / f"part-{place}.parquet", row_group_size=900)
    return root


@pytest.fixture(scope="module")
def study(folder, small_memory, tmp_path_factory):
    return run(folder, tmp_path_factory.mktemp("study") / "s")


def run(table, out, **more):
    told = {"trials": 6, "workers": 0, "algorithms": ALGORITHMS, "insights": "none", "memory": "200MB"}
    return hanpan.run(table, "y", out=out, **{**told, **more})


def test_all_rows_are_counted_and_a_stated_sample_is_searched(study) -> None:
    table = made()
    assert study.profile.rows == N
    assert study.design.development_rows + study.design.holdout_rows == N
    assert 0.22 < study.design.holdout_rows / N < 0.28
    assert study.design.strategy == "hashed"
    columns = {column.name: column for column in study.profile.columns}
    assert columns["x3"].missing == table["x3"].isna().sum()
    assert columns["city"].counts == table["city"].value_counts().to_dict()
    assert columns["x0"].summary["mean"] == pytest.approx(table["x0"].mean())
    assert columns["x0"].summary["std"] == pytest.approx(table["x0"].std())
    assert columns["x0"].summary["max"] == table["x0"].max()
    assert abs((table["x0"] < columns["x0"].summary["median"]).mean() - 0.5) < 0.01
    assert abs(columns["x0"].n_distinct / table["x0"].nunique() - 1) < 0.08
    told = {finding.code: finding for finding in study.findings + study.profile.findings}
    assert told["table_in_batches"].evidence["rows"] < 2_500
    assert told["table_in_batches"].evidence["of"] == study.design.development_rows
    assert told["profiled_in_batches"].evidence["rows"] == N


def test_rare_answers_are_all_in_the_sample(study) -> None:
    assert study.problem.labels == ("no", "perhaps", "yes")


def test_the_model_learnt_from_all_rows_and_is_judged_on_all_of_the_holdout(study, folder) -> None:
    judged = study.evaluation.metrics["log_loss"]
    assert judged.value < judged.high < 0.75 * judged.baseline
    assert study.shipped.trained_on == "all"
    answers = Predictor.load(study.model_path).bundle.model.predict(pd.read_parquet(folder))
    assert len(answers) == N


def test_the_same_command_gives_the_same_board(study, folder, tmp_path) -> None:
    again = run(folder, tmp_path / "again")
    assert again.board.to_frame()["score"].tolist() == study.board.to_frame()["score"].tolist()
    value = again.evaluation.metrics[again.problem.metric].value
    assert value == study.evaluation.metrics[study.problem.metric].value
    assert again.fingerprint == study.fingerprint


def test_a_row_of_the_board_is_saved_later_from_all_rows(study, tmp_path) -> None:
    path = study.save(tmp_path / "tree.hanpan", model="decision_tree")
    assert hanpan.load(path).predict(made(50)) is not None


@pytest.mark.parametrize("form", ["csv", "csv.gz", "sqlite", "s3"])
def test_other_sources_go_the_same_way(study, folder, tmp_path, monkeypatch, form) -> None:
    table = made()
    if form == "sqlite":
        source = tmp_path / "rows.db"
        with sqlite3.connect(source) as base:
            table.to_sql("rows", base, index=False)
    elif form == "s3":
        shutil.copytree(folder, tmp_path / "store" / "bucket" / "rows")
        source = "s3://bucket/rows"
    else:
        source = tmp_path / f"rows.{form}"
        text = table.to_csv(index=False).encode()
        source.write_bytes(gzip.compress(text) if form == "csv.gz" else text)
    small = {"trials": 2, "algorithms": ["baseline", "logistic_regression"]}
    if form == "s3":
        with object_store(tmp_path / "store", monkeypatch):
            other = run(source, tmp_path / "study", **small)
            done = Predictor.load(other.model_path).score_file(source, tmp_path / "answers.csv")
        assert done.rows == N
    else:
        other = run(source, tmp_path / "study", **small)
    assert other.design.development_rows + other.design.holdout_rows == N
    assert other.problem.labels == study.problem.labels
    assert other.profile.rows == N
    judged = other.evaluation.metrics["log_loss"]
    assert judged.high < judged.baseline


def test_groups_stay_on_one_side(tmp_path) -> None:
    table = made(6_000).assign(household=lambda table: np.arange(len(table)) // 5)
    table.to_parquet(tmp_path / "rows.parquet")
    (tmp_path / "hanpan.toml").write_text('[problem]\ntarget = "y"\ngroup = "household"\n', "utf-8")
    made_study = run(
        tmp_path / "rows.parquet",
        tmp_path / "study",
        config=str(tmp_path / "hanpan.toml"),
        trials=2,
        algorithms=["baseline", "logistic_regression"],
    )
    assert made_study.design.holdout_rows % 5 == 0


def test_what_cannot_be_done_in_batches_is_refused(folder, tmp_path) -> None:
    made(50).to_csv(tmp_path / "test.csv", index=False)
    with pytest.raises(UsageError, match="memory"):
        run(folder, tmp_path / "study", test=str(tmp_path / "test.csv"))


def test_a_large_table_is_profiled_alone(folder) -> None:
    from hanpan.data.options import ReadOptions, SizeOptions

    found = profile_alone(folder, ReadOptions(), target="y", size=SizeOptions(memory=2e8))
    assert found.profile.rows == N
    assert {column.name: column.missing for column in found.profile.columns}["x3"] == 240


def test_insights_are_worked_out_later(study) -> None:
    found = work_out(study, ["calibrated", "segments"], workers=0)
    assert "segments" in found.insights or found.absent


def test_plain_code_of_a_fit_in_batches_is_refused(study, tmp_path) -> None:
    with pytest.raises(UsageError, match="in batches"):
        write_code(study, None, tmp_path / "code", "en")


def test_without_time_for_all_rows_of_the_holdout_those_at_hand_are_judged_and_it_is_told(
    folder, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(Refits, "run", lambda refits, wishes, deadline: None)  # as where no fit ends in time
    whole = Refits.holdout_output

    def late(refits, trial, rows):
        refits.budget = Budget(0.0)
        return whole(refits, trial, rows)

    monkeypatch.setattr(Refits, "holdout_output", late)
    study = run(folder, tmp_path / "study", trials=3, algorithms=["baseline", "decision_tree"])
    (told,) = [finding for finding in study.evaluation.findings if finding.code == "judged_on_part"]
    assert 0 < told.evidence["rows"] < told.evidence["of"] == study.design.holdout_rows
    assert study.evaluation.metrics["auc" if "auc" in study.evaluation.metrics else "log_loss"].high is not None


def test_a_fit_on_all_rows_that_learnt_too_little_in_its_time_does_not_ship_and_it_is_told(
    folder, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(Refits, "_limit", lambda *_: 0.01)  # a round or two
    study = run(folder, tmp_path / "study", trials=2, algorithms=["baseline", "lightgbm"])
    assert study.shipped.trained_on == "folds"
    assert "fold_fits_ship" in {finding.code for finding in [*study.findings, *study.evaluation.findings]}
    judged = study.evaluation.metrics["log_loss"]
    assert judged.high < judged.baseline
