"""Options and cards that are rarely used together with what they must do to the design and the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from journeying import Command, Done

from hanpan.foundation.errors import UsageError
from hanpan.study.folder import open_study
from hanpan.study.record import Study

SEARCH = ("--trials", "3", "--algorithms", "decision_tree,logistic_regression", "--workers", "0", "--lang", "en")


def people(n: int = 160) -> pd.DataFrame:
    """A signal in a, households, days in shuffled order, a code."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"a": random.normal(size=n).round(3), "b": random.choice(list("pqr"), n)})
    frame["household"] = random.integers(0, 30, n)
    frame["day"] = random.permutation(pd.date_range("2024-01-01", periods=n).strftime("%Y-%m-%d").to_numpy())
    frame["code"] = [f"K{i:04d}" for i in range(n)]
    frame["y"] = np.where(frame.a + random.normal(size=n) * 0.5 > 0.3, "yes", "no")
    return frame


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    frame = people()
    frame.to_csv(tmp_path / "all.csv", index=False)
    frame[:120].to_csv(tmp_path / "train.csv", index=False)
    return tmp_path


def run(hanpan: Command, folder: Path, *options: object, table: str = "all.csv") -> Done:
    return hanpan("run", folder / table, "--target", "y", *SEARCH, "--out", folder / "study", *options)


def made(hanpan: Command, folder: Path, *options: object, table: str = "all.csv") -> Study:
    done = run(hanpan, folder, *options, table=table)
    assert done.code == 0, done.err
    return open_study(folder / "study")


def features(study: Study) -> list[str]:
    assert study.schema is not None
    return [column.name for column in study.schema.features]


def test_the_persons_own_test_file_judges(hanpan: Command, folder: Path) -> None:
    test = people()[120:].drop(columns="code").astype({"a": object})
    test.loc[130, "y"] = None
    test.loc[131, "a"] = "oops"
    seen = people()[:3].drop(columns="code")
    pd.concat([test, seen]).to_csv(folder / "test.csv", index=False)
    study = made(hanpan, folder, "--test", folder / "test.csv", table="train.csv")
    assert study.design is not None
    assert (study.design.strategy, study.design.development_rows, study.design.holdout_rows) == ("given", 120, 42)
    assert study.evaluation is not None
    assert (study.evaluation.judged_on, study.evaluation.rows) == ("holdout", 42)
    told = {finding.code: finding.evidence["count"] for finding in study.profile.findings if "test_" in finding.code}
    assert told == {"test_target_missing": 1, "test_cells_unread": 1, "test_rows_seen": 3}
    assert hanpan("save", study.folder, "--model", "2", "--out", folder / "m.hanpan").code == 0


def test_another_test_file_is_another_study(hanpan: Command, folder: Path) -> None:
    test = folder / "test.csv"
    people()[120:].to_csv(test, index=False)
    made(hanpan, folder, "--test", test, table="train.csv")
    people()[130:].to_csv(test, index=False)
    assert run(hanpan, folder, "--test", test, table="train.csv").code == 2


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"drop": "y"}, "“y”"),
        ({"y": "maybe"}, "maybe"),
        ({"y": None}, "“y”"),
        ({"drop": "a"}, "a"),
    ],
)
def test_a_test_file_that_cannot_judge(
    hanpan: Command, folder: Path, change: dict[str, Any], named: str, language: str
) -> None:
    test = people()[120:]
    test = test.drop(columns=change["drop"]) if "drop" in change else test.assign(**change)
    test.to_csv(folder / "test.csv", index=False)
    done = run(hanpan, folder, "--test", folder / "test.csv", "--lang", language, table="train.csv")
    assert done.code == 3
    assert named in done.err
    assert not (folder / "study").exists()


def card(folder: Path, words: str) -> Path:
    path = folder / "hanpan.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_a_group_stays_on_one_side_and_out_of_the_model(hanpan: Command, folder: Path) -> None:
    study = made(hanpan, folder, "--config", card(folder, "[problem]\ngroup = 'household'\n"))
    assert study.design is not None
    assert study.design.strategy == "group"
    assert features(study) == ["a", "b", "day"]
    people().drop(columns=["household", "y"]).to_csv(folder / "new.csv", index=False)
    assert hanpan("predict", study.folder / "model.hanpan", folder / "new.csv", "--out", folder / "p.csv").code == 0


def test_the_future_judges_and_time_is_learnt_from(hanpan: Command, folder: Path) -> None:
    study = made(hanpan, folder, "--config", card(folder, "[problem]\ntime = 'day'\n"))
    assert study.design is not None
    assert study.design.strategy == "time"
    assert features(study) == ["a", "b", "household", "day"]


def test_time_and_group_together_are_told(hanpan: Command, folder: Path) -> None:
    study = made(hanpan, folder, "--config", card(folder, "[problem]\ntime = 'day'\ngroup = 'household'\n"))
    assert study.profile is not None
    assert "time_over_group" in {finding.code for finding in study.profile.findings}


