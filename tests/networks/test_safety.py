"""Network files of unknown origin: nothing in them runs, damaged ones do not load."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest

import hanpan.networks as hn
from hanpan.foundation.errors import BundleError
from hanpan.modeling.networks.stored.safety import load_safely

L = keras.layers
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # in Keras


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    x = np.random.default_rng(0).normal(size=(40, 3))
    return hn.to_bytes(hn.NetworkClassifier(hidden=(3,), epochs=2, random_state=0).fit(x, x[:, 0] > 0))


def rewritten(content: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The same ``.keras`` file with a changed configuration."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            raw = old.read(item)
            if item.filename == "config.json":
                config = json.loads(raw)
                change(config)
                raw = json.dumps(config).encode()
            new.writestr(item.filename, raw)
    return out.getvalue()


def first_dense(config: dict[str, Any]) -> dict[str, Any]:
    return next(layer for layer in config["config"]["layers"] if layer["class_name"] == "Dense")


def lambda_layer(config: dict[str, Any]) -> None:
    first_dense(config).update(class_name="Lambda", config={"function": {"class_name": "__lambda__", "config": {}}})


def foreign_function(config: dict[str, Any]) -> None:
    first_dense(config)["config"]["activation"] = {"module": "os", "class_name": "function", "config": "system"}


def foreign_module(config: dict[str, Any]) -> None:
    first_dense(config).update(module="subprocess", class_name="Popen", registered_name="Popen")


def unsafe_wish(config: dict[str, Any]) -> None:
    config["config"]["layers"].append({"module": "keras.config", "class_name": "enable_unsafe_deserialization"})


def too_wide(config: dict[str, Any]) -> None:
    first_dense(config)["config"]["units"] = 2_000_000_000


def negative(config: dict[str, Any]) -> None:
    first_dense(config)["config"]["units"] = -1


@pytest.mark.parametrize("change", [lambda_layer, foreign_function, foreign_module, unsafe_wish, too_wide, negative])
def test_hostile_configurations_are_refused_before_keras_reads_them(change: Any, members: dict[str, bytes]) -> None:
    with pytest.raises(BundleError) as refused:
        load_safely(rewritten(members["network.keras"], change))
    assert refused.value.key == "network_file"


def test_untouched_files_open_as_models_that_only_predict(members: dict[str, bytes]) -> None:
    model = load_safely(rewritten(members["network.keras"], lambda config: None))
    assert not model.compiled
    assert model.predict(np.zeros((1, 3)), verbose=0).shape == (1, 1)


@pytest.mark.parametrize("name", ["network.json", "weights.npz"])
@pytest.mark.parametrize("damage", [lambda raw: raw[: len(raw) // 2], lambda raw: b"", lambda raw: b"{}"])
def test_damaged_members_are_refused(name: str, damage: Any, members: dict[str, bytes]) -> None:
    with pytest.raises(BundleError):
        hn.from_bytes({**members, name: damage(members[name])})


def test_weights_of_another_network_and_newer_formats_are_refused(members: dict[str, bytes]) -> None:
    record = json.loads(members["network.json"])
    for changed in ({"n_inputs": 4}, {"format": 99}, {"answer": "softmax", "n_classes": 3}, {"task": "magic"}):
        with pytest.raises(BundleError):
            hn.from_bytes({**members, "network.json": json.dumps({**record, **changed}).encode()})


def test_arrays_that_would_need_unpickling_are_refused(members: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, **{"0.kernel": np.array([print], dtype=object)}, allow_pickle=True)
    with pytest.raises(BundleError):
        hn.from_bytes({**members, "weights.npz": buffer.getvalue()})
