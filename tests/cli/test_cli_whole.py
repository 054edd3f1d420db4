"""The whole process once, in processes of its own, on a table that comes with scikit-learn."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

RUN = "import sys; from hanpan.doors.cli import main; main(sys.argv[1:])"
TARGET = "target"


def hanpan(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    settings = {**os.environ, "HANPAN_LANG": "en", "OMP_NUM_THREADS": "1", **environment}
    return subprocess.run(command, capture_output=True, text=True, env=settings, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """One finished run; ``again`` repeats its command."""
    folder = tmp_path_factory.mktemp("whole")
    table = folder / "flowers.csv"
    write_flowers(table)
    study = folder / "study"
    chosen = "logistic_regression,decision_tree,lightgbm"
    command = (
        "run",
        table,
        "--target",
        TARGET,
        "--trials",
        "4",
        "--workers",
        "1",
        "--algorithms",
        chosen,
        "--out",
        study,
    )
    done = hanpan(*command)
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(table=table, study=study, done=done, again=lambda *more: hanpan(*command, *more))


def write_flowers(path: Path) -> None:
    from sklearn.datasets import load_iris

    flowers = load_iris()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["길이 1", "width 1", "길이 2", "width 2", TARGET])
        writer.writerows(
            [*row, flowers.target_names[code]] for row, code in zip(flowers.data, flowers.target, strict=True)
        )


def test_a_run_leaves_everything_and_names_it(whole) -> None:
    *_, report, model = whole.done.stdout.splitlines()
    assert report == f"report: {whole.study / 'report.en.html'}"
    assert model == f"model: {whole.study / 'model.hanpan'}"
    for name in ("report.en.html", "model.hanpan", "board.csv", "board.json", "profile.json", "evaluation.json"):
        assert (whole.study / name).stat().st_size > 0, name


def test_the_same_command_shows_what_is_there(whole) -> None:
    before = (whole.study / "board.csv").read_bytes()
    done = whole.again("--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["complete"] is True
    assert (whole.study / "board.csv").read_bytes() == before


def test_another_study_does_not_take_the_folder(whole) -> None:
    done = whole.again("--seed", "5")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) >= 3


def test_the_board_agrees_with_its_file(whole) -> None:
    told = json.loads(hanpan("board", whole.study, "--json").stdout)["board"]
    rows = list(csv.DictReader((whole.study / "board.csv").open(encoding="utf-8")))
    assert [row["model"] for row in rows] == [row["model"] for row in told]


def test_the_report_in_the_other_language(whole) -> None:
    done = hanpan("report", whole.study, "--lang", "ko")
    assert done.returncode == 0, done.stderr
    assert 'lang="ko"' in (whole.study / "report.ko.html").read_text("utf-8")


def test_predictions_come_in_the_order_of_the_table(whole, tmp_path) -> None:
    out = tmp_path / "p.csv"
    done = hanpan("predict", whole.study / "model.hanpan", whole.table, "--out", out)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert len(rows) == 150
    truth = ["setosa"] * 50 + ["versicolor"] * 50 + ["virginica"] * 50
    hits = sum(row["prediction"] == label for row, label in zip(rows, truth, strict=True))
    assert hits >= 135
    assert sum(float(rows[0][f"probability_{label}"]) for label in set(truth)) == pytest.approx(1)


def test_a_table_that_lacks_a_column_is_refused(whole, tmp_path) -> None:
    short = tmp_path / "short.csv"
    short.write_text("길이 1,target\n1.0,setosa\n", encoding="utf-8")
    for language, word in (("en", "width 1"), ("ko", "width 1")):
        done = hanpan("predict", whole.study / "model.hanpan", short, "--out", tmp_path / "p.csv", "--lang", language)
        assert done.returncode == 3
        assert word in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "p.csv").exists()


def test_evaluate_judges_on_a_labelled_table(whole) -> None:
    told = json.loads(hanpan("evaluate", whole.study / "model.hanpan", whole.table, "--json").stdout)
    assert told["rows"] == 150
    assert told["metrics"]["accuracy"]["value"] >= 0.9


def test_another_rank_is_saved_and_predicts(whole, tmp_path) -> None:
    out = tmp_path / "second.hanpan"
    done = hanpan("save", whole.study, "--model", "2", "--out", out)
    assert done.returncode == 0, done.stderr
    told = json.loads(hanpan("evaluate", out, whole.table, "--json").stdout)
    assert told["metrics"]["accuracy"]["value"] >= 0.8
    assert hanpan("save", whole.study, "--model", "99", "--out", out).returncode == 2


def test_a_damaged_model_file_is_refused(whole, tmp_path) -> None:
    broken = tmp_path / "broken.hanpan"
    broken.write_bytes((whole.study / "model.hanpan").read_bytes()[:-100])
    done = hanpan("predict", broken, whole.table, "--out", tmp_path / "p.csv")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_requirement_that_is_not_met_is_5(whole, tmp_path) -> None:
    chosen = ("--algorithms", "decision_tree", "--trials", "2", "--workers", "1", "--out", tmp_path / "s")
    done = hanpan("run", whole.table, "--target", TARGET, "--require", "accuracy>=1.01", *chosen)
    assert done.returncode in (2, 5), done.stderr  # refused as impossible, or not met
