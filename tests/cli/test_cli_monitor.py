"""``hanpan monitor`` and ``hanpan retrain`` as a person calls them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.support.cards import RETENTION

import hanpan as package
from hanpan.deployment.registry.registry import Registry
from hanpan.study.schemas import json_schema

CARD = f'[problem]\ntime = "month"\n{RETENTION}'


def rows(n, seed, shift=0.0, sign=1.0):
    """Customers of some months; with ``sign`` -1 the same columns mean the opposite."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({"month": np.sort(random.integers(1, 13, n)), "a": random.normal(shift, 1, n)})
    frame["도시"] = random.choice(["서울", "부산"], n)
    frame["y"] = np.where(
        sign * (frame["a"] + (frame["도시"] == "서울")) + random.normal(0, 0.6, n) > 0.5, "leave", "stay"
    )
    return frame.assign(key=[f"{seed}-{place}" for place in range(n)])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A model with a card, and tables: alike, moved, turned around, labels of some rows."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "card.toml").write_text(CARD, encoding="utf-8")
    told = {"trials": 2, "workers": 0, "insights": "none", "algorithms": ["logistic_regression"], "progress": False}
    rows(900, 0).to_csv(folder / "train.csv", index=False)
    out, card = str(folder / "study"), str(folder / "card.toml")
    study = package.run(str(folder / "train.csv"), "y", drop=["key"], out=out, config=card, **told)
    rows(400, 1).drop(columns="y").to_csv(folder / "alike.csv", index=False)
    rows(400, 1)[["key", "y"]].iloc[:150].to_csv(folder / "labels.csv", index=False)
    rows(400, 2, shift=1.0).drop(columns="y").to_csv(folder / "moved.csv", index=False)
    rows(600, 3, sign=-1.0).to_csv(folder / "turned.csv", index=False)
    return folder, str(study.model_path)


def test_rows_like_those_of_the_training_end_with_keep(made, hanpan):
    folder, model = made
    done = hanpan("monitor", model, folder / "alike.csv")
    assert done.code == 0
    assert done.out.startswith("Keep the model")
    told = json.loads(hanpan("monitor", model, folder / "alike.csv", "--json").out)
    assert (told["schema_version"], told["verdict"], told["rows"]) == (1, "keep", 400)
    assert told["command"] == f"hanpan retrain {model} TABLE"
    schema = json_schema("watch")
    kept = json.loads((Path("docs") / "schemas" / "watch.schema.json").read_text("utf-8"))
    assert kept == schema, "docs/schemas is old: write hanpan.study.schemas.json_schema there"
    assert set(schema["required"]) <= set(told) <= set(schema["properties"])
    assert set(told["columns"][0]) == set(schema["$defs"]["ColumnDrift"]["properties"])


def test_labels_come_later_and_for_some_rows(made, hanpan):
    folder, model = made
    told = json.loads(hanpan("monitor", model, folder / "alike.csv", "--labels", folder / "labels.csv", "--json").out)
    assert told["labels"] == {"rows": 150, "of": 400, "unmatched": 0}
    assert told["measured"][0]["metric"] == "auc"
    assert {one["metric"] for one in told["measured"]} >= {"auc", "profit"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_report_is_one_page_in_both_languages(made, hanpan, tmp_path, monkeypatch, language):
    folder, model = made
    monkeypatch.setenv("HANPAN_LANG", language)
    page = tmp_path / "moved.html"
    done = hanpan("monitor", model, folder / "moved.csv", "--out", page)
    assert (done.code, done.out.splitlines()[-1]) == (0, f"report: {page}")
    html = page.read_text("utf-8")
    assert f'<html lang="{language}">' in html
    assert html.count("<svg") >= 4
    assert ("지켜보기" if language == "ko" else "Watch the model") in html
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    ("table", "require", "code"),
    [("alike", "keep", 0), ("moved", "keep", 5), ("moved", "watch", 0), ("turned", "watch", 5)],
)
def test_the_exit_code_follows_the_verdict(made, hanpan, table, require, code):
    folder, model = made
    assert hanpan("monitor", model, folder / f"{table}.csv", "--require", require, "-q").code == code


def test_what_cannot_be_meant_is_refused_in_three_lines(made, hanpan, tmp_path, monkeypatch):
    folder, model = made
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path))
    hanpan("models", "add", model, "--name", "churn")
    for arguments in (
        [model],
        ["churn", "--labels", folder / "labels.csv"],
        ["churn", folder / "alike.csv", "--labels", folder / "train.csv"],
        ["churn", folder / "alike.csv", "--labels", folder / "labels.csv", "--key", "nothing"],
        ["churn", folder / "alike.csv", "--days", "0"],
    ):
        done = hanpan("monitor", *arguments)
        assert done.code == 2, arguments
        assert len(done.err.splitlines()) == 3, done.err
    assert hanpan("monitor", model, folder / "alike.csv", "--out", folder / "alike.csv").code == 2


def test_the_champion_before_is_judged_on_the_same_labels(made, hanpan, tmp_path, monkeypatch):
    folder, model = made
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    told = {"trials": 2, "workers": 0, "insights": "none", "algorithms": ["logistic_regression"], "progress": False}
    turned = package.run(str(folder / "turned.csv"), "y", drop=["key"], out=str(tmp_path / "turned"), **told)
    hanpan("models", "add", model, "--name", "churn")
    hanpan("models", "add", turned.model_path, "--name", "churn")
    hanpan("models", "promote", "churn", "2", "--reason", "by mistake")
    done = json.loads(hanpan("monitor", "churn", folder / "train.csv", "--json").out)
    assert done["verdict"] == "roll_back"
    assert done["before"]["better"] == "second"
    assert "champion_before_better" in {one["code"] for one in done["findings"]}


