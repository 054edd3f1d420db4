"""Compiled training, twice, with patience, with gaps; ``test_parity`` sets it beside ``Model.fit`` in all ways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest

import hanpan.networks as hn
from hanpan.modeling.networks.notices import NetworkNotice
from hanpan.modeling.networks.stored import adapter
from hanpan.modeling.networks.suiting.gaps import notice_gaps

L = keras.layers
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


def small(*middle: Any, metrics: list[str] | None = None, rate: Any = 0.01) -> keras.Model:
    model = keras.Sequential([L.Input((5,)), L.Dense(6, activation="relu"), *middle, L.Dense(1, activation="sigmoid")])
    model.compile(optimizer=keras.optimizers.Adam(rate), loss="binary_crossentropy", metrics=metrics)
    return model


def regularised() -> keras.Model:
    penalty = keras.regularizers.L1L2(1e-3, 1e-2)
    return small(L.BatchNormalization(), L.Dropout(0.3), L.Dense(3, kernel_regularizer=penalty), metrics=["accuracy"])


def both(make: Callable[[], keras.Model], calls: list[dict[str, Any]]) -> None:
    """Train twins with ``Model.fit`` and with ours; compare histories, weights and optimisers after each call."""
    trained = []
    for ours in (False, True):
        keras.utils.set_random_seed(3)
        model = make()
        histories = []
        for call in calls:
            arguments = {"verbose": 0, **call, "callbacks": [made() for made in call.get("callbacks", [])]}
            history = hn.fit(model, **arguments) if ours else model.fit(**arguments)
            histories.append(history.history)
        trained.append((model, histories, np.random.uniform()))  # noqa: NPY002
    (theirs, their_histories, their_draw), (ours_, our_histories, our_draw) = trained
    assert their_histories == our_histories
    assert all(np.array_equal(a, b) for a, b in zip(theirs.get_weights(), ours_.get_weights(), strict=True))
    pairs = zip(theirs.optimizer.variables, ours_.optimizer.variables, strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)
    assert their_draw == our_draw  # the global random stream is left where fit leaves it


def test_regularised_network_with_short_last_batch_class_weight_and_second_fit(rows: Any) -> None:
    x, y = rows
    first = {"x": x, "y": y, "epochs": 3, "batch_size": 32, "class_weight": {0: 1.0, 1: 2.5}, "validation_split": 0.2}
    both(regularised, [first, {**first, "epochs": 2}])


def test_patient_callbacks_act_at_the_same_epoch(rows: Any, tmp_path: Any) -> None:
    x, y = rows
    made = [
        lambda: keras.callbacks.EarlyStopping(patience=4, restore_best_weights=True),
        lambda: keras.callbacks.ReduceLROnPlateau(patience=2, factor=0.3),
        lambda: keras.callbacks.CSVLogger(str(tmp_path / "log.csv")),
    ]
    call = {"x": x, "y": y, "epochs": 60, "validation_data": (x[:40], 1 - y[:40]), "callbacks": made}
    both(lambda: small(rate=0.05), [call])


@pytest.mark.parametrize("mode", ["min", "max"])
def test_losses_compared_as_numbers_are_judged_as_by_keras(mode: str) -> None:
    judge = keras.callbacks.EarlyStopping(mode=mode, min_delta=1e-9)
    judge._set_monitor_op()
    values = [0.0, 1e-40, 2e-40, 0.1, float(np.float32(0.1)), 0.1 + 1e-9, 0.1 + 2e-8, 1e39, np.inf, np.nan, None]
    pairs = [(a, b) for a in values[:-1] for b in values]
    theirs = [bool(judge._is_improvement(*pair)) for pair in pairs]
    with adapter.compared_as_numbers([judge]):
        assert [judge._is_improvement(*pair) for pair in pairs] == theirs
    assert "_is_improvement" not in vars(judge)


def test_checkpoint_of_each_improving_epoch_says_so(
    rows: Any, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    x, y = rows
    path = str(tmp_path / "epoch-{epoch:02d}.keras")
    callback = keras.callbacks.ModelCheckpoint(path, save_best_only=True, verbose=1)
    model = small(rate=0.02)
    history = hn.fit(model, x, y, epochs=6, validation_data=(x[:60], y[:60]), callbacks=[callback])
    losses = history.history["val_loss"]
    improved = [epoch for epoch, loss in enumerate(losses) if loss < min([np.inf, *losses[:epoch]])]
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [f"epoch-{epoch + 1:02d}.keras" for epoch in improved]
    told = capsys.readouterr().out
    assert f"val_loss improved from {losses[0]:.5f} to {losses[1]:.5f}, saving model to" in told
    saved = keras.saving.load_model(tmp_path / files[-1])
    assert saved.evaluate(x[:60], y[:60], verbose=0) == pytest.approx(min(losses), rel=1e-6)


def test_cells_that_are_no_numbers_are_named_once_and_trained_on_as_keras_does(rows: Any) -> None:
    x, y = (part.copy() for part in rows)
    x[3, 1] = x[4, 1] = x[4, 4] = np.nan
    y[7] = np.inf
    keras.utils.set_random_seed(3)
    with pytest.warns(NetworkNotice, match="130") as told:
        hn.fit(ours := small(), x, y, epochs=1, verbose=0)
    sentences = [str(one.message) for one in told if issubclass(one.category, NetworkNotice)]
    assert len(sentences) == 1
    assert "1, 4; y: " in sentences[0]
    keras.utils.set_random_seed(3)
    (keras_own := small()).fit(x, y, epochs=1, verbose=0)
    for one, other in zip(ours.get_weights(), keras_own.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_gaps_are_told_by_input_and_column(rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANPAN_LANG", "en")
    x, y = rows
    table = pd.DataFrame({"age": x[:, 0], "pay": np.where(x[:, 1] > 1.5, -np.inf, 0.0)})
    count = int((x[:, 1] > 1.5).sum())
    with pytest.warns(NetworkNotice, match=rf"\(x\['t'\]: {count} cells in {count} of 130 rows, column pay\)"):
        notice_gaps({"t": table, "images": np.ones((130, 4, 4), "uint8")}, y)
    pictures = np.ones((130, 4, 4, 1), "float32")
    pictures[5, 0, 0] = np.nan
    with pytest.warns(NetworkNotice, match=r"\(x\[1\]: 1 cell in 1 of 130 rows\)"):
        notice_gaps([x, pictures], None)
    wide = np.full((2, 20), np.nan)
    with pytest.warns(NetworkNotice, match="columns 0, 1, 2, 3, 4, 5, 6, 7, and 12 more"):
        notice_gaps(wide, np.zeros(2))


def test_gaps_in_rows_that_only_judge_are_told_apart(rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANPAN_LANG", "en")
    x, y = rows
    gaps = np.where(np.arange(30) == 4, np.nan, y[:30])
    told = r"rows that judge .*\(validation_data\[1\]: 1 cell in 1 of 30 rows\)"
    with pytest.warns(NetworkNotice, match=told):
        history = hn.fit(small(), x, y, epochs=1, verbose=0, validation_data=(x[:30], gaps))
    assert np.isfinite(history.history["loss"]).all()
    x = np.where(np.arange(len(x)) == 7, np.nan, x.T).T
    with pytest.warns(NetworkNotice, match=r"\(x: .* in 1 of 130 rows"):
        hn.fit_many(small(), x, y, seeds=[0, 1])


def test_progress_lines(rows: Any, capsys: pytest.CaptureFixture[str]) -> None:
    x, y = rows
    hn.fit(small(), x, y, epochs=2, verbose=2)
    told = capsys.readouterr().out
    assert "Epoch 1/2" in told
    assert "Epoch 2/2" in told
    assert "loss:" in told
