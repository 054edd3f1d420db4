"""A whole run, as a person or a script would make it."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import tomllib

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.foundation.budget import CLOCK
from hanpan.foundation.errors import UsageError
from hanpan.modeling.board.board import COLUMNS
from hanpan.study.options import RunOptions
from hanpan.study.run import Occasion, run_study

TRIALS = {"trials": 9, "workers": 2, "lang": "en", "insights": "none"}
FAST = "baseline,logistic_regression,decision_tree,lightgbm,k_neighbors"


def clock_free(board):
    """A board without its times."""
    return board.to_frame().drop(columns=["fit_seconds", "predict_seconds"]).to_csv()


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A finished study of the iris table."""
    out = tmp_path_factory.mktemp("run") / "study"
    return hanpan.run("sklearn:iris", target="target", out=str(out), **TRIALS)


def test_the_study_folder_has_what_others_rely_on(study):
    names = {path.name for path in study.folder.iterdir()}
    expected = {"study.toml", "journal.sqlite", "board.csv", "board.json", "profile.json", "evaluation.json"}
    assert expected | {"model.hanpan", "events.jsonl"} <= names
    board = pd.read_csv(study.folder / "board.csv")
    assert tuple(board.columns[: len(COLUMNS)]) == COLUMNS
    evaluation = json.loads((study.folder / "evaluation.json").read_text("utf-8"))
    assert set(evaluation["metrics"]["log_loss"]) >= {"value", "low", "high", "baseline"}
    for line in (study.folder / "events.jsonl").read_text("utf-8").splitlines():
        assert "kind" in json.loads(line)


def test_what_is_inside_the_model_file_is_said(study):
    told = tomllib.loads((study.folder / "study.toml").read_text("utf-8"))["shipped"]
    assert told["model"] == study.shipped.model
    assert set(told["fits"].values()) == {study.shipped.trained_on}
    assert set(told["fits"]) <= {row.model for row in study.board.ranked}


def test_every_row_of_the_board_can_be_read(study):
    ranked = [row for row in study.board.rows if row.rank is not None]
    assert [row.rank for row in ranked] == list(range(1, len(ranked) + 1))
    assert study.board.baseline is not None
    for row in study.board.rows:
        assert row.diagnosis in ("underfit", "overfit", "fine", "unstable", "failed", "not_tried", "")


def test_the_model_file_predicts_what_the_model_predicts(study, tmp_path):
    table = pd.read_csv(study.folder / "board.csv")  # any folder can be read without hanpan
    assert len(table)
    model = hanpan.load(study.folder / "model.hanpan")
    from sklearn.datasets import load_iris

    x, y = load_iris(return_X_y=True, as_frame=True)
    labels = model.predict(x[x.columns[::-1]])
    probabilities = model.predict_proba(x)
    assert set(labels) == {"setosa", "versicolor", "virginica"}
    assert np.allclose(probabilities.sum(axis=1), 1)
    names = load_iris().target_names[y]
    assert np.mean(labels == names) > 0.9
    saved = study.save(tmp_path / "copy.hanpan")
    assert (hanpan.load(saved).predict_proba(x) == probabilities).all()


def test_another_rank_can_be_saved(study, tmp_path):
    row = next(row for row in study.board.ranked if row.algorithm == "logistic_regression")
    path = study.save(tmp_path / "logistic.hanpan", model=row.rank)
    assert [part.algorithm for part in hanpan.load(path).parts] == ["logistic_regression"]
    with pytest.raises(UsageError) as refused:
        study.save(tmp_path / "none.hanpan", model=999)
    assert refused.value.key == "no_rank"


def test_the_same_command_shows_and_another_is_refused(study):
    again = hanpan.run("sklearn:iris", target="target", out=str(study.folder), **TRIALS)
    assert clock_free(again.board) == clock_free(study.board)
    with pytest.raises(UsageError) as refused:
        hanpan.run("sklearn:iris", target="target", out=str(study.folder), **{**TRIALS, "trials": 3})
    assert refused.value.key == "folder_of_another_study"
    told = refused.value.fields
    assert told["differing"] == f"trials ({TRIALS['trials']} → 3)"
    assert str(told["free"]) == f"{study.folder}-2"


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("do not touch", "utf-8")
    with pytest.raises(UsageError) as refused:
        hanpan.run("sklearn:iris", target="target", out=str(tmp_path), **TRIALS)
    assert refused.value.key == "folder_taken"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_one_worker_or_two_the_same_board(study, tmp_path):
    other = hanpan.run("sklearn:iris", target="target", out=str(tmp_path / "one"), **{**TRIALS, "workers": 1})
    assert clock_free(other.board) == clock_free(study.board)
    assert [row.key for row in other.board.rows] == [row.key for row in study.board.rows]


