"""A network of the room as a link and as Keras code: whole there and back, and nothing hostile gets in."""

from __future__ import annotations

import contextlib
import runpy
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hanpan.networks as hn
from hanpan.foundation.environment import child_environment
from hanpan.foundation.errors import HanpanError, NetworkError, UsageError
from hanpan.modeling.networks.room.keras_code import keras_code
from hanpan.modeling.networks.room.links import LONGEST, from_link, pack, to_link
from hanpan.modeling.networks.room.passes import answers, forward
from hanpan.modeling.networks.room.setup import CONTROLS, FORMULAS, FUNCTIONS, OPTIMIZERS, SETS, RoomLayer, Setup
from hanpan.modeling.networks.room.training import Training

SHARES = st.floats(0.1, 0.9, allow_nan=False)
LAYERS = st.builds(
    RoomLayer,
    nodes=st.integers(1, 64),
    activation=st.sampled_from(FUNCTIONS),
    dropout=st.floats(0, 0.9, allow_nan=False),
)
SETUPS = st.builds(
    Setup,
    data=st.sampled_from(SETS),
    rows=st.integers(20, 2000),
    noise=st.floats(0, 1),
    share=SHARES,
    data_seed=st.integers(0, 2**31 - 1),
    inputs=st.lists(st.sampled_from(FORMULAS), min_size=1, unique=True).map(tuple),
    layers=st.lists(LAYERS, max_size=6).map(tuple),
    optimizer=st.sampled_from(OPTIMIZERS),
    learning_rate=st.floats(1e-6, 100),
    batch_size=st.integers(1, 1024),
    l1=st.floats(0, 10),
    l2=st.floats(0, 10),
    seed=st.integers(0, 2**31 - 1),
    cut=st.frozensets(st.tuples(st.integers(0, 6), st.integers(0, 64), st.integers(0, 63)), max_size=5),
    hide=st.lists(st.sampled_from(CONTROLS), unique=True).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(SETUPS)
def test_a_link_brings_back_what_was_set(setup: Setup) -> None:
    link = to_link(setup)
    assert from_link(link).setup == setup
    assert from_link(f"?{link}").setup == setup
    assert link.isascii()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6, width=32), max_size=40))
def test_weights_travel_to_the_last_bit(weights: list[float]) -> None:
    found = from_link(to_link(Setup(), np.array(weights))).weights
    assert found.tolist() == weights


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_other_text_is_read_or_refused(text: str) -> None:
    for link in (text, f"data={text}", f"layers={text}", f"weights={text}", f"{text}=1", f"cut={text}&rows={text}"):
        with contextlib.suppress(HanpanError):
            assert isinstance(from_link(link).setup, Setup)


HOSTILE = [
    "data=<script>alert(1)</script>",
    "layers=99999-tanh",
    "layers=4-tanh,4-tanh,4-tanh,4-tanh,4-tanh,4-tanh,4-tanh",
    "layers=4-__import__('os')",
    "layers=4-tanh-nan",
    "learning_rate=nan",
    "learning_rate=inf",
    "learning_rate=-1",
    "rows=1e9",
    "rows=2000000000",
    "batch_size=0",
    "inputs=",
    "inputs=x1,x1",
    "cut=1.2",
    "cut=-1.0.0",
    "cut=0.0.99999999",
    "hide=everything",
    "data=xor&data=circle",
    "weights=!!!",
    "weights=" + pack(np.array([np.nan])),
    "weights=" + pack(np.array([1e30])),
    "__class__=1",
    "&".join(f"a{at}=1" for at in range(60)),
    "seed=" + "9" * 5000,
    "data=" + "x" * LONGEST,
]


@pytest.mark.parametrize("link", HOSTILE, ids=[link[:30] for link in HOSTILE])
def test_hostile_links_are_refused(link: str) -> None:
    with pytest.raises(UsageError) as refused:
        from_link(link)
    assert len(refused.value.message("en")) < 1000


def test_weights_that_do_not_fit_are_refused() -> None:
    linked = from_link("data=xor&weights=" + pack(np.zeros(3)))
    with pytest.raises(UsageError, match="3 weights"):
        Training(linked.setup, weights=linked.weights)


def test_a_changed_network_begins_where_its_link_says() -> None:
    training = Training(Setup(data="xor", layers=(RoomLayer(nodes=3),)))
    training.edit(0, 0, 1, 1.5)
    other = from_link(to_link(training.setup, training.flat))
    begun = Training(other.setup, weights=other.weights)
    assert begun.flat == pytest.approx(training.flat, abs=1e-6)
    begun.run_epoch()
    begun.restart()
    assert begun.flat == pytest.approx(training.flat, abs=1e-6)


CODED = {
    "cut": Setup(
        data="arms",
        layers=(RoomLayer(nodes=4, activation="relu"), RoomLayer(nodes=3, activation="elu", dropout=0.2)),
        cut=frozenset({(0, 0, 0), (0, 1, 1), (0, 1, 3), (1, 2, 0), (2, 0, 2), (0, 0, 2), (0, 1, 2)}),
        l2=0.01,
    ),
    "values": Setup(data="plane", layers=(RoomLayer(nodes=3, activation="gelu"),), optimizer="rmsprop"),
}


def coded(training: Training, file: Path) -> Path:
    file.write_text(keras_code(training, title='a "title"\n""" + exit() \\'), "utf-8")
    return file


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras
@pytest.mark.parametrize("name", CODED)
def test_the_code_answers_alike_and_goes_on_the_board(name: str, tmp_path) -> None:
    training = Training(CODED[name])
    for _ in range(3):
        training.run_epoch()
    told = runpy.run_path(str(coded(training, tmp_path / "network.py")))
    x = training.ground.x_valid[:20]
    said = answers(forward(training.weights, training.setup, x).sums[-1], training.ground)
    assert told["trained"]().predict(x, verbose=0).ravel() == pytest.approx(said.ravel(), abs=1e-5)
    labels = len(training.ground.labels)
    assert isinstance(hn.own_network(told["build"], list(training.ground.columns), labels), bytes)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras
def test_a_keras_network_of_ones_own_opens_as_it_is() -> None:
    parts = [keras.layers.Input((2,)), keras.layers.Dense(4, "relu"), keras.layers.Dropout(0.2), keras.layers.Dense(3)]
    model = keras.Sequential([*parts, keras.layers.Activation("elu"), keras.layers.Dense(1, "sigmoid")])
    model.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.9), loss="binary_crossentropy")
    linked = from_link(hn.room_link(model, data="xor", rows=40))
    training = Training(linked.setup, weights=linked.weights)
    assert training.setup.layers == (
        RoomLayer(nodes=4, activation="relu", dropout=0.2),
        RoomLayer(nodes=3, activation="elu"),
    )
    assert (training.setup.optimizer, training.setup.learning_rate) == ("momentum", 0.05)
    x = training.ground.x[:9]
    said = answers(forward(training.weights, training.setup, x).sums[-1], training.ground)
    assert model.predict(x, verbose=0).ravel() == pytest.approx(said, abs=1e-6)
    for layer in (keras.layers.BatchNormalization(), keras.layers.Dense(2, "softplus")):
        with pytest.raises(NetworkError, match="does not draw"):
            hn.room_link(keras.Sequential([keras.layers.Input((2,)), layer]))


def test_the_code_runs_by_itself(tmp_path) -> None:
    file = coded(Training(CODED["cut"]), tmp_path / "network.py")
    done = subprocess.run(
        [sys.executable, str(file)], env=child_environment(), capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout.rsplit("largest difference to the room:", 1)[1]) < 1e-5
