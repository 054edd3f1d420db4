"""A network of the room as a link and as Keras code: whole there and back, and nothing hostile gets in."""

from __future__ import annotations

import contextlib
import runpy
import subprocess
import sys
from dataclasses import replace
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
from hanpan.modeling.networks.room.opening.code_reading import read_code
from hanpan.modeling.networks.room.opening.own import open_network
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


@pytest.mark.parametrize("name", CODED)
def test_the_code_of_the_room_is_read_back_and_never_run(name: str) -> None:
    training = Training(CODED[name])
    training.run_epoch()
    found = read_code(keras_code(training).replace("import keras\n", "import keras\nraise SystemExit('run')\n"))
    told = replace(found.setup, data=training.setup.data)
    assert told == replace(training.setup, rows=told.rows, batch_size=told.batch_size)
    assert found.weights == pytest.approx(training.flat, abs=1e-7)
    assert found.on_toys().setup.data == training.setup.data
    assert found.on(training.ground).setup.data == "own"


PLAIN = """
model = keras.Sequential([
    keras.layers.Input(shape=(2,)),
    keras.layers.Dense(8, activation='relu', kernel_regularizer=keras.regularizers.l2(0.01)),
    keras.layers.Dropout(0.3),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
"""


def test_code_as_learners_write_it_is_read() -> None:
    found = read_code(PLAIN)
    assert (found.setup.layers, found.setup.optimizer, found.setup.l2) == (
        (RoomLayer(nodes=8, activation="relu", dropout=0.3),),
        "sgd",
        0.01,
    )
    assert (found.weights, found.n_inputs, found.n_outputs, found.end) == (None, 2, 3, "softmax")


UNREAD = {
    "": "Dense",
    "import os; os.system('x')": "Dense",
    "keras.Sequential([": "SyntaxError",
    "(" * 9000: "Error",
    "keras.Sequential([L.Dense(count), L.Dense(1)])": "count",
    "keras.Sequential([L.Conv2D(3, 3), L.Dense(1)])": "Conv2D",
    "keras.Sequential([L.Lambda(f), L.Dense(1)])": "Lambda",
    "keras.Sequential([L.Dense(9999, 'relu'), L.Dense(1)])": "9999",
    "keras.Sequential([L.Dense(3, 'warp'), L.Dense(1)])": "warp",
    "keras.Sequential([L.Dense(3), L.Dense(1, 'relu')])": "relu",
    "keras.Sequential([L.Input((2,)), L.Dense(1, name='a')])\nWEIGHTS = {'a': [[[1]], [0]]}": "WEIGHTS",
    "keras.Sequential([L.Input((2,)), L.Dense(1, name='a')])\nWEIGHTS = {'a': [[[1], [__import__('os')]], [0]]}": "os",
    "keras.Sequential([L.Input((1,)), L.Dense(1, name='a')])\nWEIGHTS = {'a': [[[1e999]], [0]]}": "WEIGHTS",
}


@pytest.mark.parametrize("code", UNREAD, ids=[code[:40] for code in UNREAD])
def test_other_code_is_refused_in_words(code: str) -> None:
    with pytest.raises(HanpanError) as refused:
        read_code(code)
    assert UNREAD[code] in refused.value.message("en")
    assert refused.value.message("ko")


def test_a_network_that_fits_no_rows_is_refused() -> None:
    found = read_code("keras.Sequential([L.Input((5,)), L.Dense(1, 'sigmoid')])")
    with pytest.raises(NetworkError, match="5 columns"):
        found.on_toys()
    ground = Training(Setup(data="plane")).ground
    with pytest.raises(NetworkError, match="5 columns"):
        found.on(ground)
    with pytest.raises(NetworkError, match="2 columns"):  # a share for a number
        read_code("keras.Sequential([L.Input((2,)), L.Dense(1, 'sigmoid')])").on(ground)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras
def test_a_keras_file_is_opened_apart_and_a_hostile_one_refused(tmp_path) -> None:
    model = keras.Sequential(
        [keras.layers.Input((2,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(3, "softmax")]
    )
    model.compile(keras.optimizers.SGD(0.2), "sparse_categorical_crossentropy")
    model.save(tmp_path / "own.keras")
    found = open_network(tmp_path / "own.keras")
    assert found.on_toys().setup.data == "arms"
    assert found.setup.learning_rate == pytest.approx(0.2)
    assert found.weights[:6].reshape(2, 3) == pytest.approx(model.layers[0].get_weights()[0])
    (tmp_path / "evil.keras").write_bytes(b"PK nothing")
    with pytest.raises(HanpanError):
        open_network(tmp_path / "evil.keras")
    with pytest.raises(UsageError):
        open_network(tmp_path / "own.pkl")
