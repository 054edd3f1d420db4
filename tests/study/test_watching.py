"""A network watched in a run: checkpoints in the study, curves in the report; one that never learns is told of."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.insights import gathering
from hanpan.insights.watching.ask import WATCHING
from hanpan.modeling.workers.jobs import failure_kind

OWN = """
import keras

def build(n_inputs, n_outputs):
    model = keras.Sequential([keras.layers.Input((n_inputs,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(1e8), "mse")
    return model
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("watching")
    (folder / "wild.py").write_text(OWN, "utf-8")
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(300, 4)), columns=list("abcd"))
    table["y"] = 3 * table.a + table.b**2 + random.normal(size=300)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathering, "INSIGHTS", (WATCHING,))
        return hanpan.run(
            table,
            target="y",
            algorithms=["network"],
            trials=3,
            workers=1,
            folds=2,
            models=[str(folder / "wild.py")],
            out=str(folder / "study"),
        )


def test_the_best_network_leaves_checkpoints_and_their_lines(study) -> None:
    (watched,) = study.insights.watching.networks
    folder = study.folder / "checkpoints"
    assert watched.files
    assert sorted(path.name for path in folder.glob("*.keras")) == watched.files
    (log,) = folder.glob("*.log")
    assert log.read_text("utf-8").splitlines() == watched.lines
    assert len(watched.lines) == len(watched.history["val_loss"])
    assert watched.files[-1].endswith(f"epoch-{watched.chosen:03d}.keras")
    events = [json.loads(line) for line in (study.folder / "events.jsonl").read_text("utf-8").splitlines()]
    assert [one["line"] for one in events if one["kind"] == "checkpoint"] == watched.lines


def test_epochs_of_networks_are_events_of_the_run(study) -> None:
    lines = [json.loads(line) for line in (study.folder / "events.jsonl").read_text("utf-8").splitlines()]
    epochs = [line for line in lines if line["kind"] == "epoch"]
    assert any("val_loss" in line and line.get("fold", 0) >= 1 for line in epochs)
    assert all(line["algorithm"].startswith("network") for line in epochs)


def test_networks_of_the_board_are_read_in_words(study) -> None:
    rows = [row for row in study.board.ranked if row.algorithm == "network"]
    assert rows
    assert all(one.code.startswith("curve_") for row in rows for one in row.findings)
    assert any(row.findings for row in rows)


def test_a_network_that_diverges_costs_one_row_and_is_told_of(study) -> None:
    row = next(row for row in study.board.rows if row.algorithm == "network_own")
    assert (row.rank, row.note) == (None, "failed_diverged")
    (finding,) = [one for one in study.findings if one.code == "curve_diverged"]
    assert finding.subject == row.model
    assert row.model in finding.part("title", "ko")
    assert study.complete


def test_the_report_shows_the_network(study) -> None:
    from hanpan.doors.report import beside
    from hanpan.foundation.texts import text

    path = Path(study.report(study.folder / "x.html", lang="ko"))
    assert text("watching.title", "ko") in beside(path).read_text("utf-8")


def test_other_errors_stay_errors() -> None:
    assert failure_kind(ValueError("x")) == "error"
