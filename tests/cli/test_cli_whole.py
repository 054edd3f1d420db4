"""The whole process once, in processes of its own, on a table that comes with scikit-learn."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from hanpan.deployment.bundle import read_bundle

RUN = "import sys; from hanpan.doors.cli import main; main(sys.argv[1:])"
TARGET = "target"


def process(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    settings = {**os.environ, "HANPAN_LANG": "en", "OMP_NUM_THREADS": "1"}
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
    done = process(*command)
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(table=table, study=study, done=done, again=lambda *more: process(*command, *more))


def write_flowers(path: Path) -> None:
    from sklearn.datasets import load_iris

    flowers = load_iris()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["길이 1", "width 1", "길이 2", "width 2", TARGET])
        writer.writerows(
            [*row, flowers.target_names[code]] for row, code in zip(flowers.data, flowers.target, strict=True)
        )


def read_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


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


def test_the_board_agrees_with_its_file(hanpan, whole) -> None:
    told = json.loads(hanpan("board", whole.study, "--json").out)["board"]
    rows = read_rows(whole.study / "board.csv")
    assert [row["model"] for row in rows] == [row["model"] for row in told]


def test_the_report_in_the_other_language(hanpan, whole) -> None:
    done = hanpan("report", whole.study, "--lang", "ko")
    assert done.code == 0, done.err
    assert 'lang="ko"' in (whole.study / "report.ko.html").read_text("utf-8")


def test_predictions_come_in_the_order_of_the_table(hanpan, whole, tmp_path) -> None:
    out = tmp_path / "p.csv"
    done = hanpan("predict", whole.study / "model.hanpan", whole.table, "--out", out)
    assert done.code == 0, done.err
    rows = read_rows(out)
    assert len(rows) == 150
    truth = ["setosa"] * 50 + ["versicolor"] * 50 + ["virginica"] * 50
    hits = sum(row["prediction"] == label for row, label in zip(rows, truth, strict=True))
    assert hits >= 135
    assert sum(float(rows[0][f"probability_{label}"]) for label in set(truth)) == pytest.approx(1)


def test_a_table_that_lacks_a_column_is_refused(hanpan, whole, tmp_path) -> None:
    short = tmp_path / "short.csv"
    short.write_text("길이 1,target\n1.0,setosa\n", encoding="utf-8")
    done = hanpan("predict", whole.study / "model.hanpan", short, "--out", tmp_path / "p.csv", "--lang", "ko")
    assert done.code == 3
    assert "width 1" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "p.csv").exists()


def test_evaluate_judges_on_a_labelled_table(hanpan, whole) -> None:
    told = json.loads(hanpan("evaluate", whole.study / "model.hanpan", whole.table, "--json").out)
    assert told["rows"] == 150
    assert told["metrics"]["accuracy"]["value"] >= 0.9


def test_another_rank_is_saved_and_predicts(hanpan, whole, tmp_path) -> None:
    out = tmp_path / "second.hanpan"
    done = hanpan("save", whole.study, "--model", "2", "--out", out)
    assert done.code == 0, done.err
    told = json.loads(hanpan("evaluate", out, whole.table, "--json").out)
    assert told["metrics"]["accuracy"]["value"] >= 0.8
    assert hanpan("save", whole.study, "--model", "99", "--out", out).code == 2


def test_a_model_is_saved_by_its_name_on_the_board(hanpan, whole, tmp_path) -> None:
    second = json.loads(hanpan("board", whole.study, "--json").out)["board"][1]["model"]
    out = tmp_path / "named.hanpan"
    done = hanpan("save", whole.study, "--model", second, "--out", out)
    assert done.code == 0, done.err
    assert read_bundle(out).manifest.model == second
    refused = hanpan("save", whole.study, "--model", second[:-1] + "x", "--out", out)
    assert refused.code == 2
    assert second in refused.err


def test_a_damaged_model_file_is_refused(hanpan, whole, tmp_path) -> None:
    broken = tmp_path / "broken.hanpan"
    broken.write_bytes((whole.study / "model.hanpan").read_bytes()[:-100])
    done = hanpan("predict", broken, whole.table, "--out", tmp_path / "p.csv")
    assert done.code == 3
    assert "Traceback" not in done.err


@pytest.mark.parametrize(("rule", "code"), [("accuracy>=0.5", 0), ("log_loss<=1e-9", 5), ("accuracy>>1", 2)])
def test_a_requirement_decides_even_on_a_finished_study(whole, rule, code) -> None:
    assert whole.again("--require", rule).returncode == code


def test_predictions_go_down_a_pipe(hanpan, whole) -> None:
    done = hanpan("predict", whole.study / "model.hanpan", whole.table, "--out", "-")
    assert done.code == 0
    assert done.out.startswith("prediction,")
    assert len(done.out.splitlines()) == 151
    both = hanpan("predict", whole.study / "model.hanpan", whole.table, "--out", "-", "--json")
    assert both.code == 2


def test_without_a_target_the_columns_are_named(hanpan, whole) -> None:
    done = hanpan("run", whole.table)
    assert done.code == 2
    assert TARGET in done.err


def test_what_was_not_tried_is_one_line(hanpan, whole) -> None:
    done = hanpan("board", whole.study)
    assert "not tried" not in done.out
    assert done.out.count("–") <= 4
