"""A person's own network on the board: given as an object, a builder or a file; judged, kept, resumed, refused."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.foundation.errors import NetworkError, UsageError
from hanpan.modeling.own_networks import bring

L = keras.layers
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


def network(*layers: Any, wide: int = 4, loss: str = "mse", rate: float = 0.01) -> keras.Model:
    model = keras.Sequential([L.Input((wide,)), *layers])
    model.compile(optimizer=keras.optimizers.Adam(rate), loss=loss)
    return model


def table(n: int = 160) -> pd.DataFrame:
    random = np.random.default_rng(0)
    x = pd.DataFrame({"a": random.normal(size=n), "b": random.normal(size=n)})
    x["sex"] = np.where(np.arange(n) % 2, "F", "M")  # which of the two is more frequent differs from fold to fold
    x["city"] = random.choice(["Seoul", "Busan", "Jeju"], n, p=[0.6, 0.38, 0.02])  # Jeju is rare: absent in some folds
    x["y"] = 3 + 2 * x["a"] - x["b"] + 2 * (x["sex"] == "F") + 0.1 * random.normal(size=n)
    return x


def deep(n_inputs: int, n_outputs: int) -> keras.Model:
    return network(L.Dense(8, activation="relu"), L.Dense(n_outputs), wide=n_inputs)


def line(rate: float = 0.05) -> keras.Model:
    return network(L.Dense(1), wide=6, rate=rate)


def run(folder: Any, models: Any, **options: Any) -> hanpan.Study:
    told = {"workers": 0, "trials": 3, "algorithms": ["network_own"], "insights": "none", **options}
    path = folder.with_suffix(".csv")
    table().to_csv(path, index=False)
    return hanpan.run(str(path), target="y", models=models, out=str(folder), lang="en", **told)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> hanpan.Study:
    return run(tmp_path_factory.mktemp("own") / "s", [line(), deep], workers=1)


def test_networks_of_a_person_stand_on_the_board(study: hanpan.Study) -> None:
    board = study.board.to_frame().set_index("model")
    assert sorted(board.index) == ["baseline", "network_own", "network_own_2"]
    assert board["score"]["network_own"] < 0.5
    assert study.recipes["network_own"].steps[-1].name == "align"
    assert np.corrcoef(hanpan.load(study.folder / "model.hanpan").predict(table()), table()["y"])[0, 1] > 0.95
    given = sorted(path.name.split("-")[0] for path in (study.folder / "networks" / "given").glob("*.keras"))
    assert given == ["deep", "network"]


def test_the_same_networks_resume_and_others_are_another_study(study: hanpan.Study) -> None:
    assert run(study.folder, [line(), deep], workers=1).complete  # however their weights were drawn this time
    with pytest.raises(UsageError) as refused:
        run(study.folder, [line(0.06), deep], workers=1)
    assert refused.value.key == "folder_of_another_study"


@pytest.mark.slow
def test_a_row_with_a_network_of_a_person_is_saved_later(study: hanpan.Study, tmp_path: Any) -> None:
    row = next(row for row in study.board.ranked if row.model == "network_own_2")
    saved = study.save(tmp_path / "second.hanpan", model=row.rank)  # from the table and the network that was kept
    assert hanpan.load(saved).predict(table()).shape == (len(table()),)


def test_a_network_that_diverges_is_a_failed_row(tmp_path: Any) -> None:
    wild = network(L.Dense(8, activation="relu"), L.Dense(1), wide=6, rate=1e30)
    board = run(tmp_path / "wild", wild, trials=2).board
    assert [row.model for row in board.ranked] == ["baseline"]
    failed = next(row for row in board.rows if row.model == "network_own")
    assert failed.diagnosis == "failed"


def test_a_network_hardly_trained_is_to_be_trained_on_before_columns_are_looked_for(tmp_path: Any) -> None:
    study = run(tmp_path / "short", line(rate=1e-4), trials=2, network_epochs=30)
    (row,) = [row for row in study.board.rows if row.model == "network_own"]
    assert row.diagnosis == "underfit"
    assert row.findings[0].code in ("curve_slow", "curve_not_converged")
    (told,) = [one for one in study.evaluation.findings if one.code.startswith("no_signal")]
    assert told.code == "no_signal_untrained"
    assert "network_own" in told.part("evidence", "en")
    assert "epochs" in told.part("advice", "en")


def test_what_does_not_fit_is_refused_before_any_trial(tmp_path: Any) -> None:
    with pytest.raises(NetworkError, match=r"takes 4 inputs, but 6 columns are prepared.*\n.*a, b, sex=M, city="):
        run(tmp_path / "s", network(L.Dense(1)))
    assert not (tmp_path / "s" / "journal.sqlite").exists()
    with pytest.raises(UsageError, match="no network was given"):
        run(tmp_path / "s", [])
    with pytest.raises(UsageError, match="no file"):
        run(tmp_path / "s", ["absent.py"])


def test_a_program_runs_in_a_process_apart(tmp_path: Any) -> None:
    path = tmp_path / "mine.py"
    path.write_text("import os\nos._exit(7)\n", "utf-8")
    with pytest.raises(NetworkError, match="exit status 7"):
        bring([path], ["a"], 0, seed=0)
    path.write_text("import helper\ndef build(n_inputs, n_outputs):\n    return helper.oops\n", "utf-8")
    (tmp_path / "helper.py").write_text("", "utf-8")
    with pytest.raises(NetworkError, match=r"build\(1, 1\) ended with an error: AttributeError"):
        bring([path], ["a"], 0, seed=0)


FILE = """
import keras

