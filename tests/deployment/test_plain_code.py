"""A model of the board as plain code: it runs without us, reads well, and answers as the model does."""

import ast
import json
import sqlite3
import subprocess
import sys
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.business.problem import Problem
from hanpan.deployment.code.asked import Asked
from hanpan.deployment.code.exporting import FILES, prove
from hanpan.deployment.code.models import WRITERS as MODELS
from hanpan.deployment.code.preparing import WRITERS as STEPS_WRITTEN
from hanpan.foundation.errors import UsageError
from hanpan.modeling.algorithms.catalogue import ALGORITHMS
from hanpan.modeling.candidate import Candidate
from hanpan.preparation.recipe import Recipe
from hanpan.preparation.steps import STEPS
from hanpan.study.coding import write_code
from hanpan.study.folder import open_study

HOSTILE = ['a"b', "it's", '"""', "x\nimport os", "{cells}", "{{ 1 }}", "\\", "한 글", "# no", "%s", "=1+1", "TARGET"]


def people(rows=240, seed=0):
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "나이": random.integers(18, 80, rows).astype(float),
            "income": [f"{value:,}" for value in random.integers(900, 5000, rows)],
            "city": random.choice(["Seoul", "Busan", "Jeju", "Ulsan", "Andong"], rows, p=[0.6, 0.3, 0.08, 0.01, 0.01]),
            "joined": pd.Timestamp("2020-01-01") + pd.to_timedelta(random.integers(0, 900, rows), unit="D"),
            "zip": [f"z{value:03d}" for value in random.integers(0, 60, rows)],
        }
    )
    table["twin"] = table["나이"] * 2 + random.normal(0, 0.01, rows)
    score = (table["나이"] - 50) / 12 + (table["city"] == "Busan") * 2 + random.normal(0, 1, rows)
    table["left"] = np.where(score > 0.5, "yes", "no")
    table.loc[random.random(rows) < 0.05, ["나이", "city"]] = None
    table.loc[:3, "income"] = "?"
    return table


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    people().to_csv(folder / "people.csv", index=False)
    names = ["logistic_regression", "random_forest", "lightgbm", "network"]
    return hanpan.run(
        folder / "people.csv",
        target="left",
        algorithms=names,
        trials=5,
        workers=0,
        out=folder / "study",
        insights="none",
    )


def written(study, model, folder):
    write_code(open_study(study.folder), model, folder, "en")
    return folder


@pytest.mark.parametrize("algorithm", ["logistic_regression", "random_forest", "lightgbm", "network", "ensemble"])
def test_plain_code_answers_as_the_model_does(study, tmp_path, algorithm):
    row = next((row for row in study.board.ranked if row.algorithm == algorithm), None)
    if row is None:
        pytest.skip("not on the board")
    folder = written(study, row.model, tmp_path / "code")
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    proof = prove(folder)
    assert proof.alike, proof.lines
    assert "hanpan" not in (folder / "train.py").read_text("utf-8")


@pytest.mark.parametrize(("counts", "lonely"), [((9, 1), "b"), ((9, 5, 1), "c"), ((9, 2), None), ((9, 0, 2), None)])
def test_a_class_of_one_row_is_told_before_the_support_vector_machine_is_written(counts, lonely):
    candidate = Candidate(algorithm="svm", parameters={"C": 1.0, "gamma": "scale"}, recipe=Recipe(steps=()))
    y = np.repeat(np.arange(len(counts)), counts).astype(float)
    problem = Problem(target="y", task="multiclass", metric="log_loss", labels=tuple("abc"[: len(counts)]))
    asked = Asked(SimpleNamespace(candidate=candidate, rounds=None), problem, y)
    if lonely is None:
        assert "StratifiedKFold(2" in str(MODELS["svm"](asked).expression)
        return
    with pytest.raises(UsageError) as refused:
        MODELS["svm"](asked)
    assert refused.value.key == "code_lonely_class"
    assert lonely in str(refused.value)


def test_new_rows_get_the_answers_of_the_model(study, tmp_path):
    folder = written(study, "random_forest", tmp_path / "code")
    people(rows=50, seed=1).drop(columns="left").to_csv(tmp_path / "new.csv", index=False)
    for command in (["train.py"], ["predict.py", "../new.csv", "answers.csv"]):
        subprocess.run([sys.executable, "-W", "ignore", *command], cwd=folder, check=True, capture_output=True)
    study.save(tmp_path / "model.hanpan", model="random_forest")
    told = pd.read_csv(folder / "answers.csv")
    expected = hanpan.load(tmp_path / "model.hanpan")
    assert told["prediction"].tolist() == list(expected.predict(tmp_path / "new.csv"))
    assert told["probability_yes"].to_numpy() == pytest.approx(expected.predict_proba(tmp_path / "new.csv")[:, 1])


