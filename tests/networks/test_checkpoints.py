"""Checkpoints of improved epochs: the same files and lines as Keras', and a training that does not notice."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.events import Event
from hanpan.modeling.listening.progress import heard_by
from hanpan.modeling.networks.compiled.checkpoints import Checkpoints
from hanpan.modeling.networks.compiled.watchers import watched_by

import keras  # isort: skip  (after hanpan, which chooses the backend)

SETTINGS: dict[str, Any] = {"hidden": (6,), "epochs": 40, "learning_rate": 0.05, "random_state": 0}


def fitted(rows: Any) -> hn.NetworkClassifier:
    return hn.NetworkClassifier(**SETTINGS).fit(*rows)


def kept(rows: Any, folder: Path) -> tuple[hn.NetworkClassifier, Checkpoints]:
    checkpoints = Checkpoints(folder, "network-a")
    with watched_by(checkpoints):
        return fitted(rows), checkpoints


def test_a_watched_training_is_the_unwatched_one_to_the_last_bit(rows: Any, tmp_path: Path) -> None:
    network, _ = kept(rows, tmp_path)
    plain = fitted(rows)
    assert network.history_ == plain.history_
    assert np.array_equal(network.predict_proba(rows[0]), plain.predict_proba(rows[0]))


def test_every_improved_epoch_is_saved_and_every_epoch_has_its_line(rows: Any, tmp_path: Path) -> None:
    heard: list[Event] = []
    with heard_by(heard.append):
        network, checkpoints = kept(rows, tmp_path)
    losses = network.history_["val_loss"]
    best = np.minimum.accumulate(losses)
    improved = [0, *(np.flatnonzero(np.diff(best) < 0) + 1)]
    assert [path.name for path in checkpoints.files] == [f"network-a-epoch-{at + 1:03d}.keras" for at in improved]
    assert len(checkpoints.lines) == len(losses)
    first, second = checkpoints.lines[:2]
    assert first == f"Epoch 1: val_loss improved from inf to {losses[0]:.5f}, saving model to network-a-epoch-001.keras"
    assert second.startswith(f"Epoch 2: val_loss improved from {losses[0]:.5f} to {losses[1]:.5f}, saving model to")
    worse = next(at for at in range(len(losses)) if at not in improved)
    assert checkpoints.lines[worse] == f"Epoch {worse + 1}: val_loss did not improve from {best[worse]:.5f}"
    assert [event.fields["line"] for event in heard if event.kind == "checkpoint"] == checkpoints.lines
    assert checkpoints.write_log().read_text("utf-8").splitlines() == checkpoints.lines


def test_the_last_checkpoint_is_the_network_and_plain_keras_opens_it(rows: Any, tmp_path: Path) -> None:
    network, checkpoints = kept(rows, tmp_path)
    opened = keras.models.load_model(checkpoints.files[-1])
    assert np.allclose(opened.predict(rows[0], verbose=0)[:, 0], network.predict_proba(rows[0])[:, 1], atol=1e-6)


def test_checkpoints_of_an_earlier_training_make_room(rows: Any, tmp_path: Path) -> None:
    (tmp_path / "network-a-epoch-999.keras").write_bytes(b"old")
    (tmp_path / "network-b-epoch-001.keras").write_bytes(b"another")
    kept(rows, tmp_path)
    assert not (tmp_path / "network-a-epoch-999.keras").exists()
    assert (tmp_path / "network-b-epoch-001.keras").exists()


def test_not_more_files_than_there_is_room_for(rows: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hanpan.modeling.networks.compiled.checkpoints.MOST_FILES", 3)
    network, checkpoints = kept(rows, tmp_path)
    assert len(list(tmp_path.glob("*.keras"))) == len(checkpoints.files) == 3
    assert checkpoints.files[-1].name == f"network-a-epoch-{network.epochs_:03d}.keras"


def test_keras_own_callback_leaves_the_same_files_and_lines(
    rows: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    x, y = rows
    seen = []
    for ours in (False, True):
        folder = tmp_path / str(ours)
        folder.mkdir()
        keras.utils.set_random_seed(5)
        model = keras.Sequential([keras.layers.Input((5,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(1)])
        model.compile(keras.optimizers.Adam(0.05), "mse")
        callback = keras.callbacks.ModelCheckpoint(
            str(folder / "best-{epoch:03d}-{val_loss:.4f}.keras"), save_best_only=True, verbose=1
        )
        told = {"epochs": 12, "validation_split": 0.3, "callbacks": [callback], "verbose": 0}
        hn.fit(model, x, y, **told) if ours else model.fit(x, y, **told)
        lines = [line.replace(str(folder), "") for line in capsys.readouterr().out.splitlines() if "val_loss" in line]
        seen.append((sorted(path.name for path in folder.iterdir()), lines))
    assert seen[0] == seen[1]
    assert any("did not improve" in line for line in seen[0][1])
    assert len(seen[0][0]) > 1


@pytest.mark.parametrize("verbose", [1, 2, "auto", 0])
def test_what_is_printed_is_what_keras_prints(
    rows: Any, verbose: int | str, capsys: pytest.CaptureFixture[str]
) -> None:
    x, y = rows
    seen = []
    for ours in (False, True):
        keras.utils.set_random_seed(5)
        model = keras.Sequential([keras.layers.Input((5,)), keras.layers.Dense(1)])
        model.compile("adam", "mse")
        (hn.fit if ours else keras.Model.fit)(model, x, y, epochs=2, validation_split=0.3, verbose=verbose)
        out = re.sub(r"\x1b\[[0-9;]*m|\x08+", "", capsys.readouterr().out).replace("\r", "\n")
        last = [line for line in out.splitlines() if "val_loss" in line or line.startswith("Epoch")]
        seen.append([[word for word in line.split() if not re.match(r"\d+(m|u|n)?s", word)] for line in last])
    assert seen[0] == seen[1]
    assert bool(seen[0]) == (verbose != 0)