CORRECTIONS = """
[problem]
unknown_at_prediction = ["a"]
[columns.b]
kind = "ordered"
order = ["r", "q", "p"]
[columns.household]
kind = "category"
[columns.day]
kind = "text"
"""


def test_corrections_hold_for_a_model_saved_later(hanpan: Command, folder: Path) -> None:
    path = card(folder, CORRECTIONS)
    study = made(hanpan, folder, "--config", path)
    assert study.schema is not None
    assert {column.name: column.kind for column in study.schema if column.name in ("b", "household", "day")} == {
        "b": "ordered",
        "household": "category",
        "day": "text",
    }
    assert "a" not in features(study)
    path.unlink()
    done = hanpan("save", study.folder, "--model", "1", "--out", folder / "m.hanpan")
    assert done.code == 0, done.err
    people().drop(columns=["a", "y"]).to_csv(folder / "new.csv", index=False)
    assert hanpan("predict", folder / "m.hanpan", folder / "new.csv", "--out", folder / "p.csv").code == 0


def test_no_holdout_as_wished(hanpan: Command, folder: Path) -> None:
    study = made(hanpan, folder, "--holdout", "0")
    assert study.evaluation is not None
    assert study.evaluation.judged_on == "out_of_fold"
    assert "too small" not in run(hanpan, folder, "--holdout", "0").err


def test_folds_positive_and_columns(hanpan: Command, folder: Path) -> None:
    study = made(hanpan, folder, "--folds", "3", "--positive", "no", "--columns", "a,b")
    assert study.design is not None
    assert study.problem is not None
    assert (study.design.folds, study.problem.positive, features(study)) == (3, "no", ["a", "b"])


@pytest.mark.parametrize("prefer", ["speed", "simple"])
def test_what_is_preferred_ships(hanpan: Command, folder: Path, prefer: str) -> None:
    study = made(hanpan, folder, "--prefer", prefer)
    assert study.shipped is not None
    assert study.shipped.algorithm != "ensemble"


def test_small_grades_as_numbers(hanpan: Command, folder: Path) -> None:
    frame = people().assign(y=lambda table: (table.a * 2).round().clip(-2, 2) + 5)
    frame.to_csv(folder / "grades.csv", index=False)
    done = hanpan(
        "run",
        folder / "grades.csv",
        "--target",
        "y",
        "--task",
        "regression",
        "--trials",
        "2",
        "--algorithms",
        "decision_tree",
        "--workers",
        "0",
        "--out",
        folder / "study",
        "--json",
    )
    assert json.loads(done.out)["problem"]["task"] == "regression"


def test_names_in_python_may_be_one_text(folder: Path) -> None:
    import hanpan

    study = hanpan.run(
        people(), target="y", drop="b,code", algorithms="decision_tree", trials=2, workers=0, out=str(folder / "study")
    )
    assert features(study) == ["a", "household", "day"]
    assert [row.algorithm for row in study.board.rows if row.rank][-1] == "baseline"


def odd_types(n: int = 80) -> pd.DataFrame:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "flag": random.random(n) > 0.5,
            "level": pd.Categorical(random.choice(["lo", "hi"], n), categories=["lo", "hi", "never"], ordered=True),
            "count": pd.array(random.integers(0, 9, n), dtype="Int64"),
            "maybe": pd.array(random.random(n) > 0.3, dtype="boolean"),
            "when": pd.date_range("2024-01-01", periods=n, freq="7h", tz="Asia/Seoul"),
            "small": random.normal(size=n).astype("float32"),
        }
    )
    frame.loc[3, ["count", "maybe", "level", "when"]] = None
    return frame.assign(y=frame.small > 0)


@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_tables_in_memory_with_odd_types(tmp_path: Path, kind: str) -> None:
    import hanpan

    frame = odd_types()
    if kind == "polars":
        frame = pytest.importorskip("polars").from_pandas(frame)
    elif kind == "arrow":
        frame = pytest.importorskip("pyarrow").Table.from_pandas(frame, preserve_index=False)
    study = hanpan.run(frame, target="y", trials=2, algorithms="decision_tree", workers=0, out=str(tmp_path / "study"))
    predicted = hanpan.load(study.model_path).predict(frame)
    assert type(predicted).__module__.split(".")[0] == {"arrow": "pyarrow"}.get(kind, kind)
    truth = odd_types().y.astype(str)
    assert np.mean(np.asarray(predicted).astype(str) == truth.to_numpy().astype(str)) > 0.9
    assert study.save(tmp_path / "shipped.hanpan").is_file()
    with pytest.raises(UsageError) as refused:  # a study keeps records, not rows
        study.save(tmp_path / "second.hanpan", model=2)
    assert refused.value.key == "table_not_kept"