def build(n_inputs, n_outputs):
    start, last = keras.layers.Input((n_inputs,)), keras.layers.Dense(n_outputs)
    model = keras.Sequential([start, keras.layers.Dense({nodes}), last])
    model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="mse")
    return model
"""


@pytest.fixture(scope="module")
def two_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[hanpan.Study, list[str]]:
    folder = tmp_path_factory.mktemp("files")
    paths = [folder / f"{name}.py" for name in ("first", "second")]
    for nodes, path in enumerate(paths, 2):
        path.write_text(FILE.format(nodes=nodes), "utf-8")
    card = folder / "hanpan.toml"
    card.write_text("[run]\nnetwork_epochs = 4\nnetwork_batch_size = 64\n", "utf-8")
    names = [str(path) for path in paths]
    return run(folder / "s", (), network=names, network_epochs=7, config=str(card)), names


def test_several_files_and_how_they_are_trained(two_files: tuple[hanpan.Study, list[str]]) -> None:
    study, _ = two_files
    own = [row for row in study.board.ranked if row.algorithm == "network_own"]
    assert sorted(row.parameters["network"].split("-")[0] for row in own) == ["first", "second"]
    trials = [trial for trial in study.board.trials if trial.candidate.algorithm == "network_own"]
    for trial in trials:
        told = dict(trial.candidate.parameters)
        assert (told["epochs"], told["batch_size"]) == (7, 64)  # a keyword over the card, and the card
        assert trial.curve is not None
        assert trial.curve.steps[-1] == 7  # at such a rate the loss falls to the end


def test_patience_is_kept(tmp_path: Any) -> None:
    board = run(tmp_path / "s", line(rate=0.0), network_patience=3, trials=2).board
    (trial,) = [trial for trial in board.trials if trial.candidate.algorithm == "network_own"]
    assert trial.curve is not None
    assert trial.curve.steps[-1] == 4  # the first epoch is the best, three more show no better


def test_settings_without_a_network_are_refused(tmp_path: Any) -> None:
    with pytest.raises(UsageError, match="network_batch_size"):
        run(tmp_path / "s", (), network_batch_size=8, algorithms=["decision_tree"])


@pytest.mark.slow
def test_a_row_is_saved_though_the_file_is_gone(two_files: tuple[hanpan.Study, list[str]], tmp_path: Any) -> None:
    from pathlib import Path

    study, names = two_files
    for name in names:
        Path(name).unlink()
    saved = study.save(tmp_path / "m.hanpan", model="network_own")
    assert hanpan.load(saved).predict(table()).shape == (len(table()),)
