"""The NumPy forward pass equals Keras, answers fast, and needs neither Keras nor JAX."""

from __future__ import annotations

import subprocess
import sys
import timeit
from typing import Any

import keras
import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.modeling.networks.plain.activations import ACTIVATIONS, elu, leaky_relu, maxout, softmax
from hanpan.modeling.networks.plain.forward import LayerSpec, forward, run, steps
from hanpan.modeling.networks.stored.description import describe

L = keras.layers
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras
X = np.random.default_rng(0).normal(size=(40, 6)).astype("float32") * 3


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_activations_equal_those_of_keras(name: str) -> None:
    theirs = np.asarray(keras.activations.get(name)(X))
    assert np.allclose(ACTIVATIONS[name](X), theirs, atol=1e-6)


def test_every_plain_layer_at_once() -> None:
    layers = [
        L.Dense(7, activation="selu"),
        L.BatchNormalization(),
        L.Dropout(0.5),
        L.Dense(6),
        L.LeakyReLU(0.1),
        hn.Maxout(5, 3),
        L.GaussianNoise(1.0),
        L.Dense(5, use_bias=False),
        L.ELU(0.7),
        L.ReLU(),
        L.Dense(4),
        L.Softmax(),
    ]
    model = keras.Sequential([L.Input((6,)), *layers])
    random = np.random.default_rng(1)
    model.set_weights([np.abs(random.normal(size=weight.shape)) for weight in model.get_weights()])
    described = describe(model)
    assert described is not None
    assert np.allclose(forward(*described, X), np.asarray(model(X, training=False)), atol=1e-6)


def test_a_functional_chain_is_plain_and_a_branch_is_not() -> None:
    start = L.Input((6,))
    middle = L.Dense(3, activation="tanh")(start)
    assert describe(keras.Model(start, L.Dense(1)(middle))) is not None
    assert describe(keras.Model(start, L.Concatenate()([start, middle]))) is None
    assert describe(keras.Sequential([L.Input((6,)), L.Dense(2, activation=lambda x: x + 1)])) is None


def test_a_row_takes_microseconds() -> None:
    random = np.random.default_rng(0)
    sizes = [(12, 64), (64, 32), (32, 1)]
    arrays: dict[str, Any] = {}
    layers = []
    for position, (wide, out) in enumerate(sizes):
        arrays |= {f"{2 * position}.kernel": random.normal(size=(wide, out)), f"{2 * position}.bias": np.zeros(out)}
        name = "relu" if position < 2 else "linear"
        layers += [LayerSpec(kind="dense"), LayerSpec(kind="activation", activation=name)]
    made, row = steps(layers, arrays), random.normal(size=(1, 12))
    best = min(timeit.repeat(lambda: run(made, row), number=200, repeat=20)) / 200
    assert best < 60e-6  # 10 microseconds on a quiet machine


def test_answers_without_keras_and_jax(tmp_path: Any) -> None:
    fitted = hn.NetworkClassifier(hidden=(3,), epochs=2, random_state=0).fit(X, X[:, 0] > 0)
    for name, content in hn.to_bytes(fitted).items():
        (tmp_path / name).write_bytes(content)
    program = (
        "import sys, pathlib, numpy as np\n"
        "from hanpan.modeling.networks import from_bytes\n"
        "members = {path.name: path.read_bytes() for path in pathlib.Path(sys.argv[1]).iterdir()}\n"
        "print(from_bytes(members).output(np.zeros((2, 6))).shape)\n"
        "print(sorted({'keras', 'jax', 'sklearn'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["(2, 2)", "[]"]


def test_golden_activations() -> None:
    values = np.array([-2.0, 0.0, 3.0])
    assert leaky_relu(values, 0.1).tolist() == [-0.2, 0.0, 3.0]
    assert elu(values, 2.0) == pytest.approx([2 * (np.exp(-2) - 1), 0, 3])
    assert maxout(np.array([[1.0, 4.0, -1.0, -3.0]]), 2).tolist() == [[4.0, -1.0]]
    assert softmax(np.array([1000.0, 1000.0])).tolist() == [0.5, 0.5]
