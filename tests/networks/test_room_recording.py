"""A training of the board kept for the network room: it answers as the network does, epoch by epoch."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import from_json, to_json
from hanpan.modeling.networks.compiled.snapshots import Snapshots
from hanpan.modeling.networks.compiled.watchers import watched_by
from hanpan.modeling.networks.room.passes import answers, forward
from hanpan.modeling.networks.room.recorded.recording import MOST_WEIGHTS, Recording, most_epochs
from hanpan.modeling.networks.room.recorded.watching import network_recording

import keras  # isort: skip  (after hanpan, which chooses the backend)

NAMES = [f"column {at}" for at in range(5)]
L = keras.layers
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


def own() -> keras.Model:
    """A person's own: columns scaled by batch normalisation, two softmax nodes where one would do."""
    layers = [L.Input((5,)), L.BatchNormalization(), L.Dense(4), L.BatchNormalization(), L.Activation("tanh")]
    model = keras.Sequential([*layers, L.Dropout(0.1), L.Dense(2, "softmax")])
    model.compile(keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy")
    return model


FEW: dict[str, Any] = {"epochs": 4, "random_state": 0}
NETWORKS = {
    "binary": lambda: hn.NetworkClassifier(hidden=(6, 3), dropout=0.1, learning_rate=0.02, **FEW),
    "multiclass": lambda: hn.NetworkClassifier(hidden=(4,), activation="tanh", learning_rate=0.02, **FEW),
    "regression": lambda: hn.NetworkRegressor(hidden=(5,), learning_rate=0.02, **FEW),
    "grouped": lambda: hn.GroupedNetworkClassifier({"one": [0, 1]}, nodes=2, hidden=(3,), **FEW),
    "own": lambda: hn.OwnNetworkClassifier(own(), **FEW),
}


@pytest.fixture(scope="module")
def recorded(rows: Any) -> Any:
    """A network of a name with its recording, each trained once."""
    x, classes = rows
    targets = {"regression": x[:, 0] * 3 + 7, "multiclass": np.digitize(x[:, 0], [-0.5, 0.5])}
    preparer = SimpleNamespace(feature_names_=NAMES, transform=lambda frame: (frame.to_numpy() - 1) / 2)
    frame, schema = pd.DataFrame(2 * x + 1, columns=NAMES), SimpleNamespace(image=None)

    @cache
    def made(name: str) -> tuple[Any, Recording | None]:
        y, snapshots, network = targets.get(name, classes), Snapshots(most_epochs), NETWORKS[name]()
        with watched_by(snapshots):
            network.fit(x, y)
        problem = SimpleNamespace(labels=() if name == "regression" else tuple(np.unique(y)), target="y")
        return network, network_recording(network, snapshots, preparer, frame, schema, problem)

    return made


@pytest.mark.parametrize("name", NETWORKS)
def test_it_answers_as_the_network_does(name: str, rows: Any, recorded: Any) -> None:
    network, found = recorded(name)
    told = from_json(to_json(found), Recording)
    training = told.training(told.chosen)
    said = answers(forward(training.weights, training.setup, rows[0]).sums[-1], training.ground)
    if name == "regression":
        assert said * told.target_scale + told.target_centre == pytest.approx(network.predict(rows[0]), abs=1e-3)
    else:
        wanted = network.predict_proba(rows[0])
        assert (said if said.ndim == 2 else np.column_stack([1 - said, said])) == pytest.approx(wanted, abs=1e-4)
    assert told.chosen == network.epochs_
    assert told.epochs == list(range(len(network.history_["loss"]) + 1))
    assert told.loss[1:] == pytest.approx(network.history_["loss"], rel=1e-4)
    assert told.centre == pytest.approx([1] * 5)
    assert told.scale == pytest.approx([2] * 5)
    assert sum(told.rows) == len(rows[0])
    assert bool(training.setup.cut) == (name == "grouped")
    training.run_epoch()
    assert training.now.epoch == told.chosen + 1
    training.restart()
    assert training.measure().loss == pytest.approx(told.loss[0], rel=1e-3)


def test_the_losses_are_those_of_the_epochs_kept(recorded: Any) -> None:
    _, found = recorded("multiclass")
    for epoch in (0, 2, found.epochs[-1]):
        measured = found.training(epoch).measure()
        assert measured.loss == pytest.approx(found.loss[epoch], rel=1e-3)
        assert measured.val_loss == pytest.approx(found.val_loss[epoch], rel=1e-3)
        if epoch:
            assert measured.val_right == pytest.approx(found.val_right[epoch], abs=1e-3)


def test_what_does_not_hold_together_is_refused(recorded: Any) -> None:
    _, found = recorded("binary")
    broken = [
        {"weights": found.weights[:-1]},
        {"weights": ["AAAA" for _ in found.weights]},
        {"epochs": [0, 0, *found.epochs[2:]]},
        {"chosen": 999},
        {"x": "not base64!"},
        {"columns": found.columns[:2]},
        {"loss": []},
        {"setup": "layers=<script>"},
    ]
    for changes in broken:
        with pytest.raises(UsageError):
            replace(found, **changes).training()


def test_what_is_too_large_to_be_drawn_is_not_kept() -> None:
    model = keras.Sequential([L.Input((5,)), L.Dense(128), L.Dense(128), L.Dense(1)])
    snapshots = Snapshots(most_epochs)
    snapshots.begin(model, None, None)
    snapshots.note(model, 1, None, [0.5])
    assert model.count_params() > MOST_WEIGHTS
    assert snapshots.stacks(model, 1) is None
