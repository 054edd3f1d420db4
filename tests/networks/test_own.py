"""A person's own network: what fits is trained, what does not is refused before training, in words."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import NetworkError, UsageError
from hanpan.modeling.networks.estimators.own import prepared_network
from hanpan.modeling.networks.given.reading import from_program
from hanpan.modeling.networks.notices import NetworkNotice

L = keras.layers
COLUMNS = ["rm", "lstat", "chas_1"]
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


def network(*layers: Any, loss: Any = "mse", wide: int = 3) -> keras.Model:
    model = keras.Sequential([L.Input((wide,)), *layers])
    model.compile(optimizer=keras.optimizers.Adam(0.05), loss=loss)
    return model


def last(nodes: int, activation: str | None = None, **kwargs: Any) -> keras.Model:
    return network(L.Dense(nodes, activation=activation), **kwargs)


MISFITS: list[tuple[str, Any, int]] = [
    ("network_one_node_many_classes", lambda: last(1, "sigmoid", loss="binary_crossentropy"), 3),
    ("network_softmax_one_node", lambda: last(1, "softmax", loss="binary_crossentropy"), 2),
    ("network_loss_of_numbers", lambda: last(3, "softmax"), 3),
    ("network_nodes", lambda: last(4, "softmax", loss="sparse_categorical_crossentropy"), 3),
    ("network_activation", lambda: last(3, "sigmoid", loss="sparse_categorical_crossentropy"), 3),
    ("network_loss_nodes", lambda: last(1, "sigmoid", loss="categorical_crossentropy"), 2),
    ("network_regression_nodes", lambda: last(2), 0),
    ("network_loss_of_classes", lambda: last(1, loss="binary_crossentropy"), 0),
    ("network_bounded", lambda: last(1, "sigmoid"), 0),
    ("network_width", lambda: last(1, wide=4), 0),
    ("network_layers", lambda: network(L.Lambda(lambda x: x), L.Dense(1)), 0),
    ("network_not_compiled", lambda: keras.Sequential([L.Input((3,)), L.Dense(1)]), 0),
    ("network_kind", lambda: lambda n_inputs, n_outputs: "no network", 0),
    ("network_kind", lambda: 3, 0),
    ("network_unreadable", lambda: b"PK no zip", 0),
]


@pytest.mark.parametrize(
    ("key", "make", "n_classes"), MISFITS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_misfits_are_refused(key: str, make: Any, n_classes: int) -> None:
    with pytest.raises(NetworkError) as refused:
        hn.own_network(make(), COLUMNS, n_classes)
    assert refused.value.key == key
    assert refused.value.message("ko")
    assert refused.value.message("en")


def test_the_refusal_names_the_prepared_columns() -> None:
    with pytest.raises(NetworkError, match=r"takes 4 inputs, but 3 columns.*\n.*rm, lstat, chas_1"):
        hn.own_network(last(1, wide=4), COLUMNS, 0)


@pytest.mark.parametrize(
    ("y", "model", "key"),
    [
        (np.array([1, 2, 3]), lambda: last(3, "softmax", loss="sparse_categorical_crossentropy"), "network_codes"),
        (np.array([0, 0.5, 1]), lambda: last(3, "softmax", loss="sparse_categorical_crossentropy"), "network_codes"),
        (
            np.array(["a", "b", "c"]),
            lambda: last(3, "softmax", loss="sparse_categorical_crossentropy"),
            "network_codes",
        ),
        (np.array([0, 1, 2]), lambda: last(3, "softmax", loss="categorical_crossentropy"), "network_one_hot"),
    ],
)
def test_y_that_the_loss_cannot_read_is_refused(y: Any, model: Any, key: str) -> None:
    with pytest.raises(NetworkError) as refused:
        hn.check_rows(model(), np.zeros((3, 3)), y)
    assert refused.value.key == key
    hn.check_rows(last(3, "softmax", loss="sparse_categorical_crossentropy"), np.zeros((3, 3)), np.array([0, 1, 2]))


def test_missing_cells_are_refused() -> None:
    x = np.zeros((9, 3))
    x[[2, 5], 1] = np.nan
    with pytest.raises(NetworkError, match=r"2 rows of x.*2, 5"):
        hn.check_rows(last(1), x, np.zeros(9))


def test_builder_sequential_and_branching_network_are_trained(rows: Any) -> None:
    x, _y = rows
    x = x[:, :3]
    kept = last(1)
    before = kept.get_weights()
    assert (
        hn.OwnNetworkRegressor(kept, epochs=60, random_state=0).fit(x, 2 * x[:, 0] + 5).score(x, 2 * x[:, 0] + 5) > 0.95
    )
    assert all(np.array_equal(a, b) for a, b in zip(before, kept.get_weights(), strict=True))  # left as it was

    def builder(n_inputs: int, n_outputs: int) -> keras.Model:
        return last(n_outputs, "softmax", wide=n_inputs, loss="categorical_crossentropy")

    three = (x[:, 0] > 0.5) * 1 + (x[:, 0] > -0.5)
    assert hn.OwnNetworkClassifier(builder, epochs=60, random_state=0).fit(x, three).score(x, three) > 0.8

    start = L.Input((3,))
    branching = keras.Model(start, L.Dense(1)(L.Concatenate()([start, L.Dense(4, activation="relu")(start)])))
    branching.compile(optimizer=keras.optimizers.Adam(0.05), loss=keras.losses.BinaryCrossentropy(from_logits=True))
    fitted = hn.OwnNetworkClassifier(branching, epochs=40, random_state=0).fit(x, x[:, 1] > 0)
    assert fitted.score(x, x[:, 1] > 0) > 0.9
    assert np.allclose(hn.from_bytes(hn.to_bytes(fitted)).output(x), fitted.output(x), atol=1e-6)


def test_network_file(tmp_path: Any) -> None:
    path = tmp_path / "mine.py"
    path.write_text("import keras\ndef network(n_inputs, n_outputs):\n    return keras.Sequential()\n", "utf-8")
    assert from_program(path).__name__ == "network"
    path.write_text("x = 1\n", "utf-8")
    with pytest.raises(UsageError, match="no network in it"):
        from_program(path)
    with pytest.raises(UsageError, match="no file"):
        from_program(tmp_path / "absent.py")


def test_what_a_network_learnt_before_is_left_behind(rows: Any) -> None:
    x, y = rows[0][:, :3], rows[0][:, 3]
    fresh, trained = last(1), last(1)
    trained.set_weights([np.full((3, 1), 100.0), np.array([50.0])])
    first, second = (
        hn.OwnNetworkRegressor(model, epochs=2, random_state=0).fit(x, y).predict(x) for model in (fresh, trained)
    )
    assert np.array_equal(first, second)
    frozen = network(L.Dense(2, name="given"), L.Dense(1))
    frozen.get_layer("given").trainable = False
    frozen.compile(loss="mse")
    kept = hn.OwnNetworkRegressor(frozen, epochs=2, random_state=0).fit(x, y).model_.layers[0].get_weights()[0]
    assert np.array_equal(kept, frozen.layers[0].get_weights()[0])


def test_a_network_is_known_by_what_it_is() -> None:
    def mark(model: keras.Model) -> str:
        return prepared_network(model, COLUMNS, 0).fingerprint

    assert mark(last(1)) == mark(last(1)) != mark(last(1, "relu"))
    assert mark(last(1)) != mark(last(1, loss="mae"))
    again = hn.own_network(last(1), COLUMNS, 0)
    assert prepared_network(again, COLUMNS, 0).fingerprint == mark(last(1))


def test_own_losses_and_optimizers_are_refused() -> None:
    def mse(y: Any, answer: Any) -> Any:
        return keras.ops.mean((y - answer) ** 2)

    class Mine(keras.losses.Loss):
        """A loss of one's own."""

    for loss in (mse, Mine()):
        with pytest.raises(NetworkError) as refused:
            hn.own_network(last(1, loss=loss), COLUMNS, 0)
        assert refused.value.key == "network_compiled_with"