def test_killed_and_resumed_is_the_unbroken_board(study, tmp_path):
    script = tmp_path / "run.py"
    script.write_text(
        textwrap.dedent(f"""
        import hanpan
        hanpan.run("sklearn:iris", target="target", out={str(tmp_path / "killed")!r}, **{TRIALS!r})
        """),
        "utf-8",
    )
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    events = tmp_path / "killed" / "events.jsonl"
    wait_for(lambda: events.exists() and events.read_text("utf-8").count('"trial_done"') >= 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = events.read_text("utf-8").count('"trial_done"')
    resumed = hanpan.run("sklearn:iris", target="target", out=str(tmp_path / "killed"), **TRIALS)
    assert clock_free(resumed.board) == clock_free(study.board)
    assert events.read_text("utf-8").count('"trial_done"') <= 9
    assert before >= 2


def test_a_script_without_a_main_guard_runs_with_keras_before_or_after(tmp_path):
    for number, lines in enumerate(("import keras\nimport hanpan", "import hanpan\nimport keras")):
        script = tmp_path / f"script{number}.py"
        out = str(tmp_path / f"study{number}")
        script.write_text(
            f"{lines}\n"
            f"study = hanpan.run('sklearn:iris', 'target', trials=3, workers=1, insights='none', out={out!r})\n"
            "print(keras.backend.backend(), len(study.board))\n",
            "utf-8",
        )
        environment = {name: value for name, value in os.environ.items() if name not in ("KERAS_BACKEND", "XLA_FLAGS")}
        done = subprocess.run(
            [sys.executable, str(script)],
            capture_output=True,
            text=True,
            env=environment | ({"KERAS_BACKEND": "jax"} if number == 0 else {}),
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert done.stdout.split()[0] == "jax"


def test_interrupted_still_leaves_board_and_model(tmp_path):
    script = tmp_path / "run.py"
    out = tmp_path / "study"
    script.write_text(
        f"import hanpan\nstudy = hanpan.run('sklearn:wine', target='target', budget=120, workers=2, out={str(out)!r})\n"
        "print(study.interrupted, study.shipped is not None)\n",
        "utf-8",
    )
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    events = out / "events.jsonl"
    wait_for(lambda: events.exists() and events.read_text("utf-8").count('"trial_done"') >= 3)
    process.send_signal(signal.SIGINT)
    told, errors = process.communicate(timeout=60)
    assert told.split() == ["True", "True"], errors[-2000:]
    assert (out / "board.csv").exists()
    assert hanpan.load(out / "model.hanpan").problem.target == "target"


@pytest.mark.parametrize("task", ["regression", "binary"])
def test_noise_ships_the_baseline(task, tmp_path):
    random = np.random.default_rng(3)
    table = pd.DataFrame(random.normal(size=(300, 6)), columns=[f"x{i}" for i in range(6)])
    table["y"] = random.normal(size=300) if task == "regression" else random.permutation(np.tile(["no", "yes"], 150))
    study = hanpan.run(
        table,
        target="y",
        out=str(tmp_path / "noise"),
        algorithms=tuple(FAST.split(",")),
        trials=8,
        workers=2,
        insights="none",
    )
    assert study.board.winner.algorithm == "baseline"
    assert "no_signal" in [finding.code for finding in study.evaluation.findings]
    assert study.shipped.algorithm == "baseline"
    judged = study.evaluation.metrics[study.problem.metric]
    assert judged.value == pytest.approx(judged.baseline)


def test_tiny_tables_are_judged_out_of_fold(tmp_path):
    random = np.random.default_rng(0)
    x = random.normal(size=24)
    table = pd.DataFrame({"x": x, "y": 3 * x + random.normal(size=24) * 0.1})
    study = hanpan.run(
        table,
        target="y",
        out=str(tmp_path / "tiny"),
        algorithms=("linear_regression",),
        trials=3,
        workers=1,
        insights="none",
    )
    assert study.design.holdout_rows == 0
    assert study.evaluation.judged_on == "out_of_fold"
    assert study.evaluation.metrics["rmse"].value < 0.3


def wait_for(condition, seconds=60.0):
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.02)


def test_a_table_that_took_all_the_time_still_gets_a_model(tmp_path):
    options = RunOptions.of(target="target", budget=60, workers=1, insights="none", out=str(tmp_path / "late"))
    late = run_study("sklearn:iris", options=options, occasion=Occasion(started=CLOCK.now() - 100))
    assert [row.algorithm for row in late.board.ranked] == ["logistic_regression", "baseline"]
    assert late.shipped.algorithm == "logistic_regression"
    assert hanpan.load(late.folder / "model.hanpan").problem.target == "target"