def test_the_notebook_holds_the_same_code(study, tmp_path):
    folder = written(study, "random_forest", tmp_path / "code")
    book = json.loads((folder / "train.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    program = (folder / "train.py").read_text("utf-8")
    for cell in cells[:-1]:
        ast.parse(cell)
        assert cell in program
    assert not any(cell.get("outputs") for cell in book["cells"])


def test_what_was_decided_stands_there_with_its_reason(study, tmp_path):
    program = (written(study, "logistic_regression", tmp_path / "code") / "train.py").read_text("utf-8")
    assert '"twin",  # ' in program
    assert '.str.replace(",", "")' in program
    write_code(open_study(study.folder), "logistic_regression", tmp_path / "ko", "ko")
    assert "전처리" in (tmp_path / "ko" / "train.py").read_text("utf-8")


def test_names_of_columns_and_levels_are_only_ever_words(tmp_path):
    random = np.random.default_rng(0)
    table = pd.DataFrame({name: random.normal(size=80) for name in HOSTILE})
    table['level"'] = random.choice(HOSTILE[:4], 80)
    table['t"""arget'] = np.where(table[HOSTILE[0]] + random.normal(0, 0.3, 80) > 0, 'y"', "n\\")
    table.to_parquet(tmp_path / "it's.parquet")
    made = hanpan.run(
        tmp_path / "it's.parquet",
        target='t"""arget',
        algorithms=["decision_tree"],
        trials=2,
        workers=0,
        out=tmp_path / "study",
        insights="none",
    )
    folder = written(made, "decision_tree", tmp_path / "code")
    names = {
        node.names[0].name
        for node in ast.walk(ast.parse((folder / "train.py").read_text("utf-8")))
        if isinstance(node, ast.Import)
    }
    assert "os" not in names
    proof = prove(folder)
    assert proof.alike, proof.lines


@pytest.mark.parametrize("kind", ["sqlite", "duckdb"])
def test_a_table_of_a_database(tmp_path, kind):
    table = people(120).drop(columns="joined")
    path = tmp_path / f"people.{kind}"
    if kind == "sqlite":
        with sqlite3.connect(path) as base:
            table.to_sql("some people", base, index=False)
        base.close()
    else:
        with duckdb.connect(str(path)) as base:
            base.register("given", table)
            base.execute('create table "some people" as select * from given')
    made = hanpan.run(
        f"{kind}:///{path}",
        target="left",
        query="some people",
        algorithms=["decision_tree"],
        trials=2,
        workers=0,
        out=tmp_path / "study",
        insights="none",
    )
    folder = written(made, "decision_tree", tmp_path / "code")
    assert str(tmp_path) not in (folder / "train.py").read_text("utf-8")
    proof = prove(folder)
    assert proof.alike, proof.lines


def test_a_table_that_has_changed_is_refused(tmp_path):
    people(60).to_csv(tmp_path / "t.csv", index=False)
    made = hanpan.run(
        tmp_path / "t.csv",
        target="left",
        algorithms=["decision_tree"],
        trials=2,
        workers=0,
        out=tmp_path / "study",
        insights="none",
    )
    people(60, seed=5).to_csv(tmp_path / "t.csv", index=False)
    with pytest.raises(UsageError) as told:
        write_code(open_study(made.folder), None, tmp_path / "code", "en")
    assert told.value.key == "table_changed"
    assert not (tmp_path / "code").exists()


def test_no_file_of_a_persons_own_is_written_over(study, tmp_path):
    (tmp_path / "train.py").write_text("mine", "utf-8")
    with pytest.raises(UsageError) as told:
        written(study, "random_forest", tmp_path)
    assert told.value.key == "code_folder_taken"
    assert (tmp_path / "train.py").read_text("utf-8") == "mine"


def test_every_step_and_every_algorithm_has_its_plain_code():
    assert {step.name for step in STEPS} == set(STEPS_WRITTEN)
    assert {entry.name for entry in ALGORITHMS} - {"network_own"} == set(MODELS)