def test_networks_for_pictures_take_flat_rows(rows: Any) -> None:
    x = np.hstack([rows[0], rows[0][:, :4]])
    y = (x[:, 0] > -0.5).astype(int) + (x[:, 0] > 0.5)
    model = keras.Sequential(
        [L.Input((3, 3, 1)), L.Conv2D(4, 2, activation="relu"), L.Flatten(), L.Dense(3, activation="softmax")]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="categorical_crossentropy")
    fitted = hn.OwnNetworkClassifier(model, epochs=30, random_state=0).fit(x, y)
    assert fitted.score(x, y) > 0.6
    stored = hn.from_bytes(hn.to_bytes(fitted))
    assert np.allclose(stored.output(x), fitted.output(x), atol=1e-5)
    some = hn.OwnNetworkClassifier(model, epochs=2, random_state=0, n_classes=3).fit(x[y < 2], y[y < 2])
    assert some.predict_proba(x).shape == (len(x), 3)


@pytest.mark.filterwarnings("ignore:You are saving")
def test_legacy_files(tmp_path: Any) -> None:
    path = tmp_path / "old.h5"
    model = last(1, loss="mae")
    model.save(path)
    with pytest.warns(NetworkNotice, match=r"old\.h5 is an HDF5 file"):
        read = hn.read(path)
    assert not read.compiled
    assert np.array_equal(read.get_weights()[0], model.get_weights()[0])
    assert (
        prepared_network(path, COLUMNS, 0).fingerprint == prepared_network(last(1, loss="mae"), COLUMNS, 0).fingerprint
    )
    model.save(tmp_path / "new.keras")
    assert hn.read(tmp_path / "new.keras").compiled
    network(L.Lambda(lambda x: x), L.Dense(1)).save(path)
    with pytest.raises(NetworkError, match="Lambda"):
        hn.own_network(path, COLUMNS, 0)
    path.write_bytes(b"no HDF5")
    with pytest.raises(NetworkError, match="cannot open"):
        hn.read(path)
    with pytest.raises(UsageError, match=r"ends in \.keras"):
        hn.read("mine.pkl")
