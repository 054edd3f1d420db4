"""Dropout's bits drawn beforehand: the same masks, the same weights, the same counters."""

import jax
import keras
import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.modeling.networks.compiled import masks
from hanpan.modeling.networks.compiled.threefry import bits, is_known_layout, is_true
from hanpan.modeling.networks.stored import adapter


def network(kind: str) -> keras.Model:
    keras.utils.set_random_seed(1)
    inputs = keras.layers.Input((6,))
    hidden = keras.layers.Dropout(0.3, seed=4)(keras.layers.Dense(8, activation="relu")(inputs))
    if kind == "shared":
        again = keras.layers.Dropout(0.5)
        hidden = again(keras.layers.Dense(8)(again(hidden)))
    elif kind == "noise":
        hidden = keras.layers.GaussianNoise(0.1)(keras.layers.Dropout(0.2, noise_shape=(1, 8))(hidden))
    elif kind == "nested":
        hidden = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dropout(0.4), keras.layers.Dense(4)])(hidden)
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile("adam", "mse")
    return model


@pytest.mark.parametrize("kind", ["plain", "shared", "noise", "nested"])
@pytest.mark.parametrize(("rows", "cached"), [(64, 2**20), (75, 2**20), (102, 600)])
def test_weights_and_counters_are_those_of_keras(kind: str, rows: int, cached: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(masks, "CACHED_CELLS", cached)  # 600: the bits of two or three of the six steps at once
    random = np.random.default_rng(0)
    x, y = random.normal(size=(rows, 6)).astype("float32"), random.normal(size=(rows, 1)).astype("float32")
    ours, theirs = network(kind), network(kind)
    for train, model in ((hn.fit, ours), (lambda model, **told: model.fit(**told), theirs)):
        np.random.seed(7)  # noqa: NPY002
        train(model, x=x, y=y, epochs=3, batch_size=16, verbose=0)
    for a, b in zip(ours.variables, theirs.variables, strict=True):
        np.testing.assert_array_equal(a, b)


def test_layers_used_twice_or_shaped_otherwise_draw_for_themselves():
    assert len(masks.dropouts(network("plain"))) == 1
    assert len(masks.dropouts(network("shared"))) == 1
    assert len(masks.dropouts(network("noise"))) == 1
    assert len(masks.dropouts(network("nested"))) == 2


def test_rounding_is_that_of_single_steps_with_other_layers_around():
    penalty = keras.regularizers.L1L2(1e-3, 1e-2)

    def made() -> keras.Model:
        keras.utils.set_random_seed(3)
        layers = [keras.layers.Dense(4, activation="relu"), keras.layers.BatchNormalization()]
        layers += [keras.layers.Dropout(0.3), keras.layers.Dense(3, kernel_regularizer=penalty)]
        model = keras.Sequential([keras.layers.Input((5,)), *layers, keras.layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        return model

    random = np.random.default_rng(5)
    x = random.normal(size=(130, 5)).astype("float32")
    told = {"x": x, "y": (x[:, 0] > 0).astype("float32"), "epochs": 6, "validation_split": 0.2, "verbose": 0}
    ours, theirs = made(), made()
    np.random.seed(1)  # noqa: NPY002
    history = hn.fit(ours, **told).history
    np.random.seed(1)  # noqa: NPY002
    assert history == theirs.fit(**told).history
    assert all(np.array_equal(a, b) for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True))


def test_too_many_bits_are_not_held(monkeypatch: pytest.MonkeyPatch):
    model = network("plain")
    other = adapter.take_state(model)[1]
    assert masks.drawn(masks.dropouts(model), other, 4, 16)
    monkeypatch.setattr(masks, "MOST_CELLS", 10)
    assert masks.drawn(masks.dropouts(model), other, 4, 16) == {}


@pytest.mark.parametrize("shape", [(1,), (7, 5), (3, 4, 5)])
def test_bits_are_those_of_jax(shape: tuple[int, ...]):
    assert is_known_layout()
    for seed in (0, 1, 2**31):
        key = jax.random.PRNGKey(seed)
        for keep in (0.1, 0.5, 0.999):
            np.testing.assert_array_equal(is_true(bits(key, shape), keep), jax.random.bernoulli(key, keep, shape))