def test_days_of_a_service_are_read_from_the_registry(made, hanpan, tmp_path, monkeypatch):
    from hanpan.deployment.bundle import read_bundle
    from hanpan.deployment.counting.window import Window, day_before, today
    from hanpan.deployment.monitoring.watching import counts_of_table
    from hanpan.deployment.predictor import predict_table

    folder, model = made
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    hanpan("models", "add", model, "--name", "churn")
    bundle, registry = read_bundle(model), Registry(str(tmp_path / "registry"))
    for table, day in (("alike", today()), ("moved", day_before(today(), 2))):
        counts = counts_of_table(bundle, predict_table(bundle.model, str(folder / f"{table}.csv")))
        registry.add_windows("churn", "1", [Window(day=day, counts=counts)])
    registry.close()
    told = [json.loads(hanpan("monitor", "churn", "--days", days, "--json").out) for days in ("1", "7")]
    assert [(one["rows"], one["verdict"]) for one in told] == [(400, "keep"), (800, "watch")]
    assert [one["drifted"] for one in told[1]["days"]] == [["a"], []]


def test_a_better_model_is_proposed_with_the_comparison_behind_it(made, hanpan, tmp_path, monkeypatch):
    folder, model = made
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    hanpan("models", "add", model, "--name", "churn")
    plain = ("--trials", "2", "--workers", "0", "--out", tmp_path / "again")
    done = hanpan("retrain", "churn", folder / "turned.csv", *plain, "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["proposed"], told["older"], told["newest"], told["ordered_by"]) == (2, 450, 150, "month")
    assert told["comparison"]["better"] == "second"
    assert told["comparison"]["worth"]["low"] > 0
    registry = Registry(str(tmp_path / "registry"))
    newest, first = registry.versions("churn")
    assert (newest.aliases, first.aliases) == (("challenger",), ("champion",))
    assert registry.events("churn")[0].comparison["rows"] == 150
    registry.close()
    assert Path(told["model"]).is_file()
    assert Path(told["report"]).is_file()


def test_another_row_of_the_new_board_is_proposed(made, hanpan, tmp_path, monkeypatch):
    folder, model = made
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    hanpan("models", "add", model, "--name", "churn")
    plain = ("--trials", "2", "--workers", "0", "--out", tmp_path / "again", "--json")
    first = json.loads(hanpan("retrain", "churn", folder / "turned.csv", *plain).out)
    done = hanpan("retrain", "churn", folder / "turned.csv", *plain, "--rank", "2")  # the board is there: no search
    assert done.code == 0, done.err
    second = json.loads(done.out)
    board = package.open(tmp_path / "again").board
    wanted = next(row for row in board.rows if row.rank == 2)
    assert Path(second["model"]) == tmp_path / "again" / "model.rank2.hanpan"
    assert package.load(second["model"]).name == wanted.model != package.load(first["model"]).name
    assert second["comparison"] != first["comparison"]
    assert hanpan("save", tmp_path / "again", "--model", "2", "--out", tmp_path / "saved.hanpan").code == 0
    files = second["model"], tmp_path / "saved.hanpan"
    told = [package.load(path).predict_proba(str(folder / "alike.csv")) for path in files]
    assert (told[0] == told[1]).all()  # of the same rows, for the study remembers which they were
    assert hanpan("code", tmp_path / "again", "--out", tmp_path / "code").code == 0
    assert "table.iloc[np.r_[0:450]]" in (tmp_path / "code" / "train.py").read_text("utf-8")
    none = hanpan("retrain", "churn", folder / "turned.csv", *plain, "--rank", "99")
    assert (none.code, "no model of rank 99" in none.err) == (2, True), none.err


def test_a_worse_model_is_not_proposed(made, hanpan, tmp_path, monkeypatch):
    _, model = made
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    hanpan("models", "add", model, "--name", "churn")
    frame = rows(600, 9)
    frame.loc[frame.index < 300, "y"] = frame["y"][:300].map({"leave": "stay", "stay": "leave"})
    frame.to_csv(tmp_path / "spoilt.csv", index=False)
    done = hanpan(
        *("retrain", "churn", tmp_path / "spoilt.csv", "--newest", "0.5"),
        *("--trials", "2", "--workers", "0", "--out", tmp_path / "b"),
    )
    assert done.code == 0, done.err
    assert "The present model is better" in done.err
    registry = Registry(str(tmp_path / "registry"))
    assert len(registry.versions("churn")) == 1
    registry.close()


def test_a_file_that_does_not_say_how_it_was_made_is_refused(made, hanpan, tmp_path):
    folder, _ = made
    done = hanpan("retrain", "tests/golden/format4.hanpan", folder / "turned.csv", "--out", tmp_path / "c")
    assert done.code == 2
    assert "does not say how it was made" in done.err
    few = rows(60, 4)
    few.to_csv(tmp_path / "few.csv", index=False)
    done = hanpan("retrain", made[1], tmp_path / "few.csv", "--out", tmp_path / "d")
    assert done.code == 3
